//! Min-max scaling: x′ = (x − min)/(max − min), into [0, 1].

use super::{Affine, Scaling};

/// The smallest becomes 0, the largest 1; of images black and white, so that it is
/// gray/255.
pub static MIN_MAX: Scaling = Scaling {
    key: "min_max",
    name: "Min-max",
    formula: "x′ = (x − min)/(max − min)",
    pair: |stats| Affine::over(stats.min, stats.max - stats.min),
};
