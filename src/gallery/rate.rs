//! Too large a rate (CURRICULUM D2): each step leaps over the valley.

use super::{Cure, Failure, Picture, digits, rate};
use crate::nn::activation::SIGMOID;
use crate::training::RunConfig;

/// 30 where 0.5 is right.
pub static FAILURE: Failure = Failure {
    key: "rate",
    name: "Too large a rate",
    setup: "The lesson's network with a learning rate of 30.",
    watch: "Watch the loss: it does not fall, it leaps, and stays above 2.3, which is guessing.",
    why: "The gradient says which way is down here, not how far. A step of 30 times its length \
          leaps over the valley and up the other side, further up each time, until the units are \
          saturated and no slope leads back.",
    is_steep: false,
    picture: Picture::Curves,
    config: || RunConfig { learning_rate: rate(30.0), ..digits(&[16, 16], &SIGMOID, 6_000) },
    cures: &[Cure {
        change: "with a rate of 0.5",
        why: "Small enough to stay in the valley, large enough to get along.",
        apply: |config| config.learning_rate = rate(0.5),
    }],
};
