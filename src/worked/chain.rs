//! One neuron a layer (CURRICULUM A12): the chain of w, b, z, a and the loss.

use ndarray::array;

use super::{Card, GivenLayer, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::SIGMOID;
use crate::nn::loss::SQUARED_ERROR;

/// 1-1-1, x = 0.6, y = 1.
pub static CHAIN: Card = Card {
    key: "chain",
    title: "One neuron a layer",
    about: "A chain of one input, one hidden neuron and one output. Draw it as a computation \
            graph: each weight's gradient is the product of what lies on the way back to it. \
            Nothing is printed of it: work out a number by hand first, then look.",
    inputs: || array![[0.6]],
    wanted: Wanted::Values(&[1.0]),
    layers: || {
        vec![
            GivenLayer::new(&SIGMOID, array![[1.5]]).with_bias(array![-0.5]),
            GivenLayer::new(&SIGMOID, array![[-2.0]]).with_bias(array![1.0]),
        ]
    },
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 1.0,
    printed: &[],
};
