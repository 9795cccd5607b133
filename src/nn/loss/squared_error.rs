//! Squared error (CURRICULUM B1; W9: an output of 0.2 that should be 1.0 costs 0.64).

use super::{Kind, Loss};

/// Σ (a − y)²: summed over the outputs, then averaged over the examples.
pub static SQUARED_ERROR: Loss = Loss {
    key: "squared_error",
    name: "Squared error",
    formula: "Σⱼ (aⱼ − yⱼ)²",
    needs_output: None,
    kind: Kind::OnActivations { value, gradient },
};

/// Σⱼ (aⱼ − yⱼ)².
fn value(a: &[f32], y: &[f32]) -> f32 {
    a.iter().zip(y).map(|(&a, &y)| (a - y) * (a - y)).sum()
}

/// ∂/∂aⱼ = 2·(aⱼ − yⱼ).
fn gradient(a: &[f32], y: &[f32], da: &mut [f32]) {
    for ((da, &a), &y) in da.iter_mut().zip(a).zip(y) {
        *da = 2.0 * (a - y);
    }
}
