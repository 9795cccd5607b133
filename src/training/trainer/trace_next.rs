//! The trace of the next update: made by the trainer's own steps, on a copy.

use super::probe::{LearnFrom, NextStep};
use super::{Trainer, Update, update};
use crate::nn::{LayerTrace, StepTrace};

impl Trainer {
    /// Every number of the update that comes next, which is not made: the very steps of
    /// [`advance`](Self::advance), on a copy. `None` if its examples are not here yet.
    ///
    /// Where the loss is no finite number, no update would be made, and the trace's new
    /// parameters are the old ones.
    pub fn trace_next<'a>(&'a self, from: impl Into<LearnFrom<'a>>) -> Option<StepTrace> {
        let next = NextStep::of(self, from.into())?;
        let mut after = self.learner.clone();
        let (score, first_pass) = next.learn(&mut after);
        let gradients = after.gradients().to_vec();
        let clipped = match update(&mut after, score, next.learning_rate) {
            Update::Made(clipped) => clipped,
            Update::Refused => None,
        };
        let score_after = next.score(&after);

        let spec = &self.config.network;
        let examples = &next.batch[..first_pass.len()];
        let layers = gradients.iter().enumerate().map(|(layer_idx, gradient)| {
            LayerTrace::record(layer_idx, &self.learner, gradient, &after, &first_pass)
        });
        Some(StepTrace {
            network: spec.clone(),
            rules: self.learner.rules().clone(),
            learning_rate: next.learning_rate,
            step: self.step_count(),
            t: self.learner.state().t + 1,
            epoch: self.order.epoch(),
            batch_len: next.batch.len(),
            examples: examples.to_vec(),
            inputs: first_pass.inputs(),
            labels: first_pass.classes().collect(),
            targets: first_pass.targets().to_owned(),
            layers: layers.collect(),
            example_weights: first_pass.weights().to_owned(),
            example_losses: first_pass.losses().to_owned(),
            loss: score.reduced_loss(spec) as f32,
            penalty: self.learner.penalty() as f32,
            clipped,
            loss_after: score_after.reduced_loss(spec) as f32,
            penalty_after: after.penalty() as f32,
        })
    }
}
