//! Two clouds, which a line separates.

use super::{Kind, Pattern};

/// Around (−2, −2) and (2, 2); noise makes them wider.
pub static GAUSSIANS: Pattern = Pattern {
    key: "gaussians",
    name: "Two clouds",
    kind: Kind::Classes {
        names: &["lower left", "upper right"],
        draw: |it| {
            let center = if it.label == 0 { -2.0 } else { 2.0 };
            let spread = 0.7 + 2.0 * it.noise;
            (center + spread * it.random.normal(), center + spread * it.random.normal())
        },
    },
};
