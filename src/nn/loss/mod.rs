//! Losses: one file each, one line in [`ALL`].

mod cross_entropy;
mod squared_error;

pub use cross_entropy::CROSS_ENTROPY;
pub use squared_error::SQUARED_ERROR;

use super::Activation;
use crate::registry::Entry;

/// Every loss, in menu order.
pub static ALL: &[&Loss] = &[&CROSS_ENTROPY, &SQUARED_ERROR];

/// A loss over one example's outputs; a batch's loss is the mean over its examples.
#[derive(Debug)]
pub struct Loss {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The formula for one example, as a line of text.
    pub formula: &'static str,
    /// The output activation it can't do without, if any.
    pub needs_output: Option<&'static Activation>,
    /// How its value and its derivative are computed.
    pub kind: Kind,
}

/// How a loss is computed and differentiated, for one example's rows, all (out).
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// From the activations; the output layer's own slope comes on top.
    OnActivations {
        /// The loss, given (a, y).
        value: fn(&[f32], &[f32]) -> f32,
        /// ∂loss/∂a, given (a, y, ∂loss/∂a out).
        gradient: fn(&[f32], &[f32], &mut [f32]),
    },
    /// From the pre-activations, together with the output activation that the loss
    /// needs: where the two are differentiated as one, terms that would overflow or
    /// vanish cancel.
    OnLogits {
        /// The loss, given (z, y).
        value: fn(&[f32], &[f32]) -> f32,
        /// δ = ∂loss/∂z, given (a, y, δ out).
        delta: fn(&[f32], &[f32], &mut [f32]),
    },
}

impl Entry for Loss {
    const KIND: &'static str = "loss";
    fn all() -> &'static [&'static Self] {
        ALL
    }
    fn key(&self) -> &'static str {
        self.key
    }
    fn name(&self) -> &'static str {
        self.name
    }
}
