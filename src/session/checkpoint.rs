//! What a session remembers of a run: the trainer's checkpoint, and behind it the
//! seconds of training so far (f64, little-endian). And when it does so.

use crate::training::{CheckpointError, Trainer};

const SECONDS_LEN: usize = size_of::<f64>();

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

/// The run as bytes.
pub(super) fn write(trainer: &Trainer, train_seconds: f64) -> Vec<u8> {
    let mut bytes = trainer.checkpoint();
    bytes.extend_from_slice(&train_seconds.to_le_bytes());
    bytes
}

/// The run in bytes that [`write`] made.
pub(super) fn read(bytes: &[u8]) -> Result<(Trainer, f64), CheckpointError> {
    let (trainer, seconds) = bytes
        .split_last_chunk::<SECONDS_LEN>()
        .ok_or(CheckpointError::Damaged { what: "it is cut off" })?;
    let trainer = Trainer::restore(trainer)?;
    let seconds = f64::from_le_bytes(*seconds);
    if !seconds.is_finite() || seconds < 0.0 {
        return Err(CheckpointError::Damaged { what: "its duration makes no sense" });
    }
    Ok((trainer, seconds))
}
