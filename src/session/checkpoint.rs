//! What a session remembers of a run: the trainer's checkpoint, and behind it what else is
//! on display (all little-endian). And when it does so.
//!
//! ```text
//! trainer's checkpoint | seconds of training (f64) | training loss (f32) | accuracy (f32)
//!                      | whether it can be made again from its start (u8: 0 or 1)
//! ```
//!
//! A figure that there is not (no step has been made, or what is learned has no classes) is
//! written as NaN.

use crate::training::{CheckpointError, Metrics, Trainer};

const TAIL_LEN: usize = size_of::<f64>() + 2 * size_of::<f32>() + 1;

/// Least time between two checkpoints while training, in seconds.
const EVERY: f64 = 2.0;

/// Making checkpoints takes at most one in so many seconds: those of large networks
/// become rarer.
const SHARE: f64 = 20.0;

/// When a run was last saved, and how long that took.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastSaved {
    step: u64,
    at: f64,
    seconds: f64,
}

impl LastSaved {
    /// A run that stands at its start needs no saving.
    pub fn at_start(step: u64) -> Self {
        Self { step, at: 0.0, seconds: 0.0 }
    }

    /// Not saved at all.
    pub fn none() -> Self {
        Self::at_start(u64::MAX)
    }

    /// Saved after `step` in the time between two readings of the clock.
    pub fn of(step: u64, from: f64, to: f64) -> Self {
        Self { step, at: to, seconds: to - from }
    }

    /// Training begins, and with it the time until the next checkpoint.
    pub fn begin(&mut self, now: f64) {
        self.at = now;
    }

    /// Whether it is time for the next one while training.
    pub fn is_due_again(&self, now: f64) -> bool {
        now >= self.at + EVERY.max(SHARE * self.seconds)
    }

    /// The step after which it was saved.
    pub fn step(&self) -> u64 {
        self.step
    }
}

/// A run as it is remembered.
pub(super) struct Saved {
    pub trainer: Trainer,
    pub train_seconds: f64,
    /// The training figures on display.
    pub train: Option<Metrics>,
    /// See [`Saving`].
    pub is_whole: bool,
}

/// A run that is to be remembered.
pub(super) struct Saving<'a> {
    pub trainer: &'a Trainer,
    pub train_seconds: f64,
    /// The training figures on display.
    pub train: Option<Metrics>,
    /// Made again from its start with the settings of now, it is the same.
    pub is_whole: bool,
}

/// The run as bytes.
pub(super) fn write(run: Saving) -> Vec<u8> {
    let loss = run.train.map_or(f32::NAN, |metrics| metrics.loss);
    let accuracy = run.train.and_then(|metrics| metrics.accuracy).unwrap_or(f32::NAN);
    let mut bytes = run.trainer.checkpoint();
    bytes.extend_from_slice(&run.train_seconds.to_le_bytes());
    bytes.extend_from_slice(&loss.to_le_bytes());
    bytes.extend_from_slice(&accuracy.to_le_bytes());
    bytes.push(u8::from(run.is_whole));
    bytes
}

/// The run in bytes that [`write`] made.
pub(super) fn read(bytes: &[u8]) -> Result<Saved, CheckpointError> {
    let (trainer, tail) = bytes
        .split_last_chunk::<TAIL_LEN>()
        .ok_or(CheckpointError::Damaged { what: "it is cut off" })?;
    let trainer = Trainer::restore(trainer)?;
    let [seconds @ .., l0, l1, l2, l3, a0, a1, a2, a3, is_whole] = *tail;
    let train_seconds = f64::from_le_bytes(seconds);
    if !train_seconds.is_finite() || train_seconds < 0.0 {
        return Err(CheckpointError::Damaged { what: "its duration makes no sense" });
    }
    let is_whole = match is_whole {
        0 => false,
        1 => true,
        _ => return Err(CheckpointError::Damaged { what: "it does not end as it should" }),
    };
    let number = |bytes| Some(f32::from_le_bytes(bytes)).filter(|number| !number.is_nan());
    let accuracy = number([a0, a1, a2, a3]);
    let train = number([l0, l1, l2, l3]).map(|loss| Metrics { loss, accuracy });
    Ok(Saved { trainer, train_seconds, train, is_whole })
}
