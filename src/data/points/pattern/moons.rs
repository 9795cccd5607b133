//! Two half circles that reach into each other.

use super::{Kind, Pattern, strewn};

/// Of radius 3.
pub static MOONS: Pattern = Pattern {
    key: "moons",
    name: "Two moons",
    kind: Kind::Classes {
        names: &["upper", "lower"],
        draw: |it| {
            let angle = core::f32::consts::PI * it.along;
            let (x, y) = (3.0 * libm::cosf(angle), 3.0 * libm::sinf(angle));
            let place = if it.label == 0 { (x - 1.5, y - 0.75) } else { (1.5 - x, 0.75 - y) };
            strewn(place, it.noise, 2.0, it.random)
        },
    },
};
