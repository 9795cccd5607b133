//! The step function (CURRICULUM C5, A15).

use super::{Activation, Derived, Elementwise, Kind, Place, Real};

/// 1 if z ≥ 0, else 0: the perceptron's answer. Flat everywhere but at its edge, so
/// there is no slope to follow downhill; it learns by the perceptron loss, which is
/// differentiated on z itself.
pub static STEP: Activation = Activation {
    key: "step",
    name: "Step",
    formula: "1 if z ≥ 0, else 0",
    slope_formula: "0: it has no gradient to follow",
    derivation: |z| match z {
        0.0 => &[Derived {
            formula: "0",
            why: "At z = 0 it jumps: there is no derivative at all. It is said to be 0 here, too.",
        }],
        z if z > 0.0 => &[
            Derived { formula: "(1 − 1) / h", why: "f(z) is 1, and a little farther still 1." },
            Derived { formula: "0", why: "Flat: nothing says which way is better." },
        ],
        _ => &[
            Derived { formula: "(0 − 0) / h", why: "f(z) is 0, and a little farther still 0." },
            Derived { formula: "0", why: "Flat: nothing says which way is better." },
        ],
    },
    pytorch: "(z >= 0).to(z.dtype)",
    kind: Kind::elementwise::<Step>(),
    place: Place::OutputWithoutSlope,
};

struct Step;

impl Elementwise for Step {
    fn value<T: Real>(z: T) -> T {
        if z >= T::zero() { T::one() } else { T::zero() }
    }

    fn slope<T: Real>(_z: T, _a: T) -> T {
        T::zero()
    }
}
