//! The hyperbolic tangent (CURRICULUM C3).

use super::{Activation, Elementwise, Kind, Place, Real};

/// tanh(z), with slope 1 − a².
pub static TANH: Activation = Activation {
    key: "tanh",
    name: "Tanh",
    formula: "tanh(z)",
    slope_formula: "tanh′ = 1 − a²",
    pytorch: "torch.tanh(z)",
    kind: Kind::elementwise::<Tanh>(),
    place: Place::Any,
};

struct Tanh;

impl Elementwise for Tanh {
    fn value<T: Real>(z: T) -> T {
        z.tanh()
    }

    fn slope<T: Real>(_z: T, a: T) -> T {
        T::one() - a * a
    }
}
