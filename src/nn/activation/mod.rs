//! Activations: one file each, one line in [`ALL`].

mod identity;
mod relu;
mod sigmoid;
mod softmax;
mod tanh;

pub use identity::IDENTITY;
pub use relu::RELU;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
pub use tanh::TANH;

use crate::registry::Entry;

/// Every activation, in menu order.
pub static ALL: &[&Activation] = &[&SIGMOID, &TANH, &RELU, &IDENTITY, &SOFTMAX];

/// An activation function a = f(z).
#[derive(Debug)]
pub struct Activation {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// f(z), as a line of text.
    pub formula: &'static str,
    /// f′(z), as a line of text.
    pub slope_formula: &'static str,
    /// How it acts on a row of pre-activations.
    pub kind: Kind,
}

/// How an activation acts on a layer's row of pre-activations.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Each unit for itself.
    Elementwise {
        /// a = f(z).
        value: fn(f32) -> f32,
        /// f′, given (z, a): each formula uses whichever is cheaper.
        slope: fn(f32, f32) -> f32,
    },
    /// aⱼ = e^zⱼ / Σₖ e^zₖ, over the whole row; for output layers.
    Softmax,
}

impl Entry for Activation {
    const KIND: &'static str = "activation";
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
