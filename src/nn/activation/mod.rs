//! Activations: one file each, one line in [`ALL`].

mod identity;
mod relu;
mod sigmoid;
pub mod softmax;
mod step;
mod tanh;

pub use identity::IDENTITY;
pub use relu::RELU;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
pub use step::STEP;
pub use tanh::TANH;

use super::real::Real;
use crate::registry::entry;

/// Every activation, in menu order.
pub static ALL: &[&Activation] = &[&SIGMOID, &TANH, &RELU, &IDENTITY, &SOFTMAX, &STEP];

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
    /// How f′ is found at a place z.
    pub derivation: fn(f64) -> &'static [Derived],
    /// a in PyTorch, given z (batch, out).
    pub pytorch: &'static str,
    /// How it acts on a row of pre-activations.
    pub kind: Kind,
    /// In which layers it may be used.
    pub place: Place,
}

/// One line on the way to f′.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// What f′ is by now, as a line of text: of z, of a = f(z), and of h, a little way to go
    /// from z. Each line of a derivation comes to the same number.
    pub formula: &'static str,
    /// Why.
    pub why: &'static str,
}

/// Where in a network an activation makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In any layer.
    Any,
    /// In the output layer only.
    Output,
    /// In the output layer only, and only with a loss that is differentiated on the
    /// logits: it has no slope that could be followed.
    OutputWithoutSlope,
}

/// How an activation acts on a layer's row of pre-activations.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Each unit for itself; built by [`Kind::elementwise`] from one formula.
    Elementwise(Formulas),
    /// aⱼ = e^zⱼ / Σₖ e^zₖ, over the whole row; for output layers.
    Softmax,
}

/// The formula of an activation that acts on each unit for itself.
pub trait Elementwise {
    /// a = f(z).
    fn value<T: Real>(z: T) -> T;
    /// f′(z), given z and a = f(z): each formula uses whichever is cheaper.
    fn slope<T: Real>(z: T, a: T) -> T;
}

/// A formula, compiled for both precisions.
#[derive(Clone, Copy, Debug)]
pub struct Formulas {
    /// For training.
    pub single: Functions<f32>,
    /// For checking.
    pub double: Functions<f64>,
}

/// A formula over slices of one length, so that a layer costs one indirect call and
/// not one a unit.
#[derive(Clone, Copy, Debug)]
pub struct Functions<T> {
    /// a = f(z): (z, a out).
    pub values: fn(&[T], &mut [T]),
    /// f′: (z, a, f′ out).
    pub slopes: fn(&[T], &[T], &mut [T]),
}

impl Kind {
    /// The kind of a formula.
    pub const fn elementwise<F: Elementwise>() -> Self {
        Self::Elementwise(Formulas {
            single: Functions { values: values::<F, f32>, slopes: slopes::<F, f32> },
            double: Functions { values: values::<F, f64>, slopes: slopes::<F, f64> },
        })
    }
}

fn values<F: Elementwise, T: Real>(z: &[T], a: &mut [T]) {
    for (a, &z) in a.iter_mut().zip(z) {
        *a = F::value(z);
    }
}

fn slopes<F: Elementwise, T: Real>(z: &[T], a: &[T], slope: &mut [T]) {
    for ((slope, &z), &a) in slope.iter_mut().zip(z).zip(a) {
        *slope = F::slope(z, a);
    }
}

impl Activation {
    /// f(z) and f′(z) at one point, for plotting the curve; `None` for softmax, which
    /// has no value for one z alone.
    pub fn at(&self, z: f64) -> Option<(f64, f64)> {
        let Kind::Elementwise(formulas) = &self.kind else { return None };
        let (mut a, mut slope) = ([0.0], [0.0]);
        (formulas.double.values)(&[z], &mut a);
        (formulas.double.slopes)(&[z], &a, &mut slope);
        Some((a[0], slope[0]))
    }

    /// Whether its curve is level for a whole stretch, as a ReLU's is below 0: a unit that is
    /// there for every example is dead. A sigmoid's slope is 0 by rounding alone, where it is
    /// saturated.
    pub fn can_die(&self) -> bool {
        let is_level = |z| self.at(z).is_some_and(|(_, slope)| slope == 0.0);
        // Farther out a double has no digits left to tell the two apart.
        is_level(-10.0) || is_level(10.0)
    }
}

entry!(Activation, "activation");
