//! Overfitting: a hundred digits, learned by heart.

use std::num::NonZeroU32;

use super::{Cure, Failure, Picture, batch, digits, rate};
use crate::nn::OptimizerSpec;
use crate::nn::activation::RELU;
use crate::nn::init::HE;
use crate::nn::optimizer::ADAM;
use crate::registry::Choice;
use crate::training::RunConfig;

/// 100 of 60,000.
pub static FAILURE: Failure = Failure {
    key: "overfitting",
    name: "Learned by heart",
    setup: "A hidden layer of 64 ReLUs that learns from the first 100 digits alone, two hundred \
            times each.",
    watch: "Watch the two curves part: on the training digits the loss goes to 0, on the held-out \
            ones it rises again.",
    why: "51,000 parameters can keep 100 digits in mind without knowing what a 3 is. From there \
          on it only grows surer, where it is wrong, too: that is what the rising loss says.",
    is_steep: false,
    picture: Picture::Curves,
    config: || RunConfig {
        initializer: Choice::of(&HE),
        optimizer: OptimizerSpec::defaults(Choice::of(&ADAM)),
        learning_rate: rate(0.005),
        batch_size: batch(10),
        train_on: NonZeroU32::new(100),
        ..digits(&[64], &RELU, 2_000)
    },
    cures: &[Cure {
        change: "with all 60,000 digits",
        why: "As many updates, but each digit is a new one: nothing can be learned by heart.",
        apply: |config| config.train_on = None,
    }],
};
