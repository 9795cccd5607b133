//! No activation (CURRICULUM C4).

use super::{Activation, Derived, Elementwise, Kind, Place, Real};

/// f(z) = z: stacked identity layers collapse into one linear map.
pub static IDENTITY: Activation = Activation {
    key: "identity",
    name: "Identity",
    formula: "z",
    slope_formula: "1",
    derivation: |_| {
        &[
            Derived { formula: "((z + h) − z) / h", why: "f(z) is z, and z + h is h more." },
            Derived { formula: "1", why: "Whatever h is, and wherever z is." },
        ]
    },
    pytorch: "z",
    kind: Kind::elementwise::<Identity>(),
    place: Place::Any,
};

struct Identity;

impl Elementwise for Identity {
    fn value<T: Real>(z: T) -> T {
        z
    }

    fn slope<T: Real>(_z: T, _a: T) -> T {
        T::one()
    }
}
