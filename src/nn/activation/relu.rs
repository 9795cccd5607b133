//! The rectified linear unit (CURRICULUM C2).

use super::{Activation, Kind};

/// max(0, z). At z = 0, where it has no derivative, the slope is taken as 0,
/// as PyTorch does.
pub static RELU: Activation = Activation {
    key: "relu",
    name: "ReLU",
    formula: "max(0, z)",
    slope_formula: "1 if z > 0, else 0",
    kind: Kind::Elementwise {
        value: |z| if z > 0.0 { z } else { 0.0 },
        slope: |z, _a| if z > 0.0 { 1.0 } else { 0.0 },
    },
};
