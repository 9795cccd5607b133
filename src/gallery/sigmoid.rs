//! A deep network of sigmoids (CURRICULUM D3): the gradient vanishes on its way back.

use super::{Cure, Failure, Picture, digits, network, rate};
use crate::nn::activation::{RELU, SIGMOID, TANH};
use crate::nn::init::XAVIER;
use crate::registry::Choice;
use crate::training::RunConfig;

/// Six hidden layers.
const HIDDEN: [usize; 6] = [32; 6];

/// Each sigmoid's slope is a quarter at most.
pub static FAILURE: Failure = Failure {
    key: "sigmoid",
    name: "Deep sigmoids",
    setup: "Six hidden layers of 32 sigmoids, with a rate of 0.1.",
    watch: "Watch the gradient's length: layer by layer toward the first it shrinks, by a factor \
            of about four each, and the first layer stands still.",
    why: "On its way back the gradient is multiplied by each layer's slope, and a sigmoid's is a \
          quarter at most. After six layers next to nothing is left.",
    is_steep: false,
    picture: Picture::Gradients,
    config: || RunConfig {
        initializer: Choice::of(&XAVIER),
        learning_rate: rate(0.1),
        ..digits(&HIDDEN, &SIGMOID, 4_000)
    },
    cures: &[
        Cure {
            change: "with ReLU",
            why: "Where a ReLU is on, its slope is 1: the gradient comes through as it is.",
            apply: |config| config.network = network(&HIDDEN, &RELU),
        },
        Cure {
            change: "with tanh",
            why: "The slope of tanh is 1 around 0, four times a sigmoid's.",
            apply: |config| config.network = network(&HIDDEN, &TANH),
        },
    ],
};
