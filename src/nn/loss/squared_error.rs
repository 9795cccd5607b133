//! Squared error (CURRICULUM B1; W9: an output of 0.2 that should be 1.0 costs 0.64).

use super::{Formula, Formulas, Loss, On, Real, sum};

/// Σ (a − y)²; the four conventions of the literature are its
/// [`Reduction`](super::Reduction)s.
pub static SQUARED_ERROR: Loss = Loss {
    key: "squared_error",
    name: "Squared error",
    formula: "Σⱼ (aⱼ − yⱼ)²",
    gradient_formula: "2 · (aⱼ − yⱼ)",
    pytorch: "(a - y) ** 2",
    needs_output: None,
    is_log_likelihood: false,
    suits_classes: true,
    on: On::Activations,
    formulas: Formulas::of::<SquaredError>(),
};

struct SquaredError;

impl Formula for SquaredError {
    /// Σⱼ (aⱼ − yⱼ)².
    #[inline(always)]
    fn value<T: Real>(a: &[T], y: &[T]) -> T {
        sum(a, y, |a, y| (a - y) * (a - y))
    }

    /// ∂/∂aⱼ = 2·(aⱼ − yⱼ).
    fn slope<T: Real>(a: T, y: T) -> T {
        T::of(2.0) * (a - y)
    }
}
