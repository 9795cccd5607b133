//! Xavier/Glorot normal (Glorot & Bengio, 2010).

use super::{Distribution, Initializer};

/// Normal with standard deviation √(2/(fan_in + fan_out)).
pub static XAVIER_NORMAL: Initializer = Initializer {
    key: "xavier_normal",
    name: "Xavier, normal",
    formula: "N(0, σ = √(2 / (fan_in + fan_out)))",
    distribution: |fan_in, fan_out| Distribution::Normal {
        std_dev: (2.0 / (fan_in + fan_out) as f32).sqrt(),
    },
};
