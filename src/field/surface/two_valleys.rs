//! Two valleys.

use super::Surface;

/// f(x) = x⁴/4 − x² + 0.3·x (CURRICULUM D4), a tilted double well. Minima: the deep one at
/// x ≈ −1.4840, the shallower one at x ≈ 1.3322, where the roots of f′ = x³ − 2x + 0.3 are; the third
/// root, x ≈ 0.1517, is the pass between them.
pub static TWO_VALLEYS: Surface = Surface {
    key: "two_valleys",
    name: "Two valleys",
    formula: "x^4/4 - x^2 + 0.3x",
    about: "Which valley one ends in depends on where one begins, and on how far a step carries.",
    n_inputs: 1,
    labels: ["x", "y"],
    ranges: [(-2.4, 2.4), (0.0, 1.0)],
    start: [2.1, 0.0],
    minima: &[[-1.4839678931977263, 0.0], [1.3322207371911865, 0.0]],
    learning_rate: 0.05,
    value,
    gradient,
    parts: None,
};

fn value([x, _]: [f64; 2]) -> f64 {
    x * x * x * x / 4.0 - x * x + 0.3 * x
}

fn gradient([x, _]: [f64; 2]) -> [f64; 2] {
    [x * x * x - 2.0 * x + 0.3, 0.0]
}
