//! N(0, 1/√n_in) (CURRICULUM E1; LeCun et al., "Efficient BackProp", 1998).

use super::{Distribution, Initializer};

/// Normal with standard deviation 1/√fan_in.
pub static SCALED_NORMAL: Initializer = Initializer {
    key: "scaled_normal",
    name: "N(0, 1/√n)",
    formula: "N(0, σ = 1/√fan_in)",
    distribution: |fan_in, _fan_out| Distribution::Normal {
        std_dev: (fan_in as f32).recip().sqrt(),
    },
};
