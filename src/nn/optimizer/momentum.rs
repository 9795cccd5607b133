//! Momentum (CURRICULUM D1), in PyTorch's form: v ← μ·v + g, w ← w − η·v.

use super::{Hyperparameter, Optimizer, TensorUpdate};
use crate::nn::subnormal::flush;

/// A ball that keeps its velocity.
pub static MOMENTUM: Optimizer = Optimizer {
    key: "momentum",
    name: "Momentum",
    formula: "v ← μ·v + g;  w ← w − η·v",
    suggested_learning_rate: 0.03,
    hyperparameters: &[Hyperparameter { name: "μ", default: 0.9, range: (0.0, 0.999) }],
    slots: &["velocity"],
    update,
};

fn update(step: TensorUpdate<'_>) {
    let &[mu] = step.hyperparameters else { unreachable!("checked by OptimizerSpec::check") };
    let lr = step.learning_rate;
    for ((w, v), &g) in step.parameters.iter_mut().zip(step.state).zip(step.gradient) {
        *v = flush(mu * *v + g);
        *w -= lr * *v;
    }
}
