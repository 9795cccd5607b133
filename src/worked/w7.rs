//! W7: log-loss over several classes, of given probabilities.

use ndarray::Array2;

use super::{Card, GivenLayer, Number, Printed, UnitOf, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::SOFTMAX;
use crate::nn::loss::CROSS_ENTROPY;

/// Of the true classes, which are one after the other those of `LABELS`.
const P: [f64; 3] = [0.9, 0.7, 0.8];
const LABELS: [u8; 3] = [0, 1, 2];

const fn p(example_idx: usize) -> Number {
    Number::Activation(UnitOf { example_idx, layer_idx: 0, unit_idx: example_idx })
}

/// The true classes have the probabilities 0.9, 0.7, 0.8.
pub static W7: Card = Card {
    key: "w7",
    title: "Log-loss over three classes",
    about: "Three examples whose true classes were given the probabilities 0.9, 0.7 and 0.8: the \
            mean of −ln p. What the other classes were given plays no part; here they share the \
            rest. The network is there to say these probabilities: it passes its inputs on, \
            which are ln p, and softmax gives p back.",
    inputs: || {
        Array2::from_shape_fn((3, 3), |(i, class)| {
            let is_true = class == usize::from(LABELS[i]);
            if is_true { P[i].ln() } else { ((1.0 - P[i]) / 2.0).ln() }
        })
    },
    wanted: Wanted::Classes { names: &["A", "B", "C"], labels: &LABELS },
    layers: || vec![GivenLayer::new(&SOFTMAX, Array2::eye(3))],
    loss: &CROSS_ENTROPY,
    reduction: Reduction::Mean,
    learning_rate: 0.1,
    printed: &[
        Printed::new("p of the 1st", p(0), "0.9"),
        Printed::new("p of the 2nd", p(1), "0.7"),
        Printed::new("p of the 3rd", p(2), "0.8"),
        Printed::new("log-loss", Number::Loss, "0.22839300363692"),
    ],
};
