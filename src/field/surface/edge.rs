//! Sharp edge.

use super::Surface;

/// f(x) = |x| (CURRICULUM D5): the slope is as steep beside the floor as far from it, so a
/// step of SGD never shrinks. Minimum: 0 at x = 0, where f′ = ±1 jumps; the engine says 0 there.
pub static EDGE: Surface = Surface {
    key: "edge",
    name: "Sharp edge",
    formula: "abs(x)",
    about: "The slope does not shrink near the floor: with one rate one never comes to rest.",
    n_inputs: 1,
    labels: ["x", "y"],
    ranges: [(-3.0, 3.0), (0.0, 1.0)],
    start: [2.35, 0.0],
    minima: &[[0.0, 0.0]],
    learning_rate: 0.3,
    value,
    gradient,
    parts: None,
};

fn value([x, _]: [f64; 2]) -> f64 {
    x.abs()
}

fn gradient([x, _]: [f64; 2]) -> [f64; 2] {
    [if x == 0.0 { 0.0 } else { x.signum() }, 0.0]
}
