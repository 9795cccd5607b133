//! Exploding gradients (CURRICULUM D3), and what clipping them by norm does.

use super::{Cure, Failure, Picture, digits, on_raw_pixels, rate};
use crate::data::scaling::UNIT;
use crate::nn::Clipping;
use crate::nn::activation::RELU;
use crate::nn::init::HE;
use crate::registry::Choice;
use crate::training::RunConfig;

/// Deep, and on pixels of up to 255.
pub static FAILURE: Failure = Failure {
    key: "exploding",
    name: "Exploding gradients",
    setup: "Six hidden layers of 32 ReLUs on raw pixels, 0 to 255, with a rate of 0.1.",
    watch: "Watch the first few updates: the loss grows a million times and more at each, until \
            it is no finite number and the run stops by itself.",
    why: "Large inputs make a large gradient, a large gradient makes large weights, and through \
          seven layers large weights make a gradient larger still: each step multiplies the last.",
    is_steep: true,
    picture: Picture::Gradients,
    config: || {
        on_raw_pixels(RunConfig {
            initializer: Choice::of(&HE),
            learning_rate: rate(0.1),
            ..digits(&[32; 6], &RELU, 4_000)
        })
    },
    cures: &[
        Cure {
            change: "clipped by norm to 1",
            why: "A gradient longer than 1 is shortened to 1. It still says which way; no step is \
                  longer than the rate any more. Some units do not survive the first steps.",
            apply: |config| config.clipping = Clipping::Norm(1.0),
        },
        Cure {
            change: "on pixels from 0 to 1",
            why: "Inputs of at most 1 make gradients of about 1: there is nothing to clip.",
            apply: |config| config.scaling = Choice::of(&UNIT),
        },
    ],
};
