//! A run as files for people to keep, and for other programs.

use serde::{Deserialize, Serialize};

use super::{RunConfig, Trainer, pytorch, weights};
use crate::data::Dataset;

/// What is to be kept of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// The weights as they are, `.safetensors`, with the configuration in the metadata.
    Weights,
    /// All that PyTorch needs to go on with it, `.zip`: see [`pytorch::bundle`].
    PyTorch,
    /// The configuration, `.json`.
    Config,
}

/// A file, by name and content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// Such as `descent-784-16-16-10-step-1200.safetensors`.
    pub name: String,
    /// What is in it.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

impl Export {
    /// All that can be kept.
    pub const ALL: [Self; 3] = [Self::Weights, Self::PyTorch, Self::Config];

    /// The file. `data` are what the run learns from.
    pub fn of(self, trainer: &Trainer, data: &Dataset) -> ExportedFile {
        let config = RunConfig {
            learning_rate: trainer.learning_rate(),
            batch_size: trainer.batch_size(),
            ..trainer.config().clone()
        };
        let network = format!("descent-{}", config.network.widths());
        let stem = format!("{network}-step-{}", trainer.step_count());
        match self {
            Self::Weights => ExportedFile {
                name: format!("{stem}.safetensors"),
                bytes: weights::to_bytes(trainer.network(), &config)
                    .expect("the network is the run's"),
            },
            Self::PyTorch => ExportedFile {
                name: format!("{stem}-pytorch.zip"),
                bytes: pytorch::bundle(trainer, data, &format!("{stem}-pytorch")),
            },
            Self::Config => ExportedFile {
                name: format!("{network}.json"),
                bytes: config.to_json().into_bytes(),
            },
        }
    }
}
