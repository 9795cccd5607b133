//! The rectified linear unit (CURRICULUM C2).

use super::{Activation, Elementwise, Kind, Place, Real};

/// max(0, z). At z = 0, where it has no derivative, the slope is taken as 0,
/// as PyTorch does.
pub static RELU: Activation = Activation {
    key: "relu",
    name: "ReLU",
    formula: "max(0, z)",
    slope_formula: "1 if z > 0, else 0",
    pytorch: "torch.relu(z)",
    kind: Kind::elementwise::<Relu>(),
    place: Place::Any,
};

struct Relu;

impl Elementwise for Relu {
    fn value<T: Real>(z: T) -> T {
        // This way round, NaN stays NaN.
        if z <= T::zero() { T::zero() } else { z }
    }

    fn slope<T: Real>(z: T, _a: T) -> T {
        if z > T::zero() { T::one() } else { T::zero() }
    }
}
