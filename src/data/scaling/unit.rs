//! No scaling beyond gray/255.

use super::{Affine, Scaling};

/// Images as gray/255, in [0, 1]; numbers as they are.
pub static UNIT: Scaling = Scaling {
    key: "unit",
    name: "Unit",
    formula: "x′ = gray/255; numbers as they are",
    pair: |_| Affine::IDENTITY,
};
