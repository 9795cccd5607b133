//! Four clouds, four classes.

use super::{Kind, Pattern};

/// One in each corner, and one of them nearer to the middle.
pub static CLUSTERS: Pattern = Pattern {
    key: "clusters",
    name: "Four classes",
    kind: Kind::Classes {
        names: &["lower left", "lower right", "upper left", "upper right"],
        draw: |it| {
            let (x, y) = [(-3.0, -3.0), (3.0, -2.5), (-2.5, 3.0), (1.5, 1.5)][it.label % 4];
            let spread = 0.7 + 2.0 * it.noise;
            (x + spread * it.random.normal(), y + spread * it.random.normal())
        },
    },
};
