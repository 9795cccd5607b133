//! Everything that makes a run what it is: the same configuration gives the same run.

mod check;
mod value;

pub use check::{ConfigError, DataError, OutputsThatFit};
pub use value::{BatchSize, LearningRate, Seed, ValueError};

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::schedule::Schedule;
use super::stop::StopRules;
use crate::data::DatasetSpec;
use crate::data::augment::Augmentation;
use crate::data::scaling::{Scaling, UNIT};
use crate::nn::activation::{SIGMOID, SOFTMAX};
use crate::nn::init::SCALED_NORMAL;
use crate::nn::loss::CROSS_ENTROPY;
use crate::nn::optimizer::SGD;
use crate::nn::{
    Clipping, Initializer, LayerSpec, NetworkSpec, OptimizerSpec, Penalty, UpdateSpec,
};
use crate::registry::Choice;

/// A run: network, start weights, optimizer, data, and the seed of all that is random.
///
/// In files it has [a form of its own](super::config_file); what is derived here is for
/// messages and saved runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunConfig {
    /// Layers and loss.
    pub network: NetworkSpec,
    /// Distribution of the start weights.
    pub initializer: Choice<Initializer>,
    /// Update rule.
    pub optimizer: OptimizerSpec,
    /// What large weights cost besides the loss.
    pub penalty: Penalty,
    /// What is done to a gradient that is too large.
    pub clipping: Clipping,
    /// η at the start; it may be changed while training.
    pub learning_rate: LearningRate,
    /// How η changes by itself.
    pub schedule: Schedule,
    /// Examples an update; it may be changed while training.
    pub batch_size: BatchSize,
    /// Drives start weights and the order of the examples.
    pub seed: Seed,
    /// When it stops by itself.
    pub stop: StopRules,
    /// What is trained on.
    pub dataset: DatasetSpec,
    /// How much the examples of each class count in loss and gradient, for data of which
    /// some classes are rare: one number a class, or none at all if all count the same.
    /// Only while training; what is held out is measured as it is.
    pub class_weights: Vec<f32>,
    /// How its features are scaled.
    pub scaling: Choice<Scaling>,
    /// How its images are changed, anew in each epoch, while training.
    pub augmentation: Augmentation,
    /// Whether each epoch goes through the examples in an order of its own; otherwise as
    /// they are in the file.
    pub shuffle: bool,
    /// Only the first so many training examples are trained on: what little data does
    /// (CURRICULUM G). All of them, if none; or if there are no more.
    pub train_on: Option<NonZeroU32>,
}

impl Default for RunConfig {
    /// The lesson's network: 784-16-16-10, sigmoid, SGD (CURRICULUM F1).
    fn default() -> Self {
        let hidden = LayerSpec::new(16, Choice::of(&SIGMOID));
        let output = LayerSpec::new(10, Choice::of(&SOFTMAX));
        let network =
            NetworkSpec::new(784, vec![hidden, hidden, output], Choice::of(&CROSS_ENTROPY))
                .expect("the lesson's network is valid");
        Self {
            network,
            initializer: Choice::of(&SCALED_NORMAL),
            optimizer: OptimizerSpec::defaults(Choice::of(&SGD)),
            penalty: Penalty::default(),
            clipping: Clipping::default(),
            learning_rate: LearningRate::new(0.5).expect("in range"),
            schedule: Schedule::default(),
            batch_size: BatchSize::examples(32).expect("not zero"),
            seed: Seed(1),
            stop: StopRules::default(),
            dataset: Choice::of(&crate::data::source::MNIST).into(),
            class_weights: Vec::new(),
            scaling: Choice::of(&UNIT),
            augmentation: Augmentation::NONE,
            shuffle: true,
            train_on: None,
        }
    }
}

impl RunConfig {
    /// Largest class weight.
    pub const MAX_CLASS_WEIGHT: f32 = 1_000.0;

    /// Examples that are trained on: an epoch.
    pub fn n_train(&self) -> usize {
        let all = self.dataset.n_train();
        self.train_on.map_or(all, |n| all.min(n.get() as usize))
    }

    /// How gradients become updates.
    pub fn rules(&self) -> UpdateSpec {
        UpdateSpec {
            penalty: self.penalty,
            clipping: self.clipping,
            optimizer: self.optimizer.clone(),
        }
    }
}
