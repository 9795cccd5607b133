//! Momentum (CURRICULUM D1), in PyTorch's form: v ← μ·v + g, w ← w − η·v.

use super::{Hyperparameter, Optimizer};

/// A ball that keeps its velocity.
pub static MOMENTUM: Optimizer = Optimizer {
    key: "momentum",
    name: "Momentum",
    formula: "v ← μ·v + g;  w ← w − η·v",
    suggested_learning_rate: 0.03,
    hyperparameters: &[Hyperparameter { name: "μ", default: 0.9, range: (0.0, 0.999) }],
    slots: &["velocity"],
};
