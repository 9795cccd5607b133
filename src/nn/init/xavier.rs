//! Xavier/Glorot uniform (Glorot & Bengio, 2010).

use super::{Distribution, Initializer};

/// Uniform in ±√(6/(fan_in + fan_out)).
pub static XAVIER: Initializer = Initializer {
    key: "xavier",
    name: "Xavier (Glorot)",
    formula: "U(±√(6 / (fan_in + fan_out)))",
    distribution: |fan_in, fan_out| Distribution::Uniform {
        limit: (6.0 / (fan_in + fan_out) as f32).sqrt(),
    },
};
