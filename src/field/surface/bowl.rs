//! The bowl in two dimensions.

use super::Surface;

/// f(x, y) = x² + y²: as steep in every direction, so that the steepest way is the shortest.
/// Minimum: 0 at (0, 0).
pub static BOWL: Surface = Surface {
    key: "bowl",
    name: "Bowl",
    formula: "x^2 + y^2",
    about: "Equally steep all around: the steepest way down is the shortest.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-3.0, 3.0), (-3.0, 3.0)],
    start: [-2.2, 1.6],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.1,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    x * x + y * y
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    [2.0 * x, 2.0 * y]
}
