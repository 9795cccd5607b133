//! He normal (He et al., 2015), made for ReLU.

use super::{Distribution, Initializer};

/// Normal with standard deviation √(2/fan_in).
pub static HE: Initializer = Initializer {
    key: "he",
    name: "He",
    formula: "N(0, σ = √(2/fan_in))",
    distribution: |fan_in, _fan_out| Distribution::Normal { std_dev: (2.0 / fan_in as f32).sqrt() },
};
