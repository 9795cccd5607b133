//! Activations: one file each, one line in [`ALL`].

mod identity;
mod relu;
mod sigmoid;
pub mod softmax;
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
    /// Each unit for itself; built by [`Kind::elementwise`] from one formula.
    Elementwise {
        /// a = f(z).
        value: fn(f32) -> f32,
        /// f′, given (z, a): each formula uses whichever is cheaper.
        slope: fn(f32, f32) -> f32,
        /// `value` over slices of one length: (z, a out).
        values: fn(&[f32], &mut [f32]),
        /// `slope` over slices of one length: (z, a, f′ out).
        slopes: fn(&[f32], &[f32], &mut [f32]),
    },
    /// aⱼ = e^zⱼ / Σₖ e^zₖ, over the whole row; for output layers.
    Softmax,
}

/// The formula of an activation that acts on each unit for itself.
pub trait Elementwise {
    /// a = f(z).
    fn value(z: f32) -> f32;
    /// f′(z), given z and a = f(z).
    fn slope(z: f32, a: f32) -> f32;
}

impl Kind {
    /// The kind of a formula. The loops over slices are compiled for the formula,
    /// so that a layer costs one indirect call and not one a unit.
    pub const fn elementwise<F: Elementwise>() -> Self {
        Self::Elementwise {
            value: F::value,
            slope: F::slope,
            values: values::<F>,
            slopes: slopes::<F>,
        }
    }
}

fn values<F: Elementwise>(z: &[f32], a: &mut [f32]) {
    for (a, &z) in a.iter_mut().zip(z) {
        *a = F::value(z);
    }
}

fn slopes<F: Elementwise>(z: &[f32], a: &[f32], slope: &mut [f32]) {
    for ((slope, &z), &a) in slope.iter_mut().zip(z).zip(a) {
        *slope = F::slope(z, a);
    }
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
