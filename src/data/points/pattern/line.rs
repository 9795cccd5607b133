//! A straight line to be found: a value for each x₁, whatever x₂ is.

use super::{Kind, Pattern};

/// 0.15·x₁ + 0.1.
pub static LINE: Pattern = Pattern {
    key: "line",
    name: "Line (values)",
    kind: Kind::Values { value: |x, _| 0.15 * x + 0.1 },
};
