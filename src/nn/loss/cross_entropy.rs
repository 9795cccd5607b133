//! Categorical cross-entropy on logits (CURRICULUM B4).

use super::{Kind, Loss};
use crate::nn::activation::SOFTMAX;

/// −Σ y·ln ŷ, computed as log-softmax of the logits so that nothing underflows.
pub static CROSS_ENTROPY: Loss = Loss {
    key: "cross_entropy",
    name: "Cross-entropy",
    formula: "−Σⱼ yⱼ · ln aⱼ",
    needs_output: Some(&SOFTMAX),
    kind: Kind::OnLogits { value, delta },
};

/// −Σⱼ yⱼ · ln aⱼ with ln aⱼ = zⱼ − max z − ln Σₖ e^(zₖ − max z).
///
/// Clipping probabilities would do nothing in f32, where 1 − 1e-15 is 1.
fn value(z: &[f32], y: &[f32]) -> f32 {
    let max = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = z.iter().map(|&z| (z - max).exp()).sum::<f32>().ln();
    z.iter().zip(y).map(|(&z, &y)| y * (log_sum - (z - max))).sum()
}

/// δ = a − y: softmax and logarithm cancel (for targets that sum to 1).
fn delta(a: &[f32], y: &[f32], dz: &mut [f32]) {
    for ((dz, &a), &y) in dz.iter_mut().zip(a).zip(y) {
        *dz = a - y;
    }
}
