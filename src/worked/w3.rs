//! W3: forward through tanh.

use ndarray::array;

use super::rehearsal::unit;
use super::{Card, GivenLayer, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::{IDENTITY, TANH};
use crate::nn::loss::SQUARED_ERROR;

/// x = (−1, 2), w = (3, 3) and (1, 5), output weights (2, −1).
pub static W3: Card = Card {
    key: "w3",
    title: "Forward, with tanh",
    about: "Both hidden units are saturated: their sums, 3 and 9, are far from each other, and \
            what tanh makes of them is nearly the same. The example stops at the output; that \
            the target here is 2, and the learning rate 0.01, is so that its step can be \
            followed, too: look at the slopes.",
    inputs: || array![[-1.0, 2.0]],
    wanted: Wanted::Values(&[2.0]),
    layers: || {
        vec![
            GivenLayer::new(&TANH, array![[3.0, 3.0], [1.0, 5.0]]),
            GivenLayer::new(&IDENTITY, array![[2.0, -1.0]]),
        ]
    },
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.01,
    printed: &[
        Printed::new("z₁", Number::PreActivation(unit(0, 0)), "3"),
        Printed::new("z₂", Number::PreActivation(unit(0, 1)), "9"),
        Printed::new("tanh z₁", Number::Activation(unit(0, 0)), "0.9950547536867"),
        Printed::new("tanh z₂", Number::Activation(unit(0, 1)), "0.9999999695400"),
        Printed::new("output", Number::Activation(unit(1, 0)), "0.9901095378334"),
    ],
};
