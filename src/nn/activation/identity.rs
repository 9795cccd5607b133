//! No activation (CURRICULUM C4).

use super::{Activation, Elementwise, Kind};

/// f(z) = z: stacked identity layers collapse into one linear map.
pub static IDENTITY: Activation = Activation {
    key: "identity",
    name: "Identity",
    formula: "z",
    slope_formula: "1",
    kind: Kind::elementwise::<Identity>(),
};

struct Identity;

impl Elementwise for Identity {
    fn value(z: f32) -> f32 {
        z
    }

    fn slope(_z: f32, _a: f32) -> f32 {
        1.0
    }
}
