//! How well a run does on the held-out examples: evaluations under way and done.

use crate::data::Split;
use crate::training::{Evaluation, Metrics, Trainer};

/// The evaluations of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldOut {
    /// Of the parameters as they are.
    under_way: Option<Evaluation>,
    /// The schedule asks for one.
    is_due: bool,
    latest: Option<Metrics>,
    /// The step whose parameters `latest` belongs to.
    step: Option<u64>,
}

impl Default for HeldOut {
    /// Nothing known: the start is worth an evaluation.
    fn default() -> Self {
        Self { under_way: None, is_due: true, latest: None, step: None }
    }
}

impl HeldOut {
    /// Whether the parameters after `step` are to be evaluated now.
    pub fn wants_evaluation(&self, step: u64, is_idle: bool) -> bool {
        self.step != Some(step) && (self.is_due || is_idle)
    }

    /// Goes on by one pass over `test`; the result, if that was the last.
    pub fn advance(&mut self, trainer: &mut Trainer, test: &Split) -> Option<Metrics> {
        let evaluation = self.under_way.get_or_insert_with(|| Evaluation::new(test));
        trainer.evaluate(evaluation, test);
        let metrics = evaluation.result()?;
        let step = Some(trainer.step_count());
        *self = Self { under_way: None, is_due: false, latest: Some(metrics), step };
        Some(metrics)
    }

    /// A step was made: what is under way belongs to parameters of the past.
    pub fn parameters_changed(&mut self, is_due: bool) {
        self.under_way = None;
        self.is_due |= is_due;
    }

    /// The result of the latest evaluation.
    pub fn latest(&self) -> Option<Metrics> {
        self.latest
    }
}
