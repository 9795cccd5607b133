//! The bowl in one dimension.

use super::Surface;

/// f(x) = x² (CURRICULUM D2, D5): f′ = 2x, so that a step of SGD goes from x to (1 − 2η)·x:
/// any η below 1 arrives, 0.5 at once, any above runs away. Minimum: 0 at x = 0.
pub static PARABOLA: Surface = Surface {
    key: "parabola",
    name: "Bowl",
    formula: "x^2",
    about: "One valley. Far from its floor the slope is steep and steps are long; near it they shrink by themselves.",
    n_inputs: 1,
    labels: ["x", "y"],
    ranges: [(-3.0, 3.0), (0.0, 1.0)],
    start: [2.4, 0.0],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.1,
    value,
    gradient,
    parts: None,
};

fn value([x, _]: [f64; 2]) -> f64 {
    x * x
}

fn gradient([x, _]: [f64; 2]) -> [f64; 2] {
    [2.0 * x, 0.0]
}
