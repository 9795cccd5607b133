//! W2: forward through identity.

use ndarray::array;

use super::rehearsal::unit;
use super::{Card, GivenLayer, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::IDENTITY;
use crate::nn::loss::SQUARED_ERROR;

/// x = (2, 3), w = (1, 1) and (−1, 1), output weights (2, −1).
pub static W2: Card = Card {
    key: "w2",
    title: "Forward, by hand",
    about: "Two inputs, two hidden units, one output, and nothing but sums: every unit passes on \
            what it has added up. The example stops at the output; that the target here is 10, \
            and the learning rate 0.01, is so that its step can be followed, too.",
    inputs: || array![[2.0, 3.0]],
    wanted: Wanted::Values(&[10.0]),
    layers: || {
        vec![
            GivenLayer::new(&IDENTITY, array![[1.0, 1.0], [-1.0, 1.0]]),
            GivenLayer::new(&IDENTITY, array![[2.0, -1.0]]),
        ]
    },
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.01,
    printed: &[
        Printed::new("h₁", Number::Activation(unit(0, 0)), "5"),
        Printed::new("h₂", Number::Activation(unit(0, 1)), "1"),
        Printed::new("output", Number::Activation(unit(1, 0)), "9"),
    ],
};
