//! Dead ReLUs: units that answer 0 to everything, for good.

use super::{Cure, Failure, Picture, digits, network, rate};
use crate::nn::activation::{RELU, SIGMOID};
use crate::nn::init::HE;
use crate::registry::Choice;
use crate::training::RunConfig;

/// A rate that ReLUs don't survive.
pub static FAILURE: Failure = Failure {
    key: "dead",
    name: "Dead ReLUs",
    setup: "Two hidden layers of 32 ReLUs, with a rate of 1.",
    watch: "Watch the units: within a second nearly all are dead, and their layer answers 0 to \
            every digit.",
    why: "One step too long pushes a unit's sum z below 0 for every digit. There the slope of a \
          ReLU is 0: nothing ever pulls it back.",
    is_steep: false,
    picture: Picture::Activations { layer_idx: 1 },
    config: || RunConfig {
        initializer: Choice::of(&HE),
        learning_rate: rate(1.0),
        ..digits(&[32, 32], &RELU, 6_000)
    },
    cures: &[
        Cure {
            change: "with a rate of 0.1",
            why: "Shorter steps push hardly any unit that far.",
            apply: |config| config.learning_rate = rate(0.1),
        },
        Cure {
            change: "with sigmoids",
            why: "A sigmoid's slope is small where it is flat, and never 0: from there a unit \
                  can come back.",
            apply: |config| config.network = network(&[32, 32], &SIGMOID),
        },
    ],
};
