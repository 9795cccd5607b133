//! A slope: a plane over the plane.

use super::{Kind, Pattern, SIDE};

/// (x₁ + x₂)/10.
pub static PLANE: Pattern = Pattern {
    key: "plane",
    name: "Slope (values)",
    kind: Kind::Values { value: |x, y| (x + y) / (2.0 * SIDE) },
};
