//! Ravine.

use super::Surface;

/// f(x, y) = x²/20 + 5·y² (CURRICULUM D4), an ill-conditioned quadratic: 100 times as curved
/// across as along (its Hessian is diag(0.1, 10)), so that SGD needs η below 2/10 = 0.2 and then
/// crawls along the floor (Sutton, "Two problems with backpropagation", 1986).
/// Minimum: 0 at (0, 0).
pub static RAVINE: Surface = Surface {
    key: "ravine",
    name: "Ravine",
    formula: "x^2/20 + 5y^2",
    about: "A hundred times as curved across as along: a rate that suits one direction does not suit the other.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-3.0, 3.0), (-3.0, 3.0)],
    start: [-2.6, 0.7],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.19,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    x * x / 20.0 + 5.0 * y * y
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    [x / 10.0, 10.0 * y]
}
