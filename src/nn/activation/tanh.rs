//! The hyperbolic tangent (CURRICULUM C3).

use super::{Activation, Derived, Elementwise, Kind, Place, Real};

/// tanh(z), with slope 1 − a².
pub static TANH: Activation = Activation {
    key: "tanh",
    name: "Tanh",
    formula: "tanh(z)",
    slope_formula: "tanh′ = 1 − a²",
    derivation: |_| {
        &[
            Derived {
                formula: "((eᶻ + e⁻ᶻ)² − (eᶻ − e⁻ᶻ)²) / (eᶻ + e⁻ᶻ)²",
                why: "tanh z is u/v with u = eᶻ − e⁻ᶻ and v = eᶻ + e⁻ᶻ. The rule for u/v is \
                      (u′·v − u·v′)/v², and here u′ = v and v′ = u.",
            },
            Derived {
                formula: "1 − ((eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ))²", why: "Divided term by term."
            },
            Derived {
                formula: "1 − a²",
                why: "In the parentheses stands a itself. At z = 0 the slope is 1: four times \
                      the sigmoid's.",
            },
        ]
    },
    pytorch: "torch.tanh(z)",
    kind: Kind::elementwise::<Tanh>(),
    place: Place::Any,
};

struct Tanh;

impl Elementwise for Tanh {
    fn value<T: Real>(z: T) -> T {
        z.hyperbolic_tangent()
    }

    fn slope<T: Real>(_z: T, a: T) -> T {
        T::one() - a * a
    }
}
