//! The examples of the next update, each by itself: how it is read and what it costs, before
//! they become one number (CURRICULUM E5, F5).

use super::Trainer;
use super::probe::{LearnFrom, NextStep};
use crate::data::Dataset;
use crate::nn::Mode;
use crate::training::evaluation::readings;
use crate::training::readings::Reading;

/// The next batch. The update is not made.
#[derive(Clone, Debug, PartialEq)]
pub struct NextBatch {
    /// Examples of the batch.
    pub len: usize,
    /// The first examples of the batch: their indices in the training set.
    pub examples: Vec<u32>,
    /// Their gray values as the network gets to see them, augmented if the run augments, row
    /// by row; empty of examples that are no images.
    pub pictures: Vec<Vec<u8>>,
    /// How each of them is read, with dropout if there is any; empty without classes.
    pub readings: Vec<Reading>,
    /// The loss of each of them.
    pub losses: Vec<f32>,
    /// Examples that were measured: all, but of a batch that is very large.
    pub n_measured: usize,
    /// The mean of their losses.
    pub loss: f32,
}

impl Trainer {
    /// Most examples of a batch that are measured at once.
    const MEASURED: usize = 4096;

    /// The batch that comes next, with the reading and the loss of its first `n` examples.
    /// `None` if its examples are not here yet.
    pub fn read_next(&self, data: &Dataset, n: usize) -> Option<NextBatch> {
        let mut next = NextStep::of(self, LearnFrom::NextBatch(data))?;
        let len = next.batch.len();
        next.batch = &next.batch[..len.min(Self::MEASURED)];
        let shown = &next.batch[..len.min(n).min(Self::MEASURED)];
        let (mut read, mut losses) = (Vec::new(), Vec::new());
        let mut workspace = next.workspace();
        let score = next.sum_over_passes(&mut workspace, |workspace, mode: Mode| {
            let score = self.learner.score(workspace, mode);
            if losses.len() < shown.len() {
                read.extend(readings(self.network(), workspace));
                losses.extend(workspace.losses().iter().copied());
            }
            score
        });
        read.truncate(shown.len());
        losses.truncate(shown.len());
        let is_image = !data.train.pixels().is_empty();
        let pictured = shown.iter().filter(|_| is_image);
        let pictures =
            pictured.map(|&example| next.feed.picture(&data.train, example as usize)).collect();
        Some(NextBatch {
            len,
            examples: shown.to_vec(),
            pictures,
            readings: read,
            losses,
            n_measured: score.n_examples,
            loss: score.loss(),
        })
    }
}
