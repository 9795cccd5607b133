//! Two arms wound into each other: the hardest of the classical ones (K. Lang and M.
//! Witbrock, "Learning to tell two spirals apart", 1988).

use super::{Kind, Pattern, SIDE, strewn};

/// One and three quarter turns.
pub static SPIRAL: Pattern = Pattern {
    key: "spiral",
    name: "Spiral",
    kind: Kind::Classes {
        names: &["one arm", "the other arm"],
        draw: |it| {
            let turn = core::f32::consts::TAU * 1.75 * it.along;
            let angle = turn + core::f32::consts::PI * it.label as f32;
            // In the middle both arms would be at one place.
            let radius = 0.3 + (SIDE - 0.3) * it.along;
            let place = (radius * libm::sinf(angle), radius * libm::cosf(angle));
            strewn(place, it.noise, 1.0, it.random)
        },
    },
};
