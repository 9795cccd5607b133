//! No normalization (CURRICULUM E2): pixels from 0 to 255.

use super::{Cure, Failure, Picture, digits, on_raw_pixels};
use crate::data::scaling::UNIT;
use crate::nn::activation::SIGMOID;
use crate::registry::Choice;

/// The bytes as they are stored.
pub static FAILURE: Failure = Failure {
    key: "raw",
    name: "No normalization",
    setup: "The lesson's network on raw pixels, 0 to 255 instead of 0 to 1.",
    watch: "Watch the first layer's answers: nearly all are 0 or 1, with nothing between, and the \
            loss hardly falls.",
    why: "Sums z are 255 times as large, and out there a sigmoid is flat: a unit answers 0 or 1, \
          its slope is next to nothing, and it hardly learns.",
    is_steep: false,
    picture: Picture::Activations { layer_idx: 0 },
    config: || on_raw_pixels(digits(&[16, 16], &SIGMOID, 6_000)),
    cures: &[Cure {
        change: "on pixels from 0 to 1",
        why: "Sums of about 1 meet the sigmoid where it is steep.",
        apply: |config| config.scaling = Choice::of(&UNIT),
    }],
};
