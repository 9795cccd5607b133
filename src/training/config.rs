//! Everything that makes a run what it is: the same configuration gives the same run.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::schedule::Schedule;
use super::stop::StopRules;
use crate::data::augment::{Augmentation, AugmentationError};
use crate::data::scaling::{Scaling, UNIT};
use crate::data::{DatasetSpec, DigitImage, FeatureShape};
use crate::nn::activation::{SIGMOID, SOFTMAX};
use crate::nn::init::SCALED_NORMAL;
use crate::nn::loss::CROSS_ENTROPY;
use crate::nn::optimizer::SGD;
use crate::nn::{
    Clipping, Initializer, LayerSpec, NetworkSpec, OptimizerSpec, Penalty, UpdateError, UpdateSpec,
};
use crate::registry::Choice;

/// A run: network, start weights, optimizer, data, and the seed of all that is random.
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
    /// How its features are scaled.
    #[serde(default = "unscaled")]
    pub scaling: Choice<Scaling>,
    /// How its images are changed, anew in each epoch, while training.
    #[serde(default)]
    pub augmentation: Augmentation,
    /// Whether each epoch goes through the examples in an order of its own; otherwise as
    /// they are in the file.
    #[serde(default = "yes")]
    pub shuffle: bool,
}

fn unscaled() -> Choice<Scaling> {
    Choice::of(&UNIT)
}

fn yes() -> bool {
    true
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
            scaling: unscaled(),
            augmentation: Augmentation::NONE,
            shuffle: true,
        }
    }
}

impl RunConfig {
    /// Checks what no single part can: that network and data set fit, and that the
    /// optimizer's settings are its own.
    pub fn check(&self) -> Result<(), ConfigError> {
        let data = &self.dataset;
        let dataset = || data.name().to_owned();
        let (given, needs) = (self.network.n_inputs(), data.n_inputs());
        if given != needs {
            let each = match data.features() {
                FeatureShape::Image { .. } => "a pixel",
                FeatureShape::Columns(_) => "a column",
            };
            return Err(ConfigError::Inputs { dataset: dataset(), given, needs, each });
        }
        let (given, needs) = (self.network.n_outputs(), data.n_outputs());
        // Of two classes, one output can speak for both: y is 0 or 1.
        let can_be_single = data.n_classes() == Some(2);
        if given != needs && !(can_be_single && given == 1) {
            let fits = match data.n_classes() {
                Some(_) if can_be_single => OutputsThatFit::TwoClasses,
                Some(n) => OutputsThatFit::Classes(n),
                None => OutputsThatFit::Values(needs),
            };
            return Err(ConfigError::Outputs { dataset: dataset(), given, fits });
        }
        const IMAGE: Option<(usize, usize)> = Some((DigitImage::SIDE, DigitImage::SIDE));
        if self.augmentation != Augmentation::NONE && data.image_size() != IMAGE {
            return Err(ConfigError::NoImages { dataset: dataset() });
        }
        self.augmentation.check()?;
        self.schedule.check().map_err(UpdateError::from)?;
        self.stop.check().map_err(UpdateError::from)?;
        Ok(self.rules().check()?)
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

/// Parts of a configuration that don't fit each other; the text says what would.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The input's width isn't an example's number of pixels or columns.
    #[error("{dataset} needs a network with {needs} inputs, one {each}; this one has {given}")]
    Inputs {
        /// Name of the data set.
        dataset: String,
        /// Inputs of the network.
        given: usize,
        /// Features of an example.
        needs: usize,
        /// What a feature is.
        each: &'static str,
    },
    /// The output's width isn't the number of classes or values.
    #[error("{dataset} needs a network with {fits}; this one has {given}")]
    Outputs {
        /// Name of the data set.
        dataset: String,
        /// Outputs of the network.
        given: usize,
        /// What would do.
        fits: OutputsThatFit,
    },
    /// Augmentation of what is no image, or one of another size.
    #[error("augmentation is for images of 28×28 pixels; {dataset} has none: leave it out")]
    NoImages {
        /// Name of the data set.
        dataset: String,
    },
    /// An amount of augmentation is out of its range.
    #[error(transparent)]
    Augmentation(#[from] AugmentationError),
    /// Penalty, clipping or optimizer has a setting that isn't allowed.
    #[error(transparent)]
    Update(#[from] UpdateError),
}

/// The outputs that a data set asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputsThatFit {
    /// One for each of so many classes.
    Classes(usize),
    /// One for each class, or a single one.
    TwoClasses,
    /// One for each of so many numbers.
    Values(usize),
}

impl fmt::Display for OutputsThatFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Classes(n) => write!(f, "{n} outputs, one a class"),
            Self::TwoClasses => f.write_str("2 outputs, one a class, or a single one"),
            Self::Values(1) => f.write_str("1 output, for the target value"),
            Self::Values(n) => write!(f, "{n} outputs, one a target value"),
        }
    }
}

/// A setting out of its range; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not a number, zero, negative, or beyond the range.
    #[error("the learning rate is a number from {min} to {max}; {given} is not", min = LearningRate::MIN, max = LearningRate::MAX)]
    LearningRate {
        /// What was given.
        given: f32,
    },
    /// Zero.
    #[error("the batch size is at least 1")]
    BatchSize,
}

/// η, finite and within [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct LearningRate(f32);

impl LearningRate {
    /// Smallest rate.
    pub const MIN: f32 = 1e-6;
    /// Largest rate: far beyond what diverges.
    pub const MAX: f32 = 100.0;

    /// Checks a rate.
    pub fn new(rate: f32) -> Result<Self, ValueError> {
        // NaN fails both comparisons.
        if (Self::MIN..=Self::MAX).contains(&rate) {
            Ok(Self(rate))
        } else {
            Err(ValueError::LearningRate { given: rate })
        }
    }

    /// The number.
    pub fn get(self) -> f32 {
        self.0
    }
}

impl TryFrom<f32> for LearningRate {
    type Error = ValueError;
    fn try_from(rate: f32) -> Result<Self, ValueError> {
        Self::new(rate)
    }
}

impl From<LearningRate> for f32 {
    fn from(rate: LearningRate) -> f32 {
        rate.0
    }
}

/// Examples an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BatchSize {
    /// This many; an epoch's last batch may be smaller.
    Examples(NonZeroU32),
    /// The whole data set: batch gradient descent (CURRICULUM A2).
    All,
}

impl BatchSize {
    /// A number of examples, at least 1.
    pub fn examples(n: u32) -> Result<Self, ValueError> {
        NonZeroU32::new(n).map(Self::Examples).ok_or(ValueError::BatchSize)
    }

    /// The number for a data set of `n_examples`, never more than that.
    pub fn resolve(self, n_examples: usize) -> usize {
        match self {
            Self::Examples(n) => (n.get() as usize).min(n_examples),
            Self::All => n_examples,
        }
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Examples(n) => write!(f, "{n}"),
            Self::All => f.write_str("all"),
        }
    }
}

/// The seed of everything random in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(pub u64);
