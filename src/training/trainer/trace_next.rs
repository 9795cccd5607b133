//! The trace of the next update: made by the trainer's own steps, on a copy.

use super::{Feed, Trainer, is_here, pass, update};
use crate::data::Dataset;
use crate::nn::{LayerTrace, Score, StepTrace, Target, Workspace};

impl Trainer {
    /// Every number of the update that comes next, which is not made: the very steps of
    /// [`advance`](Self::advance), on a copy. `None` if its examples are not here yet.
    ///
    /// Where the loss is no finite number, no update would be made, and the trace's new
    /// parameters are the old ones.
    pub fn trace_next(&self, data: &Dataset) -> Option<StepTrace> {
        let (batch, learning_rate) = match self.under_way {
            Some(step) => (self.order.examples(self.position, step.batch_len), step.learning_rate),
            None => (self.next_batch(), self.learning_rate),
        };
        if !is_here(batch, data) {
            return None;
        }
        let feed = Feed::training(&self.config, self.order.epoch());
        let mut after = self.learner.clone();
        let mut workspace = Workspace::new(&self.config.network, batch.len());

        let mut score =
            pass(&mut after, &mut workspace, feed, &data.train, batch, Score::default());
        let first_pass = workspace.clone();
        while score.n_examples < batch.len() {
            score = pass(&mut after, &mut workspace, feed, &data.train, batch, score);
        }
        update(&mut after, score, learning_rate);

        let mut score_after = Score::default();
        for examples in batch.chunks(workspace.capacity()) {
            feed.load(
                &mut workspace,
                &data.train,
                examples.iter().map(|&example| example as usize),
            );
            score_after = score_after.plus(after.score(&mut workspace));
        }

        let examples = &batch[..first_pass.len()];
        let layers = (0..self.config.network.layers().len())
            .map(|layer_idx| LayerTrace::record(layer_idx, &self.learner, &after, &first_pass))
            .collect();
        Some(StepTrace {
            network: self.config.network.clone(),
            optimizer: self.config.optimizer.clone(),
            learning_rate: learning_rate.get(),
            step: self.step_count(),
            epoch: self.order.epoch(),
            batch_len: batch.len(),
            examples: examples.to_vec(),
            inputs: first_pass.inputs().to_owned(),
            labels: examples
                .iter()
                .filter_map(|&example| match data.train.target(example as usize) {
                    Target::Class(label) => Some(label),
                    Target::Values(_) => None,
                })
                .collect(),
            targets: first_pass.targets().to_owned(),
            layers,
            example_losses: first_pass.losses().to_owned(),
            loss: score.loss(),
            loss_after: score_after.loss(),
        })
    }
}
