//! What is in the file, unscaled.

use super::{Affine, Scaling};

/// As stored: gray values 0 to 255, to see why scaling is needed.
pub static RAW: Scaling = Scaling {
    key: "raw",
    name: "Raw",
    formula: "x′ = x as stored; gray 0 to 255",
    pair: |stats| Affine { offset: 0.0, scale: stats.stored },
};
