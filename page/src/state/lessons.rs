//! Runs that learn from our handwriting, and the way back from them.

use leptos::prelude::*;

use super::collection::Collection;
use super::{Kept, Made, Pretrained, State};
use descent::data::{DatasetSpec, handwriting};
use descent::nn::NetworkSpec;
use descent::protocol::{Command, Reader};
use descent::training::{BatchSize, LearningRate, RunConfig, Schedule, StopRules};

/// Examples an update: a class has dozens of drawings, and an epoch should be more than
/// one update.
const BATCH: u32 = 16;

/// η with which the shipped network goes on: small, as it reads nearly all already, and
/// long steps would first lose what it knows.
const FINE_RATE: f32 = 0.05;

/// The run that was there before one on our handwriting.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// Its configuration.
    pub config: RunConfig,
    /// The run itself, if it had made a step.
    kept: Option<Kept>,
    /// The network that ours started from, if it was the shipped one.
    shipped: Option<NetworkSpec>,
}

/// Whether a run learns from our handwriting.
pub fn is_ours(config: &RunConfig) -> bool {
    config.dataset.source().is_none() && config.dataset.name() == handwriting::NAME
}

impl Collection {
    /// What a run on our handwriting starts from: the shipped network, if it is a run of
    /// that kind and its layers are still the same.
    pub(super) fn start_of(&self, config: &RunConfig) -> Option<Reader> {
        let shipped = self.before.with_untracked(|before| before.as_ref()?.shipped.clone());
        (shipped.as_ref() == Some(&config.network)).then_some(Reader::Pretrained)
    }
}

impl State {
    /// Begins a run on our handwriting, paused: from the shipped network, or from start
    /// weights of its own.
    pub fn learn_handwriting(&self, from_shipped: bool) {
        let now = self.current_config();
        let shipped = match self.pretrained.get_untracked() {
            Pretrained::Ready(network) if from_shipped => Some(network),
            _ if from_shipped => return,
            _ => None,
        };
        let before = self.collection.before.get_untracked().filter(|_| is_ours(&now));
        let before = Before {
            shipped: shipped.clone(),
            ..before.unwrap_or_else(|| Before {
                config: now.clone(),
                kept: self.keep(),
                shipped: None,
            })
        };
        let usual = RunConfig::default();
        let fits = (now.network.n_inputs(), now.network.n_outputs())
            == (usual.network.n_inputs(), usual.network.n_outputs());
        let base = if from_shipped || !fits { RunConfig { seed: now.seed, ..usual } } else { now };
        let config = RunConfig {
            // Both are in range.
            batch_size: BatchSize::examples(BATCH).unwrap_or(base.batch_size),
            learning_rate: match &shipped {
                Some(_) => LearningRate::new(FINE_RATE).unwrap_or(base.learning_rate),
                None => base.learning_rate,
            },
            schedule: Schedule::default(),
            stop: StopRules::default(),
            class_weights: Vec::new(),
            train_on: None,
            ..base
        };
        let start = shipped.is_some().then_some(Reader::Pretrained);
        self.collection.before.set(Some(before));
        let text = match start {
            Some(_) => "The shipped network goes on with our handwriting. Press Train.",
            None => "A new network for our handwriting alone, at its start. Press Train.",
        };
        self.begin_by(Some(text), |run| Command::LearnHandwriting { run, config, start });
        self.made.set(Made::Changed);
    }

    /// Whether the engine has what this run learned from: drawings may have come or gone
    /// since it began.
    pub(super) fn has_data_of(&self, dataset: &DatasetSpec) -> bool {
        let is_ours = dataset.source().is_none() && dataset.name() == handwriting::NAME;
        !is_ours || dataset.n_train() == untrack(|| self.collection.counts().0)
    }

    /// The configuration of the run that was there before. Tracked.
    pub fn before_handwriting(&self) -> RunConfig {
        let before = self.collection.before;
        before
            .with(|before| before.as_ref().map(|before| before.config.clone()))
            .unwrap_or_default()
    }

    /// Back to the run that was there before, as it was.
    pub fn leave_handwriting(&self) {
        let config = untrack(|| self.before_handwriting());
        match self.collection.before.get_untracked().and_then(|before| before.kept) {
            Some(kept) => self.undo(kept),
            None => self.begin(config, None),
        }
        self.collection.before.set(None);
    }
}
