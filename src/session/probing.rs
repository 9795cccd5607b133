//! Questions about the update that would come next: what its numbers are, whether a
//! gradient is right, what it would do at another rate. None of them makes it.

use super::{Session, run_data};
use crate::data::{Dataset, Split};
use crate::nn::Parameter;
use crate::protocol::{ChosenExample, Event, Ticket};
use crate::training::{LearnFrom, LearningRate, RunConfig};

/// Rates that are tried in each power of ten.
const RATES: u32 = 8;
/// The same for a batch so large that each takes a while.
const FEW_RATES: u32 = 2;
/// Such a batch has more examples than this.
const LARGE_BATCH: usize = 4096;
/// So many powers of ten below the run's own rate, and above it: the rate that would have
/// lowered the loss most is mostly far above.
const REACH: (u32, u32) = (2, 3);

impl Session {
    /// The trace of the next update.
    pub(super) fn trace(&mut self, ticket: Ticket, now: f64) {
        let from = learn_from(&self.chosen, run_data(&self.own_data, &self.intake));
        let answer = match &mut self.run {
            None => Err(NO_RUN.to_owned()),
            Some(run) => {
                run.stand(now, &mut self.events);
                match run.trainer.trace_next(from).map(Box::new) {
                    Some(trace) => {
                        let is_chosen = self.chosen.is_some();
                        // A link leads to a run's own batches.
                        let link = if is_chosen { None } else { run.config_now().to_link().ok() };
                        Ok(Event::Traced { ticket, run: run.id, is_chosen, trace, link })
                    }
                    None => Err(NOT_HERE.to_owned()),
                }
            }
        };
        self.answer(ticket, answer);
    }

    /// The nudge test of one parameter.
    pub(super) fn nudge(&mut self, ticket: Ticket, parameter: Parameter, distance: f64, now: f64) {
        let from = learn_from(&self.chosen, run_data(&self.own_data, &self.intake));
        let answer = match &mut self.run {
            None => Err(NO_RUN.to_owned()),
            _ if !(distance > 0.0 && distance.is_finite()) => {
                Err("A nudge has a size: a number above 0.".to_owned())
            }
            Some(run) => {
                run.stand(now, &mut self.events);
                let nudge = run.trainer.nudge(from, parameter, distance);
                nudge
                    .map(|nudge| Event::Nudged { ticket, parameter, nudge })
                    .map_err(|error| format!("This can't be tried: {error}."))
            }
        };
        self.answer(ticket, answer);
    }

    /// The batch's loss along the next update.
    pub(super) fn probe_step(&mut self, ticket: Ticket, now: f64) {
        let from = learn_from(&self.chosen, run_data(&self.own_data, &self.intake));
        let answer = match &mut self.run {
            None => Err(NO_RUN.to_owned()),
            Some(run) => {
                run.stand(now, &mut self.events);
                let per_decade =
                    if run.trainer.next_batch().len() > LARGE_BATCH { FEW_RATES } else { RATES };
                // Where a schedule has come to 0, around the rate that it came from.
                let scheduled = run.trainer.scheduled_rate();
                let center =
                    if scheduled > 0.0 { scheduled } else { run.trainer.learning_rate().get() };
                run.trainer
                    .probe_step(from)
                    .map(|probe| {
                        let outcomes =
                            rates(center, per_decade).map(|rate| probe.at(rate)).collect();
                        let step = run.trainer.step_count();
                        Event::Probed { ticket, run: run.id, step, outcomes }
                    })
                    .map_err(|error| format!("This can't be tried: {error}."))
            }
        };
        self.answer(ticket, answer);
    }

    /// Goes on with another configuration.
    pub(super) fn amend(&mut self, config: RunConfig, now: f64) {
        let Some(run) = &mut self.run else { return self.fail(NO_RUN.to_owned()) };
        if config.dataset != run.trainer.config().dataset {
            return self.fail("A run goes on with its own data only: begin a new one.".to_owned());
        }
        run.stand(now, &mut self.events);
        match run.amend(config) {
            Ok(()) => {
                let configured = run.configured();
                self.events.push(configured);
                run.stand_anew(now, &mut self.events);
            }
            Err(message) => self.fail(format!("The run can't go on like that: {message}.")),
        }
    }

    /// Looks at one example in place of the next batch, or at that again.
    pub(super) fn choose(&mut self, example: Option<ChosenExample>) {
        let train = &run_data(&self.own_data, &self.intake).train;
        let chosen = example.map(|ChosenExample { image, label }| {
            let n_outputs = self.run.as_ref().map(|run| run.trainer.network().spec().n_outputs());
            if n_outputs.is_none_or(|n_outputs| usize::from(label) >= n_outputs.max(2)) {
                return Err(format!("This network has no class {label}."));
            }
            Split::of_image(image.pixels(), label, train).map_err(|error| error.to_string())
        });
        match chosen.transpose() {
            Ok(chosen) => self.chosen = chosen,
            Err(message) => self.fail(message),
        }
    }

    fn answer(&mut self, ticket: Ticket, answer: Result<Event, String>) {
        self.events.push(answer.unwrap_or_else(|message| Event::Refused { ticket, message }));
    }
}

const NO_RUN: &str = "There is no network to look into yet. Set one up first.";
const NOT_HERE: &str =
    "The examples of the next step are still being loaded. Try again in a moment.";

/// What the step view looks at. (Not a method: the run itself is borrowed meanwhile.)
fn learn_from<'a>(chosen: &'a Option<Split>, data: &'a Dataset) -> LearnFrom<'a> {
    chosen.as_ref().map_or(LearnFrom::NextBatch(data), LearnFrom::Example)
}

/// 0, and rates around this one, evenly on a log scale, that one among them.
fn rates(center: f32, per_decade: u32) -> impl Iterator<Item = f32> {
    let (below, above) = (REACH.0 * per_decade, REACH.1 * per_decade);
    let around = (0..=below + above).map(move |i| {
        let decades = (f64::from(i) - f64::from(below)) / f64::from(per_decade);
        if i == below { center } else { center * 10f64.powf(decades) as f32 }
    });
    let allowed = around.filter(|&rate| LearningRate::new(rate).is_ok());
    std::iter::once(0.0).chain(allowed)
}
