//! All zeros, which fails (CURRICULUM E1).

use super::{Distribution, Initializer};

/// Every weight 0. All units of a layer are then alike, get the same gradient, and stay
/// alike forever: a hidden layer of any width does the work of one unit, if that.
pub static ZEROS: Initializer = Initializer {
    key: "zeros",
    name: "Zeros",
    formula: "0",
    distribution: |_fan_in, _fan_out| Distribution::Zero,
};
