//! The hyperbolic tangent (CURRICULUM C3).

use super::{Activation, Kind};

/// tanh(z), with slope 1 − a².
pub static TANH: Activation = Activation {
    key: "tanh",
    name: "Tanh",
    formula: "tanh(z)",
    slope_formula: "tanh′ = 1 − a²",
    kind: Kind::Elementwise { value: f32::tanh, slope: |_z, a| 1.0 - a * a },
};
