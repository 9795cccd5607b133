//! Four by four squares.

use super::{Kind, Pattern, SIDE, strewn};

/// Squares on a side.
const SQUARES: u32 = 4;

/// Black and white.
pub static CHECKERBOARD: Pattern = Pattern {
    key: "checkerboard",
    name: "Checkerboard",
    kind: Kind::Classes {
        names: &["white", "black"],
        draw: |it| {
            let row = it.random.below(SQUARES);
            // Every second square of the row.
            let col = 2 * it.random.below(SQUARES / 2) + (row + it.label as u32) % 2;
            let side = 2.0 * SIDE / SQUARES as f32;
            // A gap between squares.
            let mut within = |at: u32| -SIDE + side * (at as f32 + it.random.range(0.06, 0.94));
            let place = (within(col), within(row));
            strewn(place, it.noise, 1.5, it.random)
        },
    },
};
