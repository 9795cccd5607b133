//! Hollow in a plain.

use super::Surface;

/// f(x) = 1 − exp(−x²) (CURRICULUM D4, D5): flat but for a hollow, as the loss of a saturated
/// sigmoid is. Minimum: 0 at x = 0. f′ = 2x·exp(−x²), which is 1e-3 at x = 2.9.
pub static HOLLOW: Surface = Surface {
    key: "hollow",
    name: "Hollow in a plain",
    formula: "1 - exp(-x^2)",
    about: "Far out there is hardly a slope, and so hardly a step.",
    n_inputs: 1,
    labels: ["x", "y"],
    ranges: [(-4.0, 4.0), (0.0, 1.0)],
    start: [2.2, 0.0],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.2,
    value,
    gradient,
    parts: None,
};

fn value([x, _]: [f64; 2]) -> f64 {
    1.0 - libm::exp(-x * x)
}

fn gradient([x, _]: [f64; 2]) -> [f64; 2] {
    [2.0 * x * libm::exp(-x * x), 0.0]
}
