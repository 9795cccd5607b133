//! Absolute error (CURRICULUM B2).

use super::{Formula, Formulas, Loss, On, Real, sum};

/// Σ |a − y|; its mean is the mean absolute error, MAE.
pub static ABSOLUTE_ERROR: Loss = Loss {
    key: "absolute_error",
    name: "Absolute error",
    formula: "Σⱼ |aⱼ − yⱼ|",
    gradient_formula: "1 if aⱼ > yⱼ, −1 if aⱼ < yⱼ, else 0",
    pytorch: "(a - y).abs()",
    needs_output: None,
    is_log_likelihood: false,
    // Of one-hot targets most are 0, and it is the median that it learns: all 0.
    suits_classes: false,
    on: On::Activations,
    formulas: Formulas::of::<AbsoluteError>(),
};

struct AbsoluteError;

impl Formula for AbsoluteError {
    /// Σⱼ |aⱼ − yⱼ|.
    #[inline(always)]
    fn value<T: Real>(a: &[T], y: &[T]) -> T {
        sum(a, y, |a, y| (a - y).abs())
    }

    /// ∂/∂aⱼ = the sign of aⱼ − yⱼ; at the tip, where there is no derivative, 0, as
    /// PyTorch has it.
    fn slope<T: Real>(a: T, y: T) -> T {
        (a - y).sign()
    }
}
