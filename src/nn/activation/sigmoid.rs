//! The logistic sigmoid (CURRICULUM C1).

use super::{Activation, Kind};

/// σ(z) = 1/(1 + e⁻ᶻ); its slope a(1 − a) is at most 0.25.
pub static SIGMOID: Activation = Activation {
    key: "sigmoid",
    name: "Sigmoid",
    formula: "σ(z) = 1 / (1 + e⁻ᶻ)",
    slope_formula: "σ′ = a · (1 − a)",
    kind: Kind::Elementwise { value: |z| 1.0 / (1.0 + (-z).exp()), slope: |_z, a| a * (1.0 - a) },
};
