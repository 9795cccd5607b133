//! Softmax (CURRICULUM C6).

use super::{Activation, Kind};

/// Shares that sum to 1; computed from z − max z, so that nothing overflows.
pub static SOFTMAX: Activation = Activation {
    key: "softmax",
    name: "Softmax",
    formula: "e^zⱼ / Σₖ e^zₖ",
    slope_formula: "∂aⱼ/∂zₖ = aⱼ · ([j = k] − aₖ)",
    kind: Kind::Softmax,
};

/// aⱼ = e^(zⱼ − max z) / Σₖ e^(zₖ − max z), for one example's row z (out), a (out).
///
/// Taking the maximum away leaves the shares as they are and keeps every exponent
/// at or below 0.
pub fn shares(z: &[f32], a: &mut [f32]) {
    let max = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for (a, &z) in a.iter_mut().zip(z) {
        *a = (z - max).exp();
        sum += *a;
    }
    for a in a {
        *a /= sum;
    }
}

/// δₖ = Σⱼ daⱼ · ∂aⱼ/∂zₖ = aₖ · (daₖ − Σⱼ daⱼ·aⱼ), for one example's rows (out).
///
/// Each share depends on every logit, so the slope is a matrix; multiplied out, its
/// product with da needs one sum.
pub fn pull_back(a: &[f32], da: &[f32], dz: &mut [f32]) {
    let mean: f32 = a.iter().zip(da).map(|(&a, &da)| a * da).sum();
    for ((dz, &a), &da) in dz.iter_mut().zip(a).zip(da) {
        *dz = a * (da - mean);
    }
}
