//! loss(y, softmax(relu(x·W₁ + b₁)·W₂ + b₂)): the course's expression, whole (CURRICULUM A10).

use ndarray::array;

use super::{Card, GivenLayer, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::{RELU, SOFTMAX};
use crate::nn::loss::CROSS_ENTROPY;

/// 2-2-2, x = (1, 0.5), the class is the second one.
pub static EXPRESSION: Card = Card {
    key: "expression",
    title: "The whole expression",
    about: "loss(y, softmax(relu(x·W₁ + b₁)·W₂ + b₂)), the network of the lesson in small: two \
            inputs, two hidden units with ReLU, two classes. Draw it as a computation graph: \
            each edge has its value and, on the way back, its gradient. The second hidden unit \
            stands below 0, so that nothing comes through it, neither way. Nothing is printed of \
            it: work out a number by hand first, then look.",
    inputs: || array![[1.0, 0.5]],
    wanted: Wanted::Classes { names: &["A", "B"], labels: &[1] },
    layers: || {
        vec![
            GivenLayer::new(&RELU, array![[0.6, 0.4], [-0.8, 0.2]]).with_bias(array![0.1, 0.2]),
            GivenLayer::new(&SOFTMAX, array![[1.0, -0.5], [-1.0, 0.7]]).with_bias(array![0.0, 0.1]),
        ]
    },
    loss: &CROSS_ENTROPY,
    reduction: Reduction::Mean,
    learning_rate: 0.5,
    printed: &[],
};
