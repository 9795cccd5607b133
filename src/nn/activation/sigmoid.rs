//! The logistic sigmoid (CURRICULUM C1).

use super::{Activation, Elementwise, Kind};

/// σ(z) = 1/(1 + e⁻ᶻ); its slope a(1 − a) is at most 0.25.
pub static SIGMOID: Activation = Activation {
    key: "sigmoid",
    name: "Sigmoid",
    formula: "σ(z) = 1 / (1 + e⁻ᶻ)",
    slope_formula: "σ′ = a · (1 − a)",
    kind: Kind::elementwise::<Sigmoid>(),
};

struct Sigmoid;

impl Elementwise for Sigmoid {
    fn value(z: f32) -> f32 {
        1.0 / (1.0 + (-z).exp())
    }

    fn slope(_z: f32, a: f32) -> f32 {
        a * (1.0 - a)
    }
}
