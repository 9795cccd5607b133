//! How well a network does on a whole split, worked out in slices.

use super::feed::Feed;
use super::history::Metrics;
use super::readings::Reading;
use crate::data::Split;
use crate::nn::{Mode, Network, Score, Workspace, classify, forward};

/// An evaluation under way. The network must stay the same until it is finished.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    n_all: usize,
    score: Score,
    readings: Vec<Reading>,
}

impl Evaluation {
    /// An evaluation of all examples of `split` that are here now.
    pub fn new(split: &Split) -> Self {
        Self { n_all: split.len(), ..Self::default() }
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
            self.readings.extend(readings(network, workspace));
        }
    }

    /// Loss and accuracy, once all examples are done; never for none.
    pub fn result(&self) -> Option<Metrics> {
        let is_finished = self.n_all > 0 && self.score.n_examples == self.n_all;
        is_finished.then(|| Metrics { loss: self.score.loss(), accuracy: self.score.accuracy() })
    }

    /// How each example was read that has a class, in their order; so far.
    pub fn into_readings(self) -> Vec<Reading> {
        self.readings
    }

    /// Examples done, and all.
    pub fn progress(&self) -> (usize, usize) {
        (self.score.n_examples, self.n_all)
    }
}

/// How the examples of a forward pass are read, if they have classes.
pub(super) fn readings(network: &Network, workspace: &Workspace) -> Vec<Reading> {
    let layers = network.spec().layers();
    let activation = &layers[layers.len() - 1].activation;
    let (z, a) = (workspace.logits(), workspace.outputs());
    let read = |row: usize| {
        let (z, a) = (z.row(row), a.row(row));
        let (z, a) = (z.to_slice().expect(WHOLE_ROWS), a.to_slice().expect(WHOLE_ROWS));
        let class = classify(activation, z, a);
        let confidence = match (class, a) {
            (None, _) => 0.0,
            (Some(0), [single]) => 1.0 - single,
            (Some(_), [single]) => *single,
            (Some(class), _) => a[class],
        };
        Reading { class: class.map(|class| class as u8), confidence }
    };
    (0..workspace.classes().count()).map(read).collect()
}

const WHOLE_ROWS: &str = "outputs are row-major and sliced by whole rows";
