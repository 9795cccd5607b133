//! Adam (Kingma & Ba, 2015; CURRICULUM D1).

use super::{Hyperparameter, Optimizer};

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
};
