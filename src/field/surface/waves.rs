//! Waves.

use super::Surface;

/// f(x) = x²/10 + sin(3x) (CURRICULUM D4): a bowl with waves on it. Minima: one near each
/// trough of the sine; the lowest at x ≈ −0.5122. f′ = x/5 + 3·cos(3x).
pub static WAVES: Surface = Surface {
    key: "waves",
    name: "Waves",
    formula: "x^2/10 + sin(3x)",
    about: "Many valleys. Without momentum one stays in the first.",
    n_inputs: 1,
    labels: ["x", "y"],
    ranges: [(-6.0, 6.0), (0.0, 1.0)],
    start: [4.6, 0.0],
    minima: &[[-0.5122140283561128, 0.0]],
    learning_rate: 0.02,
    value,
    gradient,
    parts: None,
};

fn value([x, _]: [f64; 2]) -> f64 {
    x * x / 10.0 + libm::sin(3.0 * x)
}

fn gradient([x, _]: [f64; 2]) -> [f64; 2] {
    [x / 5.0 + 3.0 * libm::cos(3.0 * x), 0.0]
}
