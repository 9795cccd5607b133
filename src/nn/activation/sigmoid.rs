//! The logistic sigmoid (CURRICULUM C1).

use super::{Activation, Derived, Elementwise, Kind, Place, Real};

/// σ(z) = 1/(1 + e⁻ᶻ); its slope a(1 − a) is at most 0.25.
pub static SIGMOID: Activation = Activation {
    key: "sigmoid",
    name: "Sigmoid",
    formula: "σ(z) = 1 / (1 + e⁻ᶻ)",
    slope_formula: "σ′ = a · (1 − a)",
    derivation: |_| {
        &[
            Derived {
                formula: "e⁻ᶻ / (1 + e⁻ᶻ)²",
                why: "The rule for 1/u: its derivative is −u′/u². Here u = 1 + e⁻ᶻ, and \
                      u′ = −e⁻ᶻ.",
            },
            Derived {
                formula: "1 / (1 + e⁻ᶻ) · e⁻ᶻ / (1 + e⁻ᶻ)",
                why: "The same, as two fractions. The first is a itself.",
            },
            Derived {
                formula: "a · (1 − a)",
                why: "The second is 1 − a, since both have the same denominator and add up to 1. \
                      So whoever has a has f′ for one multiplication: at most 0.25, at z = 0.",
            },
        ]
    },
    pytorch: "torch.sigmoid(z)",
    kind: Kind::elementwise::<Sigmoid>(),
    place: Place::Any,
};

struct Sigmoid;

impl Elementwise for Sigmoid {
    fn value<T: Real>(z: T) -> T {
        T::one() / (T::one() + (-z).exponential())
    }

    fn slope<T: Real>(_z: T, a: T) -> T {
        a * (T::one() - a)
    }
}
