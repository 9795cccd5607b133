//! Softmax (CURRICULUM C6).

use super::{Activation, Kind};

/// Shares that sum to 1; computed from z − max z, so that nothing overflows.
pub static SOFTMAX: Activation = Activation {
    key: "softmax",
    name: "Softmax",
    formula: "e^zⱼ / Σₖ e^zₖ",
    slope_formula: "∂aⱼ/∂zₖ = aⱼ · ([j = k] − aₖ)",
    kind: Kind::Softmax,
};
