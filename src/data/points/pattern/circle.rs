//! A disk within a ring.

use super::{Kind, Pattern, strewn};

/// A disk of radius 2.5, a ring from 3.5 to 5.
pub static CIRCLE: Pattern = Pattern {
    key: "circle",
    name: "Circle",
    kind: Kind::Classes {
        names: &["inside", "outside"],
        draw: |it| {
            let radius =
                if it.label == 0 { it.random.range(0.0, 2.5) } else { it.random.range(3.5, 5.0) };
            let angle = it.random.range(0.0, core::f32::consts::TAU);
            let place = (radius * libm::cosf(angle), radius * libm::sinf(angle));
            strewn(place, it.noise, 2.5, it.random)
        },
    },
};
