//! A run as bytes, to go on from later, bit for bit.
//!
//! ```text
//! magic     8 bytes  "DESCENT\n"
//! version   u32
//! header    u32 length, then the postcard form of `Header`
//! numbers   f32 each: w and b of each layer, then per layer the optimizer's slots
//!           for w and for b, without the b of layers that have none; how many follows
//!           from the header
//! checksum  u32, CRC-32 of all before
//! ```
//!
//! All integers and floats are little-endian. Nothing is allocated on the word of a
//! length field: what the header asks for is compared with the bytes that are there.

use ndarray::{Array1, Array2, Array3};
use serde::{Deserialize, Serialize};

use super::config::{BatchSize, ConfigError, LearningRate, RunConfig};
use super::crc32::crc32;
use super::stop::StopWatch;
use super::trainer::{Place, Trainer};
use crate::nn::optimizer::LayerState;
use crate::nn::{DenseLayer, Learner, Network, NetworkSpec, OptimizerState};

const MAGIC: &[u8; 8] = b"DESCENT\n";

/// Raise it when [`Header`], or a type in it, changes its form.
const VERSION: u32 = 4;

const CHECKSUM_LEN: usize = 4;

/// All of a run but its big arrays.
#[derive(Serialize, Deserialize)]
struct Header {
    config: RunConfig,
    learning_rate: LearningRate,
    batch_size: BatchSize,
    step: u64,
    epoch: u32,
    /// Examples seen in this epoch.
    position: u64,
    /// Updates made with the optimizer's present state.
    t: u64,
    watch: StopWatch,
}

/// Bytes that are no checkpoint that can be gone on from; the text says why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// Something else altogether.
    #[error("this is not a saved run of Descent")]
    Foreign,
    /// Of another version of Descent.
    #[error(
        "this run was saved by another version (format {found}; this one reads {VERSION}): open it with that version, or start anew"
    )]
    Version {
        /// The version it says it has.
        found: u32,
    },
    /// Cut off or altered.
    #[error("the saved run is damaged ({what}): take an older one, or start anew")]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// Its configuration does not hold together.
    #[error("the saved run can't be taken up: {0}")]
    Config(#[from] ConfigError),
}

/// Most numbers that an optimizer remembers of each parameter.
const MAX_SLOTS: usize = 2;

/// Longest header: no more than the configuration as a file, and a few numbers.
const MAX_HEADER: usize = 1 << 20;

impl Trainer {
    /// Largest checkpoint there can be.
    pub const MAX_CHECKPOINT_BYTES: usize =
        MAX_HEADER + 4 * NetworkSpec::MAX_PARAMETERS * (1 + MAX_SLOTS);

    /// The run as it stands after its latest update, as bytes. Of a batch under way,
    /// what has been done is left out: it will be done again.
    pub fn checkpoint(&self) -> Vec<u8> {
        let (epoch, position) = self.position();
        let header = Header {
            config: self.config().clone(),
            learning_rate: self.learning_rate(),
            batch_size: self.batch_size(),
            step: self.step_count(),
            epoch,
            position: position as u64,
            t: self.optimizer_state().t,
            watch: *self.stop_watch(),
        };
        let header = postcard::to_allocvec(&header).expect("plain data always has a form");
        let n_numbers = n_numbers(&self.config().network, self.optimizer_state().n_slots());

        let mut bytes =
            Vec::with_capacity(MAGIC.len() + 8 + header.len() + 4 * n_numbers + CHECKSUM_LEN);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(header.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&header);
        let mut put = |number: &f32| bytes.extend_from_slice(&number.to_le_bytes());
        let specs = self.config().network.layers();
        for (DenseLayer { weights, bias }, spec) in self.network().layers().iter().zip(specs) {
            weights.iter().chain(bias.iter().filter(|_| spec.bias)).for_each(&mut put);
        }
        for (LayerState { weights, bias }, spec) in self.optimizer_state().layers.iter().zip(specs)
        {
            weights.iter().chain(bias.iter().filter(|_| spec.bias)).for_each(&mut put);
        }
        let checksum = crc32(&bytes);
        bytes.extend_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Takes up a run where [`checkpoint`](Self::checkpoint) left it: from here on it
    /// does bit for bit what the saved one would have done.
    ///
    /// # Errors
    /// If the bytes are foreign, of another version, cut off, altered, or describe a
    /// run that can't be.
    pub fn restore(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(CheckpointError::Foreign)?;
        let found = take_u32(&mut rest)?;
        if found != VERSION {
            return Err(CheckpointError::Version { found });
        }
        let (mut rest, checksum) = rest
            .split_last_chunk::<CHECKSUM_LEN>()
            .ok_or(CheckpointError::Damaged { what: "it is cut off" })?;
        if crc32(&bytes[..bytes.len() - CHECKSUM_LEN]) != u32::from_le_bytes(*checksum) {
            return Err(CheckpointError::Damaged { what: "its checksum is wrong" });
        }

        let header_len = take_u32(&mut rest)? as usize;
        let (header, numbers) = rest
            .split_at_checked(header_len)
            .ok_or(CheckpointError::Damaged { what: "its description is cut off" })?;
        let header: Header = match postcard::take_from_bytes(header) {
            Ok((header, [])) => header,
            _ => return Err(CheckpointError::Damaged { what: "its description can't be read" }),
        };
        header.config.check()?;
        if header.position >= header.config.n_train() as u64 {
            return Err(CheckpointError::Damaged { what: "its place in the epoch is beyond it" });
        }

        let n_slots = header.config.optimizer.rule.slots.len();
        let (numbers, odd) = numbers.as_chunks::<4>();
        if !odd.is_empty() || numbers.len() != n_numbers(&header.config.network, n_slots) {
            return Err(CheckpointError::Damaged { what: "its numbers are not all there" });
        }
        Ok(header.take_up(n_slots, numbers))
    }
}

impl Header {
    /// The run, given exactly as many numbers as it needs.
    fn take_up(self, n_slots: usize, numbers: &[[u8; 4]]) -> Trainer {
        const COUNTED: &str = "as many numbers as the shape needs";
        let mut numbers = numbers.iter().map(|&bytes| f32::from_le_bytes(bytes));
        let mut take = |n: usize| -> Vec<f32> { numbers.by_ref().take(n).collect() };

        let spec = &self.config.network;
        let layers = spec
            .shapes()
            .zip(spec.layers())
            .map(|((fan_in, fan_out), layer)| DenseLayer {
                weights: Array2::from_shape_vec((fan_out, fan_in), take(fan_out * fan_in))
                    .expect(COUNTED),
                bias: if layer.bias {
                    Array1::from_vec(take(fan_out))
                } else {
                    Array1::zeros(fan_out)
                },
            })
            .collect();
        let state = spec
            .shapes()
            .zip(spec.layers())
            .map(|((fan_in, fan_out), layer)| LayerState {
                weights: Array3::from_shape_vec(
                    (n_slots, fan_out, fan_in),
                    take(n_slots * fan_out * fan_in),
                )
                .expect(COUNTED),
                bias: if layer.bias {
                    Array2::from_shape_vec((n_slots, fan_out), take(n_slots * fan_out))
                        .expect(COUNTED)
                } else {
                    Array2::zeros((n_slots, fan_out))
                },
            })
            .collect();
        let network = Network::from_layers(spec.clone(), layers).expect(COUNTED);
        let state = OptimizerState { t: self.t, layers: state };
        let learner = Learner::resumed(network, self.config.rules(), state);

        let place = Place {
            step: self.step,
            epoch: self.epoch,
            position: self.position as usize,
            watch: self.watch,
        };
        let mut trainer = Trainer::at(self.config, learner, place);
        trainer.set_learning_rate(self.learning_rate);
        trainer.set_batch_size(self.batch_size);
        trainer
    }
}

/// Parameters and as many values for each slot.
fn n_numbers(network: &NetworkSpec, n_slots: usize) -> usize {
    network.n_parameters() * (1 + n_slots)
}

fn take_u32(bytes: &mut &[u8]) -> Result<u32, CheckpointError> {
    let (number, rest) =
        bytes.split_first_chunk().ok_or(CheckpointError::Damaged { what: "it is cut off" })?;
    *bytes = rest;
    Ok(u32::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Optimizer;
    use crate::registry::Entry;

    #[test]
    fn the_largest_checkpoint_has_room_for_every_optimizer() {
        for rule in Optimizer::all() {
            assert!(rule.slots.len() <= MAX_SLOTS, "{}", rule.name);
        }
    }
}
