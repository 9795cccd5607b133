//! How well a run does on the held-out examples: evaluations under way and done.

use crate::data::Split;
use crate::training::{Evaluation, Metrics, Reading, Trainer};

/// The evaluations of one run.
#[derive(Clone, Debug)]
pub(super) struct HeldOut {
    /// Of the parameters as they are.
    under_way: Option<Evaluation>,
    due: Due,
    latest: Option<Metrics>,
    /// The step whose parameters `latest` belongs to.
    step: Option<u64>,
    /// How each example was read then, if the targets are classes.
    readings: Vec<Reading>,
}

/// Whether an evaluation is wanted while training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    No,
    /// To have something to show.
    ForDisplay,
    /// The schedule asks for it: it is part of the run.
    BySchedule,
}

/// A finished evaluation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evaluated {
    pub metrics: Metrics,
    /// It is part of the run. Stop rules go by these alone: when people pause, and so have
    /// more evaluations made, must change nothing in a run.
    pub is_scheduled: bool,
}

impl Default for HeldOut {
    /// Nothing known: the start is worth an evaluation.
    fn default() -> Self {
        Self {
            under_way: None,
            due: Due::ForDisplay,
            latest: None,
            step: None,
            readings: Vec::new(),
        }
    }
}

impl HeldOut {
    /// Whether the parameters after `step` are to be evaluated now.
    pub fn wants_evaluation(&self, step: u64, is_idle: bool) -> bool {
        self.step != Some(step) && (self.due != Due::No || is_idle)
    }

    /// Goes on by one pass over `test`; the result, if that was the last.
    pub fn advance(&mut self, trainer: &mut Trainer, test: &Split) -> Option<Evaluated> {
        let evaluation = self.under_way.get_or_insert_with(|| Evaluation::new(test));
        trainer.evaluate(evaluation, test);
        let metrics = evaluation.result()?;
        let step = Some(trainer.step_count());
        let is_scheduled = self.due == Due::BySchedule;
        let readings = self.under_way.take().map(Evaluation::into_readings).unwrap_or_default();
        *self = Self { under_way: None, due: Due::No, latest: Some(metrics), step, readings };
        Some(Evaluated { metrics, is_scheduled })
    }

    /// A step was made: what is under way belongs to parameters of the past.
    pub fn parameters_changed(&mut self, is_due: bool) {
        self.under_way = None;
        if is_due {
            self.due = Due::BySchedule;
        }
    }

    /// An evaluation of the parameters as they are is worth showing.
    pub fn want(&mut self) {
        if self.due == Due::No {
            self.due = Due::ForDisplay;
        }
    }

    /// The parameters are others than that step left: they want an evaluation of their own.
    pub fn forget_step(&mut self) {
        self.step = None;
    }

    /// How the latest evaluation's examples were read, and the step it belongs to; none
    /// before the first.
    pub fn readings(&self) -> Option<(u64, &[Reading])> {
        Some((self.step?, &self.readings))
    }

    /// The result of the latest evaluation.
    pub fn latest(&self) -> Option<Metrics> {
        self.latest
    }
}
