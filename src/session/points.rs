//! Points in the plane: what the run makes of them, and others in their place.

use super::look::NO_RUN;
use super::{Session, run_data};
use crate::data::Points;
use crate::nn::Parameter;
use crate::protocol::Seen;
use crate::training::RunConfig;

const NOT_HERE: &str = "The examples of the next step are still being loaded.";
/// Most parameters of a network whose next update is traced while it trains.
const SMALL: usize = 1_000;
/// Most values of a sweep.
const MOST_VALUES: usize = 400;

impl Session {
    /// Other points to learn from; the run goes on.
    pub(super) fn set_points(&mut self, points: Points, now: f64) {
        let Some(run) = &mut self.run else { return self.fail(NO_RUN.to_owned()) };
        let config = run.config_now();
        if config.dataset.points().is_none() {
            return self.fail("This run learns from no points: begin a new one.".to_owned());
        }
        let data = points.data();
        match run.set_data(RunConfig { dataset: points.into(), ..config }) {
            Ok(()) => {
                self.events.push(run.configured());
                self.chosen = None;
                run.changed_by_hand(now, &mut self.events);
                self.own_data = Some(data);
            }
            Err(message) => self.fail(format!("The run can't go on with these: {message}.")),
        }
    }

    pub(super) fn plane(&self, side: usize, hidden: bool) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let train = &run_data(&self.own_data, &self.intake).train;
        let map = run.trainer.plane_map(side, hidden, train);
        map.map(Seen::Plane).ok_or_else(|| "This run's examples are no points.".to_owned())
    }

    pub(super) fn losses(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let train = &run_data(&self.own_data, &self.intake).train;
        if train.n_features() != run.trainer.network().spec().n_inputs() {
            return Err("The data are still on their way.".to_owned());
        }
        Ok(Seen::Losses(run.trainer.example_losses(train)))
    }

    pub(super) fn next_step(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let data = run_data(&self.own_data, &self.intake);
        if run.trainer.network().spec().n_parameters() > SMALL {
            return Err("This network is too large for that: step through its update.".to_owned());
        }
        let trace = run.trainer.trace_next(data);
        trace.map(|trace| Seen::NextStep(Box::new(trace))).ok_or_else(|| NOT_HERE.to_owned())
    }

    pub(super) fn sweep(
        &self,
        parameter: Parameter,
        range: (f32, f32),
        n: usize,
    ) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let train = &run_data(&self.own_data, &self.intake).train;
        let is_range = range.0.is_finite() && range.1.is_finite() && range.0 < range.1;
        if !is_range || train.n_features() != run.trainer.network().spec().n_inputs() {
            return Err("A sweep goes from one number to a larger one.".to_owned());
        }
        let sweep = run.trainer.sweep(parameter, range, n.min(MOST_VALUES), train);
        sweep.map(Seen::Sweep).ok_or_else(|| {
            "There is no such parameter, or too many examples to try so many values.".to_owned()
        })
    }
}
