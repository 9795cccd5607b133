//! The logistic sigmoid (CURRICULUM C1).

use super::{Activation, Elementwise, Kind, Place, Real};

/// σ(z) = 1/(1 + e⁻ᶻ); its slope a(1 − a) is at most 0.25.
pub static SIGMOID: Activation = Activation {
    key: "sigmoid",
    name: "Sigmoid",
    formula: "σ(z) = 1 / (1 + e⁻ᶻ)",
    slope_formula: "σ′ = a · (1 − a)",
    pytorch: "torch.sigmoid(z)",
    kind: Kind::elementwise::<Sigmoid>(),
    place: Place::Any,
};

struct Sigmoid;

impl Elementwise for Sigmoid {
    fn value<T: Real>(z: T) -> T {
        T::one() / (T::one() + (-z).exp())
    }

    fn slope<T: Real>(_z: T, a: T) -> T {
        a * (T::one() - a)
    }
}
