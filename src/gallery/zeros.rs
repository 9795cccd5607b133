//! A start from zeros (CURRICULUM E1): all units of a layer stay alike.

use super::{Cure, Failure, Picture, digits};
use crate::nn::activation::SIGMOID;
use crate::nn::init::{SCALED_NORMAL, ZEROS};
use crate::registry::Choice;
use crate::training::RunConfig;

/// The lesson's network, from zeros.
pub static FAILURE: Failure = Failure {
    key: "zeros",
    name: "A start from zeros",
    setup: "The lesson's network with all weights 0 at the start.",
    watch: "Watch the first layer's pictures: sixteen units, and all of them learn the same one.",
    why: "Units with the same weights give the same answers, get the same blame, and make the \
          same update: they can never become different. Sixteen units do the work of one.",
    is_steep: false,
    picture: Picture::Weights,
    config: || RunConfig { initializer: Choice::of(&ZEROS), ..digits(&[16, 16], &SIGMOID, 6_000) },
    cures: &[Cure {
        change: "from random weights",
        why: "Small random weights make each unit a little different, and what is different \
                  can become more so: sixteen pictures instead of one.",
        apply: |config| config.initializer = Choice::of(&SCALED_NORMAL),
    }],
};
