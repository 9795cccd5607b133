//! Runs side by side, and grids of runs. The first of the runs is *the* run, which all else is
//! about; what the engine tells of the others is kept here.
//!
//! Only the first one waits while another room's run is at work. So all begin again at their
//! start when one comes back.

use leptos::prelude::*;

use super::homes::DIGITS;
use super::ledger::{Shown, new_id};
use super::looks::Slot;
use super::waiting::Waiting;
use super::{Made, State};
use crate::small::abreast::{AFTER_CRASH, Ending, Form, Grid, HOME, Setup};
use descent::ledger::{EntryId, Saved};
use descent::protocol::grid::{GridRequest, GridSeen};
use descent::protocol::{Command, Event, Look, Progress, RunId, Seen, Status};
use descent::training::{History, RunConfig};

/// Said of the runs when one comes back to them.
const RETURNED: &str = "The runs side by side are back at their start: only one run at a time can wait. Train goes \
     on from there.";

/// A run beside the run.
#[derive(Clone, Debug)]
pub struct Lane {
    run: RunId,
    /// Which entry of the ledger it is kept as.
    entry: EntryId,
    config: RunConfig,
    progress: Option<Progress>,
    history: History,
    saved: Option<Saved>,
}

impl Lane {
    fn new((run, config): (RunId, RunConfig)) -> Self {
        let (history, entry) = (History::default(), new_id());
        Self { run, entry, config, progress: None, history, saved: None }
    }
}

/// Where a run of a race is gone on with alone: the lab has no place for one.
pub(super) fn home_alone(home: &'static str, config: &RunConfig) -> &'static str {
    match home == HOME.key {
        true if config.dataset.points().is_some() => crate::small::playground().key,
        true => DIGITS,
        false => home,
    }
}

/// What the page knows of them.
#[derive(Clone, Copy)]
pub struct Abreast {
    /// Which runs there are to be.
    pub setup: RwSignal<Setup>,
    /// Those beside the run; none, where it is alone.
    rivals: RwSignal<Vec<Lane>>,
    /// Which grid is to be tried next.
    pub form: RwSignal<Form>,
    /// The grid that was begun last.
    pub grid: RwSignal<Option<Grid>>,
}

impl Abreast {
    pub(super) fn new() -> Self {
        let setup = Setup::default();
        Self {
            form: RwSignal::new(Form::of(setup.ground)),
            setup: RwSignal::new(setup),
            rivals: RwSignal::new(Vec::new()),
            grid: RwSignal::new(None),
        }
    }
}

impl State {
    /// Whether there are runs side by side. Tracked.
    pub fn is_abreast(&self) -> bool {
        self.abreast.rivals.with(|rivals| !rivals.is_empty())
    }

    /// How many runs there are. Tracked.
    pub fn n_lanes(&self) -> usize {
        1 + self.abreast.rivals.with(Vec::len)
    }

    /// Whether any run but the first is under way. Tracked.
    pub fn is_a_rival_training(&self) -> bool {
        let is = |lane: &Lane| lane.progress.as_ref().is_some_and(Progress::is_under_way);
        self.abreast.rivals.with(|rivals| rivals.iter().any(is))
    }

    /// The id of a run, the first of which is the run. Tracked.
    pub fn lane_run(&self, idx: usize) -> Option<RunId> {
        let rivals = self.abreast.rivals;
        match idx.checked_sub(1) {
            // With another run the configuration is set.
            None => self.config.with(|_| Some(self.run_id())),
            Some(idx) => rivals.with(|rivals| Some(rivals.get(idx)?.run)),
        }
    }

    /// Its configuration, with rate and batch size as they are now. Tracked.
    pub fn lane_config(&self, idx: usize) -> Option<RunConfig> {
        match idx.checked_sub(1) {
            None => Some(RunConfig {
                learning_rate: self.learning_rate.get(),
                batch_size: self.batch_size.get(),
                ..self.config.get()
            }),
            Some(idx) => self.abreast.rivals.with(|rivals| Some(rivals.get(idx)?.config.clone())),
        }
    }

    /// Where it stands. Tracked.
    pub fn lane_progress(&self, idx: usize) -> Option<Progress> {
        match idx.checked_sub(1) {
            None => self.progress.get(),
            Some(idx) => self.abreast.rivals.with(|rivals| rivals.get(idx)?.progress.clone()),
        }
    }

    /// Reads its curves, if there is such a run. Tracked.
    pub fn with_lane_history<T>(&self, idx: usize, read: impl FnOnce(&History) -> T) -> Option<T> {
        match idx.checked_sub(1) {
            None => Some(self.history.with(read)),
            Some(idx) => self.abreast.rivals.with(|all| all.get(idx).map(|it| read(&it.history))),
        }
    }

    /// Begins the runs of a set-up side by side, at their start.
    ///
    /// # Errors
    /// A text for people, if one of them can't be; nothing has changed then.
    pub fn race(&self, setup: Setup, text: Option<&str>) -> Result<(), String> {
        let configs = setup.configs()?;
        self.abreast.setup.set(setup);
        self.notice.set(None);
        if let Some(text) = text {
            self.tell(text);
        }
        self.compete(configs);
        Ok(())
    }

    /// The same, and lets them train.
    ///
    /// # Errors
    /// Likewise.
    pub fn race_at_once(&self, setup: Setup) -> Result<(), String> {
        self.race(setup, None)?;
        self.go_on(Command::Train);
        Ok(())
    }

    /// Begins the same runs again.
    pub(crate) fn race_again(&self, text: Option<&str>) {
        let setup = self.abreast.setup.get_untracked();
        // It was in order when it was begun first.
        if let Err(wrong) = self.race(setup, text) {
            self.tell(&wrong);
        }
    }

    /// Comes back to the runs side by side, of which the first one waited.
    pub(super) fn return_abreast(&self, waiting: Option<&Waiting>) {
        let has_begun = waiting.is_some_and(Waiting::has_begun);
        self.race_again(has_begun.then_some(RETURNED));
    }

    fn compete(&self, configs: Vec<RunConfig>) {
        self.inner.update_value(|inner| {
            inner.saved = None;
            inner.entry = Some(new_id());
        });
        self.history.set(History::default());
        self.made.set(Made::None);
        self.forget_answers();
        let mut ids: Vec<_> = configs.iter().map(|_| self.next_run()).collect();
        // The latest is the run's.
        ids.reverse();
        let runs: Vec<_> = ids.into_iter().zip(configs).collect();
        let lanes: Vec<_> = runs[1..].iter().cloned().map(Lane::new).collect();
        self.note_racers(&lanes);
        let first = runs[0].1.clone();
        self.learning_rate.set(first.learning_rate);
        self.batch_size.set(first.batch_size);
        self.config.set(first.clone());
        self.abreast.rivals.set(lanes);
        self.send(Command::Compete { runs });
        self.expect(Some(first));
    }

    /// What each of the runs is kept as belongs to one race, and is called by what sets it apart.
    fn note_racers(&self, rivals: &[Lane]) {
        let first = self.inner.with_value(|inner| inner.entry);
        let apart = self.abreast.setup.with_untracked(Setup::apart);
        let entries = first.into_iter().chain(rivals.iter().map(|lane| lane.entry));
        self.note_race(entries.zip(apart));
    }

    /// Takes in what the engine tells of a run beside the run; other news come back.
    pub(super) fn told_abreast(&self, event: Event) -> Option<Event> {
        let (Event::Configured { run, .. }
        | Event::Progress { run, .. }
        | Event::Checkpoint { run, .. }) = &event
        else {
            return Some(event);
        };
        let rivals = self.abreast.rivals;
        let at = rivals.with_untracked(|all| all.iter().position(|lane| lane.run == *run));
        let Some(at) = at else { return Some(event) };
        let mut is_new = false;
        match event {
            Event::Configured { config, progress, .. } => rivals.update(|all| {
                all[at].config = config;
                all[at].progress = Some(progress);
            }),
            Event::Progress { progress, history, .. } => rivals.update(|all| {
                all[at].progress = Some(progress);
                history.into_iter().for_each(|point| all[at].history.push(point));
            }),
            Event::Checkpoint { step, bytes, .. } => rivals.update_untracked(|all| {
                all[at].saved = Some(Saved { step, checkpoint: bytes });
                is_new = true;
            }),
            _ => {}
        }
        self.keep_lane(at, is_new);
        None
    }

    /// Keeps a run beside the run as it is now: as one of its own.
    fn keep_lane(&self, at: usize, is_new: bool) {
        let lane = self.abreast.rivals.with_untracked(|all| all.get(at).cloned());
        let Some(Lane { entry, config, progress: Some(progress), history, saved, .. }) = lane
        else {
            return;
        };
        if progress.status == Status::Training && !is_new {
            return;
        }
        let made = Made::Alike(Box::new(config.clone()));
        let home = HOME.key;
        let (progress, history, made) = (&progress, &history, &made);
        self.keep_shown(Shown { id: entry, home, config, progress, history, made, saved, is_new });
    }

    /// Another run takes their place.
    pub(super) fn leave_abreast(&self) {
        if untrack(|| self.is_abreast()) {
            self.abreast.rivals.set(Vec::new());
        }
        self.cancel_grid("Cancelled, for another run was begun.");
    }

    /// The engine has gone.
    pub(super) fn halt_abreast(&self) {
        if untrack(|| self.is_abreast()) {
            self.abreast.rivals.update(|rivals| {
                for progress in rivals.iter_mut().filter_map(|lane| lane.progress.as_mut()) {
                    progress.status = Status::Paused;
                    progress.samples_per_second = 0.0;
                }
            });
        }
        self.cancel_grid("Cancelled, for the engine has stopped.");
    }

    /// Begins a grid in place of the one before.
    pub fn begin_grid(&self, grid: Grid) {
        self.give_up(Slot::Grid);
        self.answers.of(Slot::Grid).set(None);
        let request = GridRequest { cells: grid.cells.clone(), n_epochs: grid.n_epochs };
        self.abreast.grid.set(Some(grid));
        self.look(Slot::Grid, Look::Grid(request));
    }

    /// What is known of the grid. Tracked.
    pub fn grid_seen(&self) -> Option<GridSeen> {
        self.answers.of(Slot::Grid).with(|answer| match answer {
            Some(Ok(Seen::Grid(seen))) => Some(seen.clone()),
            _ => None,
        })
    }

    /// Whether a grid is being tried. Tracked.
    pub fn is_gridding(&self) -> bool {
        let is_cancelled =
            self.abreast.grid.with(|grid| grid.as_ref().is_none_or(|grid| grid.end.is_some()));
        !is_cancelled
            && self.answers.of(Slot::Grid).with(|answer| match answer {
                None => true,
                Some(Ok(Seen::Grid(seen))) => !is_done(seen),
                Some(_) => false,
            })
    }

    /// Gives the grid up, if one is being tried, and says why; what is known of it stays.
    pub fn cancel_grid(&self, why: Ending) {
        if untrack(|| self.is_gridding()) {
            self.give_up(Slot::Grid);
            self.abreast.grid.update(|grid| {
                if let Some(grid) = grid {
                    grid.end = Some(why);
                }
            });
        }
    }

    /// The runs begin again with a new engine, if they are what is open.
    pub(super) fn restart_abreast(&self) -> bool {
        let is_open = self.is_at_home(&HOME);
        if is_open {
            self.race_again(Some(AFTER_CRASH));
        }
        is_open
    }
}

/// Whether all is known of a grid.
pub(super) fn is_done(seen: &GridSeen) -> bool {
    seen.outcomes.iter().all(Option::is_some)
}
