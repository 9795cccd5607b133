//! The batch that comes next, as pictures with what the network makes of each.

use super::look::{NO_CLASSES, NO_RUN};
use super::{Session, run_data};
use crate::data::DigitImage;
use crate::protocol::Seen;
use crate::protocol::look::MOST_EXAMPLES;
use crate::protocol::seen::{Batch, Shown};

impl Session {
    /// The next batch; it is not made.
    pub(super) fn next_batch(&self, n: usize) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let data = run_data(&self.own_data, &self.intake);
        let next = run.trainer.read_next(data, n.min(MOST_EXAMPLES)).ok_or(NOT_HERE)?;
        let n_classes = run.trainer.config().dataset.n_classes().ok_or(NO_CLASSES)?;
        let shown = next.examples.iter().enumerate().map(|(at, &example_idx)| {
            let image = DigitImage::from_pixels(next.pictures.get(at)?.clone())?;
            let label = *data.train.labels().get(example_idx as usize)?;
            let reading = next.readings.get(at).copied();
            let known = usize::from(label) < n_classes;
            known.then_some(Shown { example_idx, label, image, reading, score: next.losses[at] })
        });
        let examples: Vec<Shown> = shown.collect::<Option<_>>().ok_or(NO_PICTURES)?;
        let (epoch, position) = run.trainer.position();
        Ok(Seen::Batch(Batch {
            step: run.trainer.step_count(),
            epoch,
            position: position as u32,
            n_epoch: run.trainer.config().n_train() as u32,
            len: next.len as u32,
            n_measured: next.n_measured as u32,
            loss: next.loss,
            examples,
        }))
    }
}

const NOT_HERE: &str =
    "The examples of the next batch are still being loaded. Try again in a moment.";
const NO_PICTURES: &str = "The examples of this run are no pictures of 28 by 28 pixels.";
