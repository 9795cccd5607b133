//! Binary cross-entropy on logits (CURRICULUM B3), each output a yes or no of its own.

use super::{Formula, Formulas, Loss, On, Real, sum};
use crate::nn::activation::SIGMOID;

/// −Σ [y·ln ŷ + (1 − y)·ln(1 − ŷ)] with ŷ = σ(z), computed from z so that a confident
/// mistake costs a finite number.
pub static BINARY_CROSS_ENTROPY: Loss = Loss {
    key: "binary_cross_entropy",
    name: "Binary cross-entropy",
    formula: "−Σⱼ [yⱼ · ln aⱼ + (1 − yⱼ) · ln(1 − aⱼ)]",
    gradient_formula: "aⱼ − yⱼ",
    pytorch: "nn.functional.binary_cross_entropy_with_logits(z, y, reduction=\"none\")",
    needs_output: Some(&SIGMOID),
    is_log_likelihood: true,
    suits_classes: true,
    on: On::Logits,
    formulas: Formulas::of::<BinaryCrossEntropy>(),
};

struct BinaryCrossEntropy;

impl Formula for BinaryCrossEntropy {
    /// −ln σ(z) = ln(1 + e⁻ᶻ) and −ln(1 − σ(z)) = z + ln(1 + e⁻ᶻ), so the loss is
    /// (1 − y)·z + ln(1 + e⁻ᶻ); written with max(z, 0) and e^−|z|, no exponent is above 0.
    #[inline(always)]
    fn value<T: Real>(z: &[T], y: &[T]) -> T {
        sum(z, y, |z, y| {
            let above = if z > T::zero() { z } else { T::zero() };
            above - z * y + (-z.abs()).exponential().log_1_plus()
        })
    }

    /// δ = a − y: sigmoid and logarithm cancel.
    fn slope<T: Real>(a: T, y: T) -> T {
        a - y
    }
}
