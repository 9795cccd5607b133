//! Adam (Kingma & Ba, 2015; CURRICULUM D1).

use super::{Hyperparameter, Optimizer, TensorUpdate};
use crate::nn::subnormal::flush;

/// Momentum and a rate per parameter, both bias-corrected.
pub static ADAM: Optimizer = Optimizer {
    key: "adam",
    name: "Adam",
    formula: "w ← w − η · m̂ / (√v̂ + ε)",
    suggested_learning_rate: 0.001,
    hyperparameters: &[
        Hyperparameter { name: "β₁", default: 0.9, range: (0.0, 0.9999) },
        Hyperparameter { name: "β₂", default: 0.999, range: (0.0, 0.99999) },
        Hyperparameter { name: "ε", default: 1e-8, range: (1e-12, 1.0) },
    ],
    slots: &["m", "v"],
    update,
};

/// m ← β₁·m + (1 − β₁)·g        m̂ = m / (1 − β₁ᵗ)
/// v ← β₂·v + (1 − β₂)·g²       v̂ = v / (1 − β₂ᵗ)
/// w ← w − η·m̂ / (√v̂ + ε)
///
/// m and v start at 0 and are too small at first; the hats make up for that.
fn update(step: TensorUpdate<'_>) {
    let &[beta1, beta2, epsilon] = step.hyperparameters else {
        unreachable!("checked by OptimizerSpec::check")
    };
    // In f64: 1 − 0.999ᵗ in f32 would lose digits.
    let t = step.t as f64;
    let correction1 = 1.0 - libm::pow(f64::from(beta1), t);
    let correction2 = 1.0 - libm::pow(f64::from(beta2), t);
    let rate = (f64::from(step.learning_rate) / correction1) as f32;
    let root2 = correction2.sqrt() as f32;

    let (m, v) = step.state.split_at_mut(step.parameters.len());
    for (((w, m), v), &g) in step.parameters.iter_mut().zip(m).zip(v).zip(step.gradient) {
        *m = flush(beta1 * *m + (1.0 - beta1) * g);
        *v = flush(beta2 * *v + (1.0 - beta2) * g * g);
        *w -= rate * *m / (v.sqrt() / root2 + epsilon);
    }
}
