//! The rectified linear unit (CURRICULUM C2).

use super::{Activation, Derived, Elementwise, Kind, Place, Real};

/// max(0, z). At z = 0, where it has no derivative, the slope is taken as 0,
/// as PyTorch does.
pub static RELU: Activation = Activation {
    key: "relu",
    name: "ReLU",
    formula: "max(0, z)",
    slope_formula: "1 if z > 0, else 0",
    derivation: |z| match z {
        0.0 => &[Derived {
            formula: "0",
            why: "At z = 0 there is a corner: from the right the slope is 1, from the left 0, so \
                  there is no derivative. One has to choose; here, as in PyTorch, it is 0.",
        }],
        z if z > 0.0 => &[
            Derived {
                formula: "((z + h) − z) / h",
                why: "Above 0, f(z) is z, and z + h is h more.",
            },
            Derived { formula: "1", why: "Whatever h is: all of the blame gets through." },
        ],
        _ => &[
            Derived {
                formula: "(0 − 0) / h",
                why: "Below 0, f(z) is 0, and a little farther still 0.",
            },
            Derived {
                formula: "0",
                why: "No blame gets through: for this example the unit learns nothing. A unit \
                      that is below 0 for every example is dead.",
            },
        ],
    },
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
