//! Standardization: x′ = (x − mean)/std.

use super::{Affine, Scaling};

/// Mean 0, standard deviation 1.
pub static STANDARDIZE: Scaling = Scaling {
    key: "standardize",
    name: "Standardized",
    formula: "x′ = (x − mean)/std",
    pair: |stats| Affine::over(stats.mean, stats.std),
};
