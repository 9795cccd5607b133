//! Plateau.

use super::Surface;

/// f(x, y) = 1 − exp(−(x² + y²)/2) (CURRICULUM D4, D5): a plain with one hollow. Minimum: 0 at
/// (0, 0). At (3, 2.2) the slope is 1/160 of what it is at its steepest, at distance 1.
pub static PLATEAU: Surface = Surface {
    key: "plateau",
    name: "Plateau",
    formula: "1 - exp(-(x^2 + y^2)/2)",
    about: "Hardly a slope, and so hardly a step: who goes by the sign of the slope gets on.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-4.0, 4.0), (-4.0, 4.0)],
    start: [3.0, 2.2],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.3,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    1.0 - libm::exp(-(x * x + y * y) / 2.0)
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let height = libm::exp(-(x * x + y * y) / 2.0);
    [x * height, y * height]
}
