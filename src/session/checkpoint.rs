//! What a session remembers of a run: the trainer's checkpoint, and behind it the
//! seconds of training so far (f64, little-endian).

use crate::training::{CheckpointError, Trainer};

const SECONDS_LEN: usize = size_of::<f64>();

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
