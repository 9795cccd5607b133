//! Beale’s function.

use super::Surface;

/// f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)² (Beale, "On an iterative
/// method for finding a local minimum of a function of more than one variable", 1958).
/// Minimum: 0 at (3, 0.5); walls as high as 180,000 in the corners.
pub static BEALE: Surface = Surface {
    key: "beale",
    name: "Beale’s function",
    formula: "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    about: "A flat floor between sharp walls.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-4.5, 4.5), (-4.5, 4.5)],
    start: [1.0, 1.5],
    minima: &[[3.0, 0.5]],
    learning_rate: 0.005,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    let [a, b, c] = terms(x, y);
    a * a + b * b + c * c
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let [a, b, c] = terms(x, y);
    let by_x = a * (y - 1.0) + b * (y * y - 1.0) + c * (y * y * y - 1.0);
    let by_y = a * x + b * 2.0 * x * y + c * 3.0 * x * y * y;
    [2.0 * by_x, 2.0 * by_y]
}

fn terms(x: f64, y: f64) -> [f64; 3] {
    [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y]
}
