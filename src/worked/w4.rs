//! W4: forward through ReLU, with the numbers of W3 and with those of W2.

use ndarray::array;

use super::rehearsal::unit;
use super::{Card, GivenLayer, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::{IDENTITY, RELU};
use crate::nn::loss::SQUARED_ERROR;

/// x = (−1, 2), w = (3, 3) and (1, 5), output weights (2, −1).
pub static W4: Card = Card {
    key: "w4",
    title: "Forward, with ReLU",
    about: "The numbers of the example with tanh. Both sums are above 0, so ReLU lets them pass \
            as they are. The output has none: 2·3 − 1·9 may well be below 0. The target of 2 and \
            the learning rate of 0.01 are there so that its step can be followed, too.",
    inputs: || array![[-1.0, 2.0]],
    wanted: Wanted::Values(&[2.0]),
    layers: || {
        vec![
            GivenLayer::new(&RELU, array![[3.0, 3.0], [1.0, 5.0]]),
            GivenLayer::new(&IDENTITY, array![[2.0, -1.0]]),
        ]
    },
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.01,
    printed: &[Printed::new("output", Number::Activation(unit(1, 0)), "−3").noted(
        "With ReLU at the output, too, it would be 0, and nothing could be learned from it.",
    )],
};

/// x = (2, 3), w = (1, 1) and (−1, 1), output weights (2, −1).
pub static W4B: Card = Card {
    key: "w4b",
    title: "Forward, with ReLU: the first numbers again",
    about: "The numbers of the example by hand. Both sums are above 0, so ReLU changes nothing. \
            The target of 10 and the learning rate of 0.01 are there so that its step can be \
            followed, too.",
    inputs: || array![[2.0, 3.0]],
    wanted: Wanted::Values(&[10.0]),
    layers: || {
        vec![
            GivenLayer::new(&RELU, array![[1.0, 1.0], [-1.0, 1.0]]),
            GivenLayer::new(&IDENTITY, array![[2.0, -1.0]]),
        ]
    },
    printed: &[Printed::new("output", Number::Activation(unit(1, 0)), "9")],
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.01,
};
