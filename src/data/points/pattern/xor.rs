//! Four squares, the opposite ones of one class: no line separates them (CURRICULUM A15).

use super::{Kind, Pattern, SIDE, strewn};

/// One class where x₁·x₂ < 0, the other where it is above.
pub static XOR: Pattern = Pattern {
    key: "xor",
    name: "XOR",
    kind: Kind::Classes {
        names: &["different signs", "equal signs"],
        draw: |it| {
            // A gap between the squares.
            let (across, up) = (it.random.range(0.3, SIDE), it.random.range(0.3, SIDE));
            let left = if it.random.below(2) == 0 { -1.0 } else { 1.0 };
            let below = if it.label == 0 { -left } else { left };
            strewn((left * across, below * up), it.noise, 2.0, it.random)
        },
    },
};
