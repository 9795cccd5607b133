//! Ways of writing that MNIST hardly has, since its hands learned to write in one
//! country: a 1 with a flag or a base, a 7 with a bar. Strokes are added to hands that
//! write them without.

use descent::data::digit::{Drawing, Point, Stroke};
use descent::random::Stream;

/// Share of ones that get a flag, of those with a flag that get a base too, and of
/// sevens that get a bar.
const FLAGS: f32 = 0.3;
const BASES: f32 = 0.3;
const BARS: f32 = 0.3;

/// The drawing of `label`, perhaps as it is written elsewhere.
pub fn varied(drawing: &Drawing, label: u8, random: &mut Stream) -> Drawing {
    let mut varied = drawing.clone();
    let added = match label {
        1 if random.unit() < FLAGS => flag_and_base(drawing, random),
        7 if random.unit() < BARS => bar(drawing, random),
        _ => Vec::new(),
    };
    varied.strokes.extend(added);
    varied
}

fn points(drawing: &Drawing) -> impl Iterator<Item = &Point> {
    drawing.strokes.iter().flat_map(|stroke| &stroke.points)
}

/// Top and bottom, if there is ink.
fn ends(drawing: &Drawing) -> Option<(Point, Point)> {
    let top = points(drawing).min_by(|a, b| a.y.total_cmp(&b.y))?;
    let bottom = points(drawing).max_by(|a, b| a.y.total_cmp(&b.y))?;
    Some((*top, *bottom))
}

/// For a one that is a mere line.
fn flag_and_base(drawing: &Drawing, random: &mut Stream) -> Vec<Stroke> {
    let Some((top, bottom)) = ends(drawing) else { return Vec::new() };
    let (x, y) = (bottom.x - top.x, bottom.y - top.y);
    let length = x.hypot(y);
    let off_line = |point: &Point| ((point.x - top.x) * y - (point.y - top.y) * x).abs() / length;
    if length < 10.0 || points(drawing).any(|point| off_line(point) > 0.12 * length) {
        return Vec::new();
    }
    // To the left and clearly downwards, or it might be the top of a 7; never along the stem.
    let lean = (-x).atan2(y);
    let (sin, cos) = random.range(0.4, 0.95).max(lean + 0.3).sin_cos();
    let reach = random.range(0.12, 0.4) * length;
    let tip = Point { x: top.x - reach * sin, y: top.y + reach * cos, t: 0.0 };
    let mut added = vec![line(tip, top)];
    if random.unit() < BASES {
        let mut reach = || random.range(0.12, 0.35) * length;
        let left = Point { x: bottom.x - reach(), ..bottom };
        added.push(line(left, Point { x: bottom.x + reach(), ..bottom }));
    }
    added
}

/// For a seven whose leg is alone at half its height.
fn bar(drawing: &Drawing, random: &mut Stream) -> Vec<Stroke> {
    let Some((top, bottom)) = ends(drawing) else { return Vec::new() };
    let height = bottom.y - top.y;
    let y = top.y + random.range(0.42, 0.6) * height;
    let xs = points(drawing).filter(|point| (point.y - y).abs() < 0.7).map(|point| point.x);
    let (left, right) =
        xs.fold((f32::INFINITY, f32::NEG_INFINITY), |(left, right), x| (left.min(x), right.max(x)));
    // Infinite if no point is at this height.
    if !(0.0..3.0).contains(&(right - left)) {
        return Vec::new();
    }
    let leg = (left + right) / 2.0;
    let tilt = random.range(-0.08, 0.08) * height;
    let mut reach = || random.range(0.12, 0.3) * height;
    let left = Point { x: leg - reach(), y: y + tilt, t: 0.0 };
    vec![line(left, Point { x: leg + reach(), y: y - tilt, t: 0.0 })]
}

/// With points on its way, so that it can be bent.
fn line(from: Point, to: Point) -> Stroke {
    let between = |step: u8| {
        let share = f32::from(step) / 8.0;
        Point { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y), t: 0.0 }
    };
    Stroke { points: (0..=8).map(between).collect() }
}
