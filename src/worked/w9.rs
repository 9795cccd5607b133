//! W9: one output, its cost and its slope.

use ndarray::array;

use super::rehearsal::unit;
use super::{Card, GivenLayer, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::IDENTITY;
use crate::nn::loss::SQUARED_ERROR;

/// 0.2, where 1 is wanted.
pub static W9: Card = Card {
    key: "w9",
    title: "One output, its cost and its slope",
    about: "An output of 0.2 that should be 1: what it costs, (0.2 − 1)², and how the cost \
            changes as the output does, 2·(0.2 − 1). An input of 1 and a weight of 0.2 make the \
            output.",
    inputs: || array![[1.0]],
    wanted: Wanted::Values(&[1.0]),
    layers: || vec![GivenLayer::new(&IDENTITY, array![[0.2]])],
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.1,
    printed: &[
        Printed::new("cost", Number::Loss, "0.64"),
        Printed::new("slope", Number::Delta(unit(0, 0)), "−1.6"),
    ],
};
