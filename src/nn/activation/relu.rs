//! The rectified linear unit (CURRICULUM C2).

use super::{Activation, Elementwise, Kind};

/// max(0, z). At z = 0, where it has no derivative, the slope is taken as 0,
/// as PyTorch does.
pub static RELU: Activation = Activation {
    key: "relu",
    name: "ReLU",
    formula: "max(0, z)",
    slope_formula: "1 if z > 0, else 0",
    kind: Kind::elementwise::<Relu>(),
};

struct Relu;

impl Elementwise for Relu {
    fn value(z: f32) -> f32 {
        if z > 0.0 { z } else { 0.0 }
    }

    fn slope(z: f32, _a: f32) -> f32 {
        if z > 0.0 { 1.0 } else { 0.0 }
    }
}
