//! The perceptron's loss (CURRICULUM A15; F. Rosenblatt, "The perceptron", 1958).

use super::{Formula, Formulas, Loss, On, Real, sum};
use crate::nn::activation::STEP;

/// Σ (a − y)·z with a the step of z: nothing for a right answer, |z| for a wrong one.
///
/// The step itself has no slope, but this has, and going down it is the perceptron's
/// rule: w ← w + η·(y − a)·x.
pub static PERCEPTRON: Loss = Loss {
    key: "perceptron",
    name: "Perceptron",
    formula: "Σⱼ (aⱼ − yⱼ) · zⱼ",
    gradient_formula: "aⱼ − yⱼ",
    pytorch: "(a - y) * z",
    needs_output: Some(&STEP),
    is_log_likelihood: false,
    // Its answers are yes or no: several don't say which is the likeliest.
    suits_classes: false,
    on: On::Logits,
    formulas: Formulas::of::<Perceptron>(),
};

struct Perceptron;

impl Formula for Perceptron {
    /// Σⱼ (aⱼ − yⱼ)·zⱼ with aⱼ = 1 if zⱼ ≥ 0, else 0.
    #[inline(always)]
    fn value<T: Real>(z: &[T], y: &[T]) -> T {
        sum(z, y, |z, y| {
            let a = if z >= T::zero() { T::one() } else { T::zero() };
            (a - y) * z
        })
    }

    /// δ = a − y: 0 for a right answer, else 1 or −1.
    fn slope<T: Real>(a: T, y: T) -> T {
        a - y
    }
}
