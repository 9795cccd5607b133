//! Squared error (CURRICULUM B1; W9: an output of 0.2 that should be 1.0 costs 0.64).

use super::Loss;

/// Σ (a − y)²: summed over the outputs, then averaged over the examples.
pub static SQUARED_ERROR: Loss = Loss {
    key: "squared_error",
    name: "Squared error",
    formula: "Σⱼ (aⱼ − yⱼ)²",
    needs_output: None,
};
