//! A grid of runs, one after the other, between the slices of everything else. Looking changes
//! nothing in the run.

use super::look::NO_RUN;
use super::{Session, run_data};
use crate::data::Dataset;
use crate::protocol::grid::{GridOutcome, GridRequest, GridSeen, MOST_CELLS};
use crate::protocol::{Event, Seen, Ticket};
use crate::training::{Advance, Evaluation, Meter, Metrics, RunConfig, Trainer};

/// Least time between two pictures that are told, in seconds, but for the last.
const TELL_EVERY: f64 = 0.1;
/// Of a slice, while the run trains.
const SHARE: f64 = 0.5;

/// A grid under way.
#[derive(Debug)]
pub(super) struct Gridding {
    ticket: Ticket,
    cells: Vec<RunConfig>,
    n_epochs: f64,
    outcomes: Vec<Option<GridOutcome>>,
    under_way: Option<Cell>,
    told_at: f64,
}

/// A configuration in training.
#[derive(Debug)]
struct Cell {
    trainer: Trainer,
    meter: Meter,
    /// Over its latest whole epoch.
    train: Option<Metrics>,
    /// Begun when all steps are made.
    evaluation: Option<Evaluation>,
    has_diverged: bool,
}

impl Session {
    /// Begins a grid, in place of the one under way.
    pub(super) fn grid(&mut self, ticket: Ticket, request: GridRequest) {
        if let Some(before) = self.grid.take() {
            self.see(before.ticket, Err("Given up for another question.".to_owned()));
        }
        match self.gridding(ticket, request) {
            Ok(gridding) => self.grid = Some(gridding),
            Err(message) => self.see(ticket, Err(message)),
        }
    }

    /// Gives a grid up that nobody waits for any more.
    pub(super) fn give_up_grid(&mut self, ticket: Ticket) {
        self.grid.take_if(|grid| grid.ticket == ticket);
    }

    /// Goes on with the grid until the clock reads `until`, or for half of that time if the run
    /// wants to train.
    pub(super) fn go_on_gridding(&mut self, until: f64, clock: &mut dyn FnMut() -> f64) {
        let Some(mut grid) = self.grid.take() else { return };
        let mut now = clock();
        let data = run_data(&self.own_data, &self.intake);
        let next_work = self.run.as_ref().and_then(|run| run.next_work(data));
        let is_busy = next_work.is_some_and(|from| from <= now);
        let until = if is_busy { now + SHARE * (until - now) } else { until };
        while grid.advance(data) {
            now = clock();
            if now >= until {
                break;
            }
        }
        if grid.is_done() || now - grid.told_at >= TELL_EVERY {
            grid.told_at = now;
            self.events.push(Event::Seen { ticket: grid.ticket, seen: Seen::Grid(grid.seen()) });
        }
        if !grid.is_done() {
            self.grid = Some(grid);
        }
    }

    fn gridding(&self, ticket: Ticket, request: GridRequest) -> Result<Gridding, String> {
        let GridRequest { cells, n_epochs } = request;
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let data = run_data(&self.own_data, &self.intake);
        if !data.train.is_complete() || !data.test.is_complete() {
            return Err("The examples are not all here yet. Try again in a moment.".to_owned());
        }
        if cells.is_empty() || cells.len() > MOST_CELLS {
            return Err(format!("A grid has 1 to {MOST_CELLS} runs."));
        }
        if !(n_epochs > 0.0 && n_epochs <= 1_000.0) {
            return Err("Each run is trained for more than 0 and at most 1,000 epochs.".to_owned());
        }
        if cells.iter().any(|cell| cell.dataset != run.trainer.config().dataset) {
            return Err("The runs of a grid learn from the same examples as the run.".to_owned());
        }
        let outcomes = vec![None; cells.len()];
        let told_at = f64::NEG_INFINITY;
        Ok(Gridding { ticket, cells, n_epochs, outcomes, under_way: None, told_at })
    }
}

impl Gridding {
    fn n_done(&self) -> usize {
        self.outcomes.iter().flatten().count()
    }

    fn is_done(&self) -> bool {
        self.n_done() == self.cells.len()
    }

    fn seen(&self) -> GridSeen {
        let within = self
            .under_way
            .as_ref()
            .map_or(0.0, |cell| (cell.trainer.epoch() / self.n_epochs).min(1.0));
        let share_done = (self.n_done() as f64 + within) / self.cells.len() as f64;
        GridSeen { outcomes: self.outcomes.clone(), share_done }
    }

    /// Goes on by one pass; whether there is more to do.
    fn advance(&mut self, data: &Dataset) -> bool {
        let idx = self.n_done();
        let Some(config) = self.cells.get(idx) else { return false };
        let cell = match &mut self.under_way {
            Some(cell) => cell,
            None => match Trainer::new(config.clone()) {
                Ok(trainer) => self.under_way.insert(Cell::new(trainer)),
                // Checked by the page; here it counts as one that came to nothing.
                Err(_) => {
                    self.outcomes[idx] =
                        Some(GridOutcome { step: 0, train: None, test: None, has_diverged: false });
                    return true;
                }
            },
        };
        if let Some(outcome) = cell.advance(self.n_epochs, data) {
            self.outcomes[idx] = Some(outcome);
            self.under_way = None;
        }
        true
    }
}

impl Cell {
    fn new(trainer: Trainer) -> Self {
        Self {
            trainer,
            meter: Meter::default(),
            train: None,
            evaluation: None,
            has_diverged: false,
        }
    }

    /// Goes on by one pass; the outcome, at the end.
    fn advance(&mut self, n_epochs: f64, data: &Dataset) -> Option<GridOutcome> {
        if self.trainer.epoch() < n_epochs && !self.has_diverged {
            if let Advance::Stepped(report) = self.trainer.advance(data) {
                self.has_diverged = report.diverged;
                self.meter.add(&report);
                if report.epoch_ended {
                    self.train = self.meter.take();
                }
            }
            return None;
        }
        if data.test.is_empty() || self.has_diverged {
            return Some(self.outcome(None));
        }
        let evaluation = self.evaluation.get_or_insert_with(|| Evaluation::new(&data.test));
        self.trainer.evaluate(evaluation, &data.test);
        evaluation.result().map(|test| self.outcome(Some(test)))
    }

    fn outcome(&mut self, test: Option<Metrics>) -> GridOutcome {
        GridOutcome {
            step: self.trainer.step_count(),
            train: self.train.or_else(|| self.meter.take()),
            test,
            has_diverged: self.has_diverged,
        }
    }
}
