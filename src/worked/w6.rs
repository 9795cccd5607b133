//! W6: binary log-loss of given probabilities.

use ndarray::Array2;

use super::{Card, GivenLayer, Number, Printed, UnitOf, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::SIGMOID;
use crate::nn::loss::BINARY_CROSS_ENTROPY;

const P: [f64; 5] = [0.9, 0.1, 0.8, 0.7, 0.2];

const fn p(example_idx: usize) -> Number {
    Number::Activation(UnitOf { example_idx, layer_idx: 0, unit_idx: 0 })
}

/// p = 0.9, 0.1, 0.8, 0.7, 0.2 for y = 1, 0, 1, 1, 0.
pub static W6: Card = Card {
    key: "w6",
    title: "Binary log-loss of five predictions",
    about: "Five probabilities and what was true: the mean of −ln p where it was yes, and of \
            −ln(1 − p) where it was no. The network is there to say these probabilities: its one \
            weight is 1, and its inputs are z = ln(p/(1 − p)), so that sigmoid gives p back.",
    // z = ln(p/(1 − p)), of which sigmoid makes p.
    inputs: || Array2::from_shape_fn((P.len(), 1), |(i, _)| (P[i] / (1.0 - P[i])).ln()),
    wanted: Wanted::Classes { names: &["no", "yes"], labels: &[1, 0, 1, 1, 0] },
    layers: || vec![GivenLayer::new(&SIGMOID, Array2::ones((1, 1)))],
    loss: &BINARY_CROSS_ENTROPY,
    reduction: Reduction::Mean,
    learning_rate: 0.1,
    printed: &[
        Printed::new("p₁", p(0), "0.9"),
        Printed::new("p₂", p(1), "0.1"),
        Printed::new("p₃", p(2), "0.8"),
        Printed::new("p₄", p(3), "0.7"),
        Printed::new("p₅", p(4), "0.2"),
        Printed::new("log-loss", Number::Loss, "0.20273661557656"),
    ],
};
