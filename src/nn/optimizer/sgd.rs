//! Stochastic gradient descent (CURRICULUM D1).

use super::Optimizer;

/// w ← w − η·g.
pub static SGD: Optimizer = Optimizer {
    key: "sgd",
    name: "SGD",
    formula: "w ← w − η·g",
    suggested_learning_rate: 0.1,
    hyperparameters: &[],
    slots: &[],
};
