//! The hyperbolic tangent (CURRICULUM C3).

use super::{Activation, Elementwise, Kind};

/// tanh(z), with slope 1 − a².
pub static TANH: Activation = Activation {
    key: "tanh",
    name: "Tanh",
    formula: "tanh(z)",
    slope_formula: "tanh′ = 1 − a²",
    kind: Kind::elementwise::<Tanh>(),
};

struct Tanh;

impl Elementwise for Tanh {
    fn value(z: f32) -> f32 {
        z.tanh()
    }

    fn slope(_z: f32, a: f32) -> f32 {
        1.0 - a * a
    }
}
