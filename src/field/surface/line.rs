//! A line's loss.

use super::{Parts, Surface};

/// f(w, b) = mean of (w·xᵢ + b − yᵢ)² over 24 points near a line (CURRICULUM A2 to A4, F5): a
/// true loss, of which a batch knows a part only. Minimum: the least-squares line, by the normal
/// equations; the test finds it level.
pub static LINE: Surface = Surface {
    key: "line",
    name: "A line’s loss",
    formula: "mean of (w·xᵢ + b − yᵢ)²",
    about: "The loss of a line through 24 points: all of them show the way down, a few only roughly.",
    n_inputs: 2,
    labels: ["w", "b"],
    ranges: [(-2.0, 3.0), (-2.0, 3.0)],
    start: [-1.4, -1.2],
    minima: &[MINIMUM],
    learning_rate: 0.1,
    value,
    gradient,
    parts: Some(Parts { n: POINTS.len(), gradient: part }),
};

/// The least-squares line, from the normal equations in exact fractions.
const MINIMUM: [f64; 2] = [1.5180189673340359, 0.5921394450298559];

/// Near y = 1.2·x + 0.5, with noise; two decimals.
const POINTS: [(f64, f64); 24] = [
    (-0.94, -0.68),
    (-0.81, -1.45),
    (-0.73, -0.26),
    (-0.65, -0.34),
    (-0.51, -0.81),
    (-0.49, -1.04),
    (-0.35, 0.09),
    (-0.24, 0.9),
    (-0.2, 0.35),
    (-0.01, 0.92),
    (0.08, 1.12),
    (0.11, 1.46),
    (0.26, 0.83),
    (0.39, 0.99),
    (0.42, 1.34),
    (0.59, 2.73),
    (0.63, 1.92),
    (0.77, 1.26),
    (0.82, 2.27),
    (1.0, 1.39),
    (1.09, 1.65),
    (1.12, 2.34),
    (1.21, 2.38),
    (1.36, 2.32),
];

fn value([w, b]: [f64; 2]) -> f64 {
    let squares = POINTS.iter().map(|&(x, y)| {
        let error = w * x + b - y;
        error * error
    });
    squares.sum::<f64>() / POINTS.len() as f64
}

fn gradient(place: [f64; 2]) -> [f64; 2] {
    let sum = (0..POINTS.len())
        .map(|idx| part(place, idx))
        .fold([0.0; 2], |sum, g| [sum[0] + g[0], sum[1] + g[1]]);
    sum.map(|sum| sum / POINTS.len() as f64)
}

fn part([w, b]: [f64; 2], idx: usize) -> [f64; 2] {
    let (x, y) = POINTS[idx];
    let error = w * x + b - y;
    [2.0 * error * x, 2.0 * error]
}
