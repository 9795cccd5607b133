//! Rosenbrock’s banana.

use super::Surface;

/// f(x, y) = (1 − x)² + 100·(y − x²)² (Rosenbrock, "An automatic method for finding the
/// greatest or least value of a function", 1960). Minimum: 0 at (1, 1), at the end of a bent,
/// nearly level floor.
pub static ROSENBROCK: Surface = Surface {
    key: "rosenbrock",
    name: "Rosenbrock’s banana",
    formula: "(1 - x)^2 + 100(y - x^2)^2",
    about: "The floor of the valley is found at once, its lowest point hardly ever.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-2.0, 2.0), (-1.0, 3.0)],
    start: [-1.2, 1.0],
    minima: &[[1.0, 1.0]],
    learning_rate: 0.001,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    let (along, across) = (1.0 - x, y - x * x);
    along * along + 100.0 * across * across
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let across = y - x * x;
    [-2.0 * (1.0 - x) - 400.0 * x * across, 200.0 * across]
}
