//! Categorical cross-entropy on logits (CURRICULUM B4).

use super::{Formula, Formulas, Loss, On, Real, sum};
use crate::nn::activation::SOFTMAX;

/// −Σ y·ln ŷ, computed as log-softmax of the logits so that nothing underflows.
pub static CROSS_ENTROPY: Loss = Loss {
    key: "cross_entropy",
    name: "Cross-entropy",
    formula: "−Σⱼ yⱼ · ln aⱼ",
    gradient_formula: "aⱼ − yⱼ",
    pytorch: "-y * torch.log_softmax(z, dim=1)",
    needs_output: Some(&SOFTMAX),
    is_log_likelihood: true,
    suits_classes: true,
    on: On::Logits,
    formulas: Formulas::of::<CrossEntropy>(),
};

struct CrossEntropy;

impl Formula for CrossEntropy {
    /// −Σⱼ yⱼ · ln aⱼ with ln aⱼ = zⱼ − max z − ln Σₖ e^(zₖ − max z).
    ///
    /// Clipping probabilities would do nothing in f32, where 1 − 1e-15 is 1.
    #[inline(always)]
    fn value<T: Real>(z: &[T], y: &[T]) -> T {
        let max = z.iter().copied().fold(T::neg_infinity(), T::max);
        let log_sum = z.iter().fold(T::zero(), |sum, &z| sum + (z - max).exponential()).ln();
        sum(z, y, |z, y| y * (log_sum - (z - max)))
    }

    /// δ = a − y: softmax and logarithm cancel (for targets that sum to 1).
    fn slope<T: Real>(a: T, y: T) -> T {
        a - y
    }
}
