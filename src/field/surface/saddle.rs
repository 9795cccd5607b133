//! Saddle.

use std::f64::consts::SQRT_2;

use super::Surface;

/// f(x, y) = x²/2 − y²/2 + y⁴/8 (CURRICULUM D4): level at (0, 0), and neither lowest nor
/// highest there. Minima: −1/2 at (0, ±√2).
pub static SADDLE: Surface = Surface {
    key: "saddle",
    name: "Saddle",
    formula: "x^2/2 - y^2/2 + y^4/8",
    about: "Level in the middle, and yet it goes down to either side: who arrives exactly there stays.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-2.5, 2.5), (-2.5, 2.5)],
    start: [2.0, 0.001],
    minima: &[[0.0, SQRT_2], [0.0, -SQRT_2]],
    learning_rate: 0.3,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    x * x / 2.0 - y * y / 2.0 + y * y * y * y / 8.0
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    [x, y * y * y / 2.0 - y]
}
