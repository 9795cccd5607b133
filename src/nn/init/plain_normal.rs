//! Plain random numbers, whatever the layer's size (CURRICULUM E1).

use super::{Distribution, Initializer};

/// N(0, 1). With many inputs the sums z grow large, and sigmoids start saturated.
pub static PLAIN_NORMAL: Initializer = Initializer {
    key: "plain_normal",
    name: "Plain random",
    formula: "N(0, σ = 1)",
    distribution: |_fan_in, _fan_out| Distribution::Normal { std_dev: 1.0 },
};
