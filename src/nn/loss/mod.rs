//! Losses: one file each, one line in [`ALL`]; and how the losses of a batch's
//! examples become one number ([`Reduction`]).

mod absolute_error;
mod binary_cross_entropy;
mod cross_entropy;
mod perceptron;
mod reduction;
mod squared_error;

pub use absolute_error::ABSOLUTE_ERROR;
pub use binary_cross_entropy::BINARY_CROSS_ENTROPY;
pub use cross_entropy::CROSS_ENTROPY;
pub use perceptron::PERCEPTRON;
pub use reduction::Reduction;
pub use squared_error::SQUARED_ERROR;

use super::Activation;
use super::real::Real;
use crate::registry::entry;

/// Every loss, in menu order.
pub static ALL: &[&Loss] =
    &[&CROSS_ENTROPY, &BINARY_CROSS_ENTROPY, &SQUARED_ERROR, &ABSOLUTE_ERROR, &PERCEPTRON];

/// A loss over one example's outputs, before the [`Reduction`].
#[derive(Debug)]
pub struct Loss {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The formula for one example, as a line of text.
    pub formula: &'static str,
    /// The derivative, as a line of text: ∂/∂aⱼ, or ∂/∂zⱼ for a loss on logits.
    pub gradient_formula: &'static str,
    /// Its term for each example and output in PyTorch, given z, a and y, all (batch, out).
    pub pytorch: &'static str,
    /// The output activation it can't do without, if any.
    pub needs_output: Option<&'static Activation>,
    /// It is the negative log-likelihood of the targets, so that to lower it is to
    /// raise their likelihood (CURRICULUM A13).
    pub is_log_likelihood: bool,
    /// Whether several classes, one-hot, are learned well by it: menus for digits offer
    /// only such losses.
    pub suits_classes: bool,
    /// Where it is differentiated.
    pub on: On,
    /// Value and derivative.
    pub formulas: Formulas,
}

/// Where a loss is computed and differentiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// On the activations; the output layer's own slope comes on top.
    Activations,
    /// On the pre-activations, together with the output activation that the loss
    /// needs: where the two are differentiated as one, terms that would overflow or
    /// vanish cancel.
    Logits,
}

/// The formula of a loss.
pub trait Formula {
    /// The loss of one example, given its rows (a, y), or (z, y) for a loss on logits, both
    /// (out).
    fn value<T: Real>(of: &[T], y: &[T]) -> T;
    /// Of one output, given (a, y): ∂loss/∂a or, for a loss on logits, δ = ∂loss/∂z.
    fn slope<T: Real>(a: T, y: T) -> T;
}

/// A formula, compiled for both precisions.
#[derive(Clone, Copy, Debug)]
pub struct Formulas {
    /// For training.
    pub single: Functions<f32>,
    /// For checking.
    pub double: Functions<f64>,
}

/// A [`Formula`] over all examples of a pass, their rows one after another (rows · out), so
/// that they cost one indirect call and not one each.
#[derive(Clone, Copy, Debug)]
pub struct Functions<T> {
    /// The losses: (a or z, y, loss out (rows)).
    pub values: fn(&[T], &[T], &mut [T]),
    /// The derivatives: (a, y, ∂loss/∂a or δ out).
    pub slopes: fn(&[T], &[T], &mut [T]),
}

impl Formulas {
    /// Both precisions of a formula.
    pub const fn of<F: Formula>() -> Self {
        Self {
            single: Functions { values: values::<F, f32>, slopes: slopes::<F, f32> },
            double: Functions { values: values::<F, f64>, slopes: slopes::<F, f64> },
        }
    }
}

fn values<F: Formula, T: Real>(of: &[T], y: &[T], losses: &mut [T]) {
    let width = of.len() / losses.len().max(1);
    if width == 1 {
        // Rows of a known length: the compiler takes several examples at a time.
        let rows = of.as_chunks::<1>().0.iter().zip(y.as_chunks::<1>().0);
        losses.iter_mut().zip(rows).for_each(|(loss, (of, y))| *loss = F::value(of, y));
    } else {
        let rows = of.chunks_exact(width).zip(y.chunks_exact(width));
        losses.iter_mut().zip(rows).for_each(|(loss, (of, y))| *loss = F::value(of, y));
    }
}

fn slopes<F: Formula, T: Real>(a: &[T], y: &[T], out: &mut [T]) {
    for ((out, &a), &y) in out.iter_mut().zip(a).zip(y) {
        *out = F::slope(a, y);
    }
}

/// What sums over outputs are made of: one term an output, added up.
fn sum<T: Real>(a: &[T], y: &[T], term: impl Fn(T, T) -> T) -> T {
    a.iter().zip(y).fold(T::zero(), |sum, (&a, &y)| sum + term(a, y))
}

impl Loss {
    /// The loss of one output, given a, or z for a loss on logits, and y: for plotting the
    /// curve.
    pub fn at(&self, of: f64, y: f64) -> f64 {
        let mut loss = [0.0];
        (self.formulas.double.values)(&[of], &[y], &mut loss);
        loss[0]
    }
}

entry!(Loss, "loss");
