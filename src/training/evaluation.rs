//! How well a network does on a whole split, worked out in slices.

use super::feed::Feed;
use super::history::Metrics;
use crate::data::Split;
use crate::nn::{Mode, Network, Score, Workspace, forward};

/// An evaluation under way. The network must stay the same until it is finished.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evaluation {
    n_all: usize,
    score: Score,
}

impl Evaluation {
    /// An evaluation of all examples of `split` that are here now.
    pub fn new(split: &Split) -> Self {
        Self { n_all: split.len(), score: Score::default() }
    }

    /// Goes on with as many examples as the workspace takes.
    pub(super) fn advance(
        &mut self,
        network: &Network,
        workspace: &mut Workspace,
        feed: Feed,
        split: &Split,
    ) {
        let from = self.score.n_examples;
        let to = (from + workspace.capacity()).min(self.n_all);
        if from < to {
            feed.load(workspace, split, from..to);
            forward::forward(network, workspace, Mode::Evaluate);
            self.score = self.score.plus(forward::measure(network, workspace));
        }
    }

    /// Loss and accuracy, once all examples are done; never for none.
    pub fn result(&self) -> Option<Metrics> {
        let is_finished = self.n_all > 0 && self.score.n_examples == self.n_all;
        is_finished.then(|| Metrics { loss: self.score.loss(), accuracy: self.score.accuracy() })
    }

    /// Examples done, and all.
    pub fn progress(&self) -> (usize, usize) {
        (self.score.n_examples, self.n_all)
    }
}
