//! Many lines between units, in the colors of signs: bundled into few SVG paths, for a
//! browser draws ten thousand lines of one path faster than a hundred paths.

use leptos::prelude::*;

/// Strengths that are told apart.
const LEVELS: usize = 4;

/// A point, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A number, and the line that shows it.
pub type Line = (f32, Spot, Spot);

/// All lines of one sign and one strength, as one SVG path.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgePath {
    d: String,
    positive: bool,
    opacity: f64,
    width: f64,
}

/// Adds `lines` to `paths`, the largest number boldest; `dim` below 1 lets them stand back.
/// What is 0 or no number is not drawn.
pub fn bundle(paths: &mut Vec<EdgePath>, lines: &[Line], dim: f64) {
    let sizes = lines.iter().map(|(number, ..)| number.abs()).filter(|size| size.is_finite());
    let largest = sizes.fold(0.0, f32::max);
    if largest == 0.0 {
        return;
    }
    for positive in [false, true] {
        for level in 0..LEVELS {
            let mut d = String::new();
            for (number, from, to) in lines {
                // The root brings the many middling ones out of the mist.
                let share = (number.abs() / largest).sqrt();
                let at = ((share * LEVELS as f32) as usize).min(LEVELS - 1);
                if *number != 0.0 && (*number > 0.0) == positive && at == level {
                    d += &format!("M{:.1} {:.1}L{:.1} {:.1}", from.x, from.y, to.x, to.y);
                }
            }
            if !d.is_empty() {
                let strength = (level + 1) as f64 / LEVELS as f64;
                let opacity = ((0.08 + 0.77 * strength * strength) * dim).min(1.0);
                let width = if dim > 1.0 { 3.0 } else { 0.6 + 1.5 * strength };
                paths.push(EdgePath { d, positive, opacity, width });
            }
        }
    }
}

/// The paths, drawn.
pub fn edge_views(paths: Vec<EdgePath>) -> Vec<impl IntoView + use<>> {
    let path_view = |EdgePath { d, positive, opacity, width }| {
        let sign = if positive { "edge edge--positive" } else { "edge edge--negative" };
        view! {
            <path d=d class=sign style:opacity=f64::to_string(&opacity)
                style:stroke-width=format!("{width}px") />
        }
    };
    paths.into_iter().map(path_view).collect()
}
