//! Many lines between units, in the colors of signs: bundled into few SVG paths, for a
//! browser draws ten thousand lines of one path faster than a hundred paths.

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use descent::walk::Weight;

/// Strengths that are told apart.
const LEVELS: usize = 4;
/// A pointer so near to a line, in pixels, means it; and a finger.
const REACH: [f64; 2] = [6.0, 12.0];
/// About how wide a letter of what is said is, in pixels.
const LETTER: f64 = 6.4;

/// A point, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A weight's line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Whose it is.
    pub weight: Weight,
    /// The number that it shows: the weight, or another one that belongs to it.
    pub value: f32,
    /// Where it begins.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
}

impl Line {
    /// What is 0 or no number is not drawn.
    fn is_drawn(&self) -> bool {
        self.value != 0.0 && !self.value.is_nan()
    }

    fn path(&self) -> String {
        let Self { from, to, .. } = self;
        format!("M{:.1} {:.1}L{:.1} {:.1}", from.x, from.y, to.x, to.y)
    }

    fn distance(&self, at: Spot) -> f64 {
        let (x, y) = (self.to.x - self.from.x, self.to.y - self.from.y);
        let (dx, dy) = (at.x - self.from.x, at.y - self.from.y);
        let along = (dx * x + dy * y) / (x * x + y * y).max(f64::MIN_POSITIVE);
        let along = along.clamp(0.0, 1.0);
        (dx - along * x).hypot(dy - along * y)
    }
}

/// Lines of which the largest number is the boldest.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheaf {
    /// Those that show 0 or no number are not drawn.
    pub lines: Vec<Line>,
    /// Below 1 they stand back.
    pub dim: f64,
}

/// All lines of one sign and one strength, as one SVG path.
struct EdgePath {
    d: String,
    positive: bool,
    opacity: f64,
    width: f64,
}

fn bundle(Sheaf { lines, dim }: &Sheaf) -> Vec<EdgePath> {
    let mut paths = Vec::new();
    let sizes = lines.iter().map(|line| line.value.abs()).filter(|size| size.is_finite());
    let largest = sizes.fold(0.0, f32::max);
    if largest == 0.0 {
        return paths;
    }
    for positive in [false, true] {
        for level in 0..LEVELS {
            let mut d = String::new();
            for line in lines {
                // The root brings the many middling ones out of the mist.
                let share = (line.value.abs() / largest).sqrt();
                let at = ((share * LEVELS as f32) as usize).min(LEVELS - 1);
                if line.is_drawn() && (line.value > 0.0) == positive && at == level {
                    d += &line.path();
                }
            }
            if !d.is_empty() {
                let strength = (level + 1) as f64 / LEVELS as f64;
                let opacity = ((0.08 + 0.77 * strength * strength) * dim).min(1.0);
                let width = if *dim > 1.0 { 3.0 } else { 0.6 + 1.5 * strength };
                paths.push(EdgePath { d, positive, opacity, width });
            }
        }
    }
    paths
}

/// The lines, drawn.
pub fn edge_views(sheaves: &[Sheaf]) -> Vec<impl IntoView + use<>> {
    let path_view = |EdgePath { d, positive, opacity, width }| {
        let sign = if positive { "edge edge--positive" } else { "edge edge--negative" };
        view! {
            <path d=d class=sign style:opacity=f64::to_string(&opacity)
                style:stroke-width=format!("{width}px") />
        }
    };
    sheaves.iter().flat_map(bundle).map(path_view).collect()
}

/// The weight whose line a pointer means, over the element that listens to it: the nearest, if it is
/// near, unless there is something else to choose.
pub fn meant(event: &MouseEvent, sheaves: &[Sheaf]) -> Option<Weight> {
    let frame = event.current_target()?.dyn_into::<Element>().ok()?;
    let target = event.target()?.dyn_into::<Element>().ok()?;
    // The selector is a constant and valid.
    if target.closest("[role=button], [data-number], .picture").ok().flatten().is_some() {
        return None;
    }
    let pointer = event.dyn_ref::<PointerEvent>().map(PointerEvent::pointer_type);
    let reach = REACH[usize::from(pointer.is_some_and(|pointer| pointer == "touch"))];
    let bounds = frame.get_bounding_client_rect();
    let at = Spot {
        x: f64::from(event.client_x()) - bounds.left(),
        y: f64::from(event.client_y()) - bounds.top(),
    };
    let lines = sheaves.iter().flat_map(|sheaf| &sheaf.lines).filter(|line| line.is_drawn());
    let near = lines.map(|line| (line.distance(at), line)).filter(|(away, _)| *away <= reach);
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, line)| line.weight)
}

/// A weight's line, as it is drawn now.
pub fn line_of(sheaves: &[Sheaf], weight: Weight) -> Option<Line> {
    let mut lines = sheaves.iter().flat_map(|sheaf| &sheaf.lines);
    lines.find(|line| line.weight == weight && line.is_drawn()).copied()
}

/// The line that is meant, bold.
pub fn bold(line: Line) -> impl IntoView {
    let sign = if line.value < 0.0 { "edge edge--negative" } else { "edge edge--positive" };
    view! {
        <g class="meant" data-testid="meant-line" data-value=line.value.to_string()>
            <path class="meant__halo" d=line.path() />
            <path class=format!("meant__line {sign}") d=line.path() />
        </g>
    }
}

/// What is said of it, above its middle, within a drawing as wide as this.
pub fn tip(line: Line, text: String, width: f64) -> impl IntoView {
    let half = LETTER * text.chars().count() as f64 / 2.0 + 6.0;
    let x = ((line.from.x + line.to.x) / 2.0).min(width - half - 2.0).max(half + 2.0);
    let y = (line.from.y + line.to.y) / 2.0 - 20.0;
    view! {
        <g class="meant" aria-hidden="true" data-testid="meant-tip">
            <rect x=x - half y=y - 11.0 width=2.0 * half height="22" rx="5" />
            <text x=x y=y text-anchor="middle" dominant-baseline="central">{text}</text>
        </g>
    }
}
