//! A run's weights as a `.safetensors` file that says which run they are from: the
//! [network's file](crate::nn::weights_file) with the configuration, as
//! [JSON](super::config_file), in the metadata entry `config`.

use super::RunConfig;
use super::config_file::ConfigFileError;
use crate::nn::Network;
use crate::nn::weights_file::{self, WeightsError};

/// The metadata entry with the run's configuration.
const CONFIG_KEY: &str = "config";

/// Bytes that hold no weights, or whose configuration is not theirs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SavedWeightsError {
    /// No network that can be run.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The configuration can't be read.
    #[error("the file's configuration (metadata entry \"{CONFIG_KEY}\") can't be read: {0}")]
    Config(#[from] ConfigFileError),
    /// A configuration of another network.
    #[error(
        "the file's configuration (metadata entry \"{CONFIG_KEY}\") is of another network than its weights: take one that was not altered"
    )]
    OtherNetwork,
}

/// The weights of a run as a file: the same run gives the same bytes.
///
/// # Errors
/// [`SavedWeightsError::OtherNetwork`], if the network is not the configuration's.
pub fn to_bytes(network: &Network, config: &RunConfig) -> Result<Vec<u8>, SavedWeightsError> {
    if *network.spec() != config.network {
        return Err(SavedWeightsError::OtherNetwork);
    }
    Ok(weights_file::to_bytes_with(network, &[(CONFIG_KEY, &config.to_json())]))
}

/// The network in a file, and the configuration of the run that it is from, if the file
/// says so.
///
/// # Errors
/// If the file holds no network that can be run, or a configuration that is not its.
pub fn from_bytes(bytes: &[u8]) -> Result<(Network, Option<RunConfig>), SavedWeightsError> {
    let (network, metadata) = weights_file::from_bytes_with(bytes)?;
    let config = match metadata.get(CONFIG_KEY) {
        Some(text) => Some(RunConfig::from_json(text)?),
        None => None,
    };
    if config.as_ref().is_some_and(|config| config.network != *network.spec()) {
        return Err(SavedWeightsError::OtherNetwork);
    }
    Ok((network, config))
}
