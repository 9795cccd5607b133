//! Whether the parts of a run's configuration fit each other, and the data.

use std::fmt;

use super::RunConfig;
use crate::data::augment::{Augmentation, AugmentationError};
use crate::data::{Dataset, DigitImage, FeatureShape, Targets};
use crate::nn::activation::SOFTMAX;
use crate::nn::loss::{BINARY_CROSS_ENTROPY, CROSS_ENTROPY, PERCEPTRON, SQUARED_ERROR};
use crate::nn::{SettingError, UpdateError};
use crate::registry::Choice;

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
        let output = self.network.layers()[self.network.layers().len() - 1];
        if output.width == 1 && output.activation == Choice::of(&SOFTMAX) {
            return Err(ConfigError::SingleOutput {
                activation: SOFTMAX.name,
                instead: BINARY_CROSS_ENTROPY.name,
            });
        }
        let loss = self.network.loss();
        if loss == Choice::of(&CROSS_ENTROPY) && data.n_classes().is_none() {
            return Err(ConfigError::NeedsClasses {
                loss: loss.name,
                dataset: dataset(),
                instead: SQUARED_ERROR.name,
            });
        }
        let (given, needs) = (self.class_weights.len(), data.n_classes().unwrap_or(0));
        if given > 0 && given != needs {
            return Err(ConfigError::ClassWeights { dataset: dataset(), given, needs });
        }
        for &weight in &self.class_weights {
            SettingError::check("class_weights", weight, 0.0, Self::MAX_CLASS_WEIGHT)
                .map_err(UpdateError::from)?;
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

    /// Checks what only the data themselves can show: that they are those of the
    /// configuration, and that their targets are such as the loss is made for.
    ///
    /// Of data that are still arriving, what is here is checked.
    pub fn check_data(&self, data: &Dataset) -> Result<(), DataError> {
        let spec = &self.dataset;
        let width = match data.train.targets() {
            Targets::Labels(_) => None,
            Targets::Values { width, .. } => Some(*width),
        };
        let expected = spec.n_classes().is_none().then(|| spec.n_outputs());
        let is_same = data.train.expected() == spec.n_train()
            && data.train.n_features() == spec.n_inputs()
            && width == expected;
        if !is_same {
            return Err(DataError::Other { dataset: spec.name().to_owned() });
        }
        let loss = self.network.loss();
        let allowed: fn(f32) -> bool = match loss.key {
            key if key == BINARY_CROSS_ENTROPY.key => |y| (0.0..=1.0).contains(&y),
            key if key == PERCEPTRON.key => |y| y == 0.0 || y == 1.0,
            _ => return Ok(()),
        };
        for (name, split) in [("training", &data.train), ("held-out", &data.test)] {
            let Targets::Values { width, values } = split.targets() else { continue };
            if let Some(at) = values.iter().position(|&y| !allowed(y)) {
                return Err(DataError::Target {
                    loss: loss.name,
                    needs: if loss == Choice::of(&PERCEPTRON) { "0 or 1" } else { "from 0 to 1" },
                    split: name,
                    example: at / width + 1,
                    target: at % width + 1,
                    given: values[at],
                });
            }
        }
        Ok(())
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
    /// Another number of class weights than of classes.
    #[error("{given} class weights; {dataset} has {needs} classes: give one each, or none")]
    ClassWeights {
        /// Name of the data set.
        dataset: String,
        /// Weights.
        given: usize,
        /// Classes.
        needs: usize,
    },
    /// Augmentation of what is no image, or one of another size.
    #[error("augmentation is for images of 28×28 pixels; {dataset} has none: leave it out")]
    NoImages {
        /// Name of the data set.
        dataset: String,
    },
    /// One output whose activation makes all outputs add up to 1.
    #[error(
        "{activation} over a single output is always 1, so that nothing can be learned: take two outputs or another activation, with {instead} as the loss"
    )]
    SingleOutput {
        /// Name of the activation.
        activation: &'static str,
        /// Name of a loss for one output.
        instead: &'static str,
    },
    /// A loss for classes, where numbers are to be learned.
    #[error(
        "{loss} needs classes, but the targets of {dataset} are values: take {instead}, or read the targets as classes"
    )]
    NeedsClasses {
        /// Name of the loss.
        loss: &'static str,
        /// Name of the data set.
        dataset: String,
        /// Name of a loss for values.
        instead: &'static str,
    },
    /// An amount of augmentation is out of its range.
    #[error(transparent)]
    Augmentation(#[from] AugmentationError),
    /// Penalty, clipping or optimizer has a setting that isn't allowed.
    #[error(transparent)]
    Update(#[from] UpdateError),
}

impl ConfigError {
    /// The field of the configuration that it is about, unless the text names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Inputs { .. } => Some("network.n_inputs"),
            Self::Outputs { .. } | Self::SingleOutput { .. } => Some("network.layers"),
            Self::NeedsClasses { .. } => Some("network.loss"),
            Self::ClassWeights { .. } => Some("class_weights"),
            Self::NoImages { .. } => Some("augmentation"),
            Self::Update(UpdateError::Optimizer(_)) => Some("optimizer"),
            Self::Update(UpdateError::Setting(_)) | Self::Augmentation(_) => None,
        }
    }
}

/// Data that a configuration can't be run on; the text says what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// Another data set than the configuration's.
    #[error(
        "these are not the data of \"{dataset}\": number of examples, features or targets differ"
    )]
    Other {
        /// Name of the configured data set.
        dataset: String,
    },
    /// A target that the loss is not made for.
    #[error(
        "{loss} needs targets {needs}; {split} example {example}, target value {target}, is {given}: take another loss, or scale the targets"
    )]
    Target {
        /// Name of the loss.
        loss: &'static str,
        /// What targets may be.
        needs: &'static str,
        /// Which examples.
        split: &'static str,
        /// Which one, counted from 1.
        example: usize,
        /// Which of its targets, counted from 1.
        target: usize,
        /// What it has.
        given: f32,
    },
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
