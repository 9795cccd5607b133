//! W5: logistic regression, step by step.

use ndarray::array;

use super::rehearsal::weight;
use super::{Card, GivenLayer, Number, Printed, Wanted};
use crate::nn::activation::SIGMOID;
use crate::nn::loss::BINARY_CROSS_ENTROPY;
use crate::nn::{Parameter, Reduction};

const W_1: Number = Number::Value(weight(0, 0, 0));
const W_2: Number = Number::Value(weight(0, 0, 1));
const B: Number = Number::Value(Parameter::Bias { layer_idx: 0, unit_idx: 0 });

/// X = (1, 2), (2, 3), (3, 4), (4, 5); y = 0, 0, 1, 1; from 0, by the summed gradient.
pub static W5: Card = Card {
    key: "w5",
    title: "Logistic regression, step by step",
    about: "Four points in two classes, one sigmoid unit that starts from 0, and the summed \
            gradient of all four, at a learning rate of 0.1. There is no end to it: a line parts \
            the classes, so larger weights are always surer and better, and since x₂ = x₁ + 1, \
            there are many ways to say the same.",
    inputs: || array![[1.0, 2.0], [2.0, 3.0], [3.0, 4.0], [4.0, 5.0]],
    wanted: Wanted::Classes { names: &["0", "1"], labels: &[0, 0, 1, 1] },
    layers: || vec![GivenLayer::new(&SIGMOID, array![[0.0, 0.0]]).with_bias(array![0.0])],
    loss: &BINARY_CROSS_ENTROPY,
    reduction: Reduction::Sum,
    learning_rate: 0.1,
    printed: &[
        Printed::new("w₁ after 1 step", W_1, "0.2").after(1),
        Printed::new("w₂ after 1 step", W_2, "0.2").after(1),
        Printed::new("b after 1 step", B, "0").after(1),
        Printed::new("w₁ after 2 steps", W_1, "0.105308").after(2),
        Printed::new("w₂ after 2 steps", W_2, "0.001603").after(2),
        Printed::new("b after 2 steps", B, "−0.103705").after(2),
        Printed::new("w₁ after 1,000 steps", W_1, "6.532835893").after(1_000),
        Printed::new("w₂ after 1,000 steps", W_2, "−2.138293161").after(1_000),
        Printed::new("b after 1,000 steps", B, "−8.671129054")
            .after(1_000)
            .noted("Nothing has settled: after another thousand it is farther still."),
    ],
};
