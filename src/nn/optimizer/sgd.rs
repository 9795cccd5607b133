//! Stochastic gradient descent (CURRICULUM D1).

use super::{Optimizer, TensorUpdate};

/// w ← w − η·g.
pub static SGD: Optimizer = Optimizer {
    key: "sgd",
    name: "SGD",
    formula: "w ← w − η·g",
    suggested_learning_rate: 0.3,
    hyperparameters: &[],
    slots: &[],
    update,
};

fn update(step: TensorUpdate<'_>) {
    let lr = step.learning_rate;
    for (w, &g) in step.parameters.iter_mut().zip(step.gradient) {
        *w -= lr * g;
    }
}
