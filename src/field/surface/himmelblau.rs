//! Himmelblau’s function.

use super::Surface;

/// f(x, y) = (x² + y − 11)² + (x + y² − 7)² (Himmelblau, "Applied nonlinear programming",
/// 1972). Minima: four, all of them 0: at (3, 2), (−2.8051, 3.1313), (−3.7793, −3.2832) and
/// (3.5844, −1.8481).
pub static HIMMELBLAU: Surface = Surface {
    key: "himmelblau",
    name: "Himmelblau’s function",
    formula: "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    about: "Four valleys, equally deep: where one begins says where one ends.",
    n_inputs: 2,
    labels: ["x", "y"],
    ranges: [(-5.0, 5.0), (-5.0, 5.0)],
    start: [-0.4, -1.0],
    minima: &[
        [3.0, 2.0],
        [-2.805118086952745, 3.131312518250573],
        [-3.779310253377747, -3.28318599128617],
        [3.584428340330492, -1.848126526964404],
    ],
    learning_rate: 0.01,
    value,
    gradient,
    parts: None,
};

fn value([x, y]: [f64; 2]) -> f64 {
    let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
    a * a + b * b
}

fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
    [4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b]
}
