//! Points below and above a curve: a set that is bounded by a function.

use super::{Kind, Pattern, SIDE, strewn};

/// x₂ = 2·sin x₁.
pub static BETWEEN: Pattern = Pattern {
    key: "wave",
    name: "Below a wave",
    kind: Kind::Classes {
        names: &["below", "above"],
        draw: |it| {
            let x = it.random.range(-SIDE, SIDE);
            let curve = 2.0 * libm::sinf(x);
            // A gap along the curve.
            let y = if it.label == 0 {
                it.random.range(-SIDE, curve - 0.3)
            } else {
                it.random.range(curve + 0.3, SIDE)
            };
            strewn((x, y), it.noise, 2.0, it.random)
        },
    },
};
