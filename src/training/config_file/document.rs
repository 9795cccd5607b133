//! The fields of a configuration file, each of which may be missing.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::VERSION;
use crate::data::DatasetSpec;
use crate::data::augment::Augmentation;
use crate::data::scaling::Scaling;
use crate::nn::optimizer::{Named, OptimizerError};
use crate::nn::spec::Unchecked;
use crate::nn::{Clipping, Initializer, NetworkSpec, OptimizerSpec, Penalty, SpecError};
use crate::registry::Choice;
use crate::training::{BatchSize, LearningRate, RunConfig, Schedule, Seed, StopRules};

/// A configuration file. What is left out is as in [`RunConfig::default`], the lesson's
/// run, but for the learning rate: it is the one that
/// [suits the optimizer](crate::nn::Optimizer::suggested_learning_rate). The network can't
/// be left out of a file.
///
/// These defaults can't be changed without a new version: files and links that are about
/// would mean something else.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::training) struct Document {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<Unchecked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initializer: Option<Choice<Initializer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    optimizer: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning_rate: Option<LearningRate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<Schedule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_size: Option<BatchSize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    penalty: Option<Penalty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clipping: Option<Clipping>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<StopRules>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset: Option<DatasetSpec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class_weights: Option<Vec<f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Choice<Scaling>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    augmentation: Option<Augmentation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shuffle: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    train_on: Option<NonZeroU32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<Seed>,
}

/// A part that was read, but can't be.
#[derive(Debug, thiserror::Error)]
pub(in crate::training) enum DocumentError {
    #[error("this field is missing; needed is {}", super::allowed("network").expect("it is listed"))]
    NoNetwork,
    #[error(transparent)]
    Network(#[from] SpecError),
    #[error(transparent)]
    Optimizer(#[from] OptimizerError),
}

impl DocumentError {
    /// The field that it is about.
    pub fn field(&self) -> String {
        match self {
            Self::NoNetwork => "network".to_owned(),
            Self::Network(error) => format!("network.{}", error.field()),
            Self::Optimizer(error) => format!("optimizer.{}", error.field()),
        }
    }
}

impl Document {
    /// With every field.
    pub fn complete(config: &RunConfig) -> Self {
        let config = config.clone();
        Self {
            version: Some(VERSION),
            network: Some(config.network.into()),
            initializer: Some(config.initializer),
            optimizer: Some(config.optimizer.into()),
            learning_rate: Some(config.learning_rate),
            schedule: Some(config.schedule),
            batch_size: Some(config.batch_size),
            penalty: Some(config.penalty),
            clipping: Some(config.clipping),
            stop: Some(config.stop),
            dataset: Some(config.dataset),
            class_weights: Some(config.class_weights),
            scaling: Some(config.scaling),
            augmentation: Some(config.augmentation),
            shuffle: Some(config.shuffle),
            train_on: config.train_on,
            seed: Some(config.seed),
        }
    }

    /// With the fields only that are not at their defaults, and without a version.
    pub fn brief(config: &RunConfig) -> Self {
        fn unless<T>(field: Option<T>, is_default: bool) -> Option<T> {
            field.filter(|_| !is_default)
        }
        let all = Self::complete(config);
        let usual = RunConfig::default();
        Self {
            version: None,
            network: unless(all.network, config.network == usual.network),
            initializer: unless(all.initializer, config.initializer == usual.initializer),
            optimizer: unless(all.optimizer, config.optimizer == usual.optimizer),
            learning_rate: unless(
                all.learning_rate,
                config.learning_rate == usual_rate(&config.optimizer),
            ),
            schedule: unless(all.schedule, config.schedule == usual.schedule),
            batch_size: unless(all.batch_size, config.batch_size == usual.batch_size),
            penalty: unless(all.penalty, config.penalty == usual.penalty),
            clipping: unless(all.clipping, config.clipping == usual.clipping),
            stop: unless(all.stop, config.stop == usual.stop),
            dataset: unless(all.dataset, config.dataset == usual.dataset),
            class_weights: unless(all.class_weights, config.class_weights == usual.class_weights),
            scaling: unless(all.scaling, config.scaling == usual.scaling),
            augmentation: unless(all.augmentation, config.augmentation == usual.augmentation),
            shuffle: unless(all.shuffle, config.shuffle == usual.shuffle),
            train_on: all.train_on,
            seed: unless(all.seed, config.seed == usual.seed),
        }
    }

    /// The lesson's network, if there is none.
    pub fn or_usual_network(mut self) -> Self {
        self.network.get_or_insert_with(|| RunConfig::default().network.into());
        self
    }

    /// The configuration, with defaults for what is missing.
    pub fn into_config(self) -> Result<RunConfig, DocumentError> {
        let network = self.network.ok_or(DocumentError::NoNetwork)?;
        let usual = RunConfig::default();
        let optimizer = match self.optimizer {
            Some(optimizer) => OptimizerSpec::try_from(optimizer)?,
            None => usual.optimizer,
        };
        Ok(RunConfig {
            network: NetworkSpec::try_from(network)?,
            initializer: self.initializer.unwrap_or(usual.initializer),
            learning_rate: self.learning_rate.unwrap_or_else(|| usual_rate(&optimizer)),
            optimizer,
            penalty: self.penalty.unwrap_or(usual.penalty),
            clipping: self.clipping.unwrap_or(usual.clipping),
            schedule: self.schedule.unwrap_or(usual.schedule),
            batch_size: self.batch_size.unwrap_or(usual.batch_size),
            seed: self.seed.unwrap_or(usual.seed),
            stop: self.stop.unwrap_or(usual.stop),
            dataset: self.dataset.unwrap_or(usual.dataset),
            class_weights: self.class_weights.unwrap_or(usual.class_weights),
            scaling: self.scaling.unwrap_or(usual.scaling),
            augmentation: self.augmentation.unwrap_or(usual.augmentation),
            shuffle: self.shuffle.unwrap_or(usual.shuffle),
            train_on: self.train_on,
        })
    }
}

/// The rate that suits an optimizer.
fn usual_rate(optimizer: &OptimizerSpec) -> LearningRate {
    LearningRate::new(optimizer.rule.suggested_learning_rate).expect("every rule's is in range")
}
