//! No activation (CURRICULUM C4).

use super::{Activation, Elementwise, Kind, Place, Real};

/// f(z) = z: stacked identity layers collapse into one linear map.
pub static IDENTITY: Activation = Activation {
    key: "identity",
    name: "Identity",
    formula: "z",
    slope_formula: "1",
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
