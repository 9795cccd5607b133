//! Hills and hollows.

use super::{Kind, Pattern};

/// Middles of the hills (height 1) and hollows (height −1).
const BUMPS: [(f32, f32, f32); 6] = [
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
];

/// Six bumps.
pub static HILLS: Pattern = Pattern {
    key: "hills",
    name: "Hills (values)",
    kind: Kind::Values {
        value: |x, y| {
            let height = |&(at, up, height): &(f32, f32, f32)| {
                let distance = libm::hypotf(x - at, y - up);
                height * (1.0 - distance / 2.2).max(0.0)
            };
            BUMPS.iter().map(height).sum()
        },
    },
};
