//! Paths over a terrain: lines with a halo, so that they show on any height, and a mark of
//! their own at the end.

use std::f64::consts::TAU;

use plotters::prelude::{Color as _, DrawingBackend};

use super::Drawn;
use super::brush::{Brush, Point};
use crate::plots::Tint;

/// A path.
#[derive(Clone, Copy, Debug)]
pub struct Trail<'a> {
    /// x and y of each of its points, the latest last. One that is not finite leaves a gap.
    pub points: &'a [(f64, f64)],
    /// Its color.
    pub tint: Tint,
    /// What stands at its latest point: nobody needs the color to tell paths apart.
    pub symbol: Symbol,
    /// Where an arrow from its latest point goes.
    pub arrow: Option<(f64, f64)>,
}

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A ball.
    Disc,
    /// A square.
    Square,
    /// A triangle.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A triangle on its tip.
    Wedge,
    /// A cross.
    Cross,
    /// A star of five points.
    Star,
}

impl Symbol {
    /// Every mark, in order.
    pub const ALL: [Self; 7] = [
        Self::Disc,
        Self::Square,
        Self::Triangle,
        Self::Diamond,
        Self::Wedge,
        Self::Cross,
        Self::Star,
    ];

    /// Its corners, of about the area of a disc of radius 1; y goes down.
    pub fn outline(self) -> Vec<(f64, f64)> {
        let around = |n: usize, turn: f64, radius: &dyn Fn(usize) -> f64| {
            let corner = |idx: usize| {
                let angle = TAU * (idx as f64 / n as f64 + turn);
                (radius(idx) * angle.sin(), -radius(idx) * angle.cos())
            };
            (0..n).map(corner).collect()
        };
        match self {
            Self::Disc => around(24, 0.0, &|_| 1.0),
            Self::Square => around(4, 0.125, &|_| 1.25),
            Self::Diamond => around(4, 0.0, &|_| 1.35),
            Self::Triangle => around(3, 0.0, &|_| 1.45),
            Self::Wedge => around(3, 0.5, &|_| 1.45),
            Self::Star => around(10, 0.0, &|idx| if idx % 2 == 0 { 1.7 } else { 0.75 }),
            Self::Cross => {
                let (long, thin) = (1.35, 0.5);
                let arm = [(-thin, -long), (thin, -long), (thin, -thin)];
                let turned = (0..4).flat_map(|quarter| {
                    arm.map(|(x, y)| match quarter {
                        0 => (x, y),
                        1 => (-y, x),
                        2 => (-x, -y),
                        _ => (y, -x),
                    })
                });
                turned.collect()
            }
        }
    }
}

/// Where things on the terrain are in the drawing.
pub(super) trait Ground {
    /// The place of x and y, and whether nothing stands before it; none outside.
    fn spot(&self, at: (f64, f64)) -> Option<(Point, bool)>;

    /// The stretch between two places as it lies on the ground, as far as it is inside.
    fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Vec<(Point, bool)>;
}

const LINE_PX: f64 = 2.25;
const HALO_PX: f64 = 5.0;
const MARK_PX: f64 = 6.5;
const DOT_PX: f64 = 2.5;
/// Dots that touch are a bar.
const SPACING_PX: f64 = 9.0;
/// Longer paths are drawn thinner.
const MANY: usize = 40;
const HEAD_PX: f64 = 11.0;
/// How much is seen of what stands behind something.
const HIDDEN: f64 = 0.3;

/// Draws paths: all their lines first, then all their marks.
pub(super) fn draw<DB: DrawingBackend>(
    brush: &Brush<DB>,
    ground: &impl Ground,
    trails: &[Trail],
) -> Drawn<DB> {
    for trail in trails {
        for run in runs(ground, trail.points) {
            let thin = if trail.points.len() > MANY { 0.7 } else { 1.0 };
            line(brush, &run, trail.tint, thin * LINE_PX)?;
        }
        dots(brush, ground, trail)?;
    }
    for trail in trails {
        if let (Some(&from), Some(to)) = (trail.points.last(), trail.arrow) {
            arrow(brush, ground, (from, to), trail.tint)?;
        }
    }
    for trail in trails {
        let last = trail.points.last().and_then(|&last| ground.spot(last));
        match last {
            Some((at, true)) => mark(brush, at, trail.symbol, trail.tint)?,
            Some((at, false)) => ghost(brush, at, trail.symbol, trail.tint)?,
            None => {}
        }
    }
    Ok(())
}

/// A line, and whether it can be seen.
type Run = (Vec<Point>, bool);

/// The parts of a path that are all in sight, or all out of it.
fn runs(ground: &impl Ground, points: &[(f64, f64)]) -> Vec<Run> {
    let mut runs = Vec::<Run>::new();
    let mut end = None::<Point>;
    for pair in points.windows(2) {
        for (at, is_seen) in ground.stretch(pair[0], pair[1]) {
            let goes_on = end == Some(at);
            match runs.last_mut() {
                _ if goes_on => {}
                Some((run, seen)) if *seen == is_seen && end.is_some() => run.push(at),
                // One begins where the other ends.
                Some((run, _)) if end.is_some() => {
                    let last = run.last().copied();
                    runs.push((last.into_iter().chain([at]).collect(), is_seen));
                }
                _ => runs.push((vec![at], is_seen)),
            }
            end = Some(at);
        }
        // Where it leaves the ground it ends.
        if ground.spot(pair[1]).is_none() {
            end = None;
        }
    }
    runs
}

fn line<DB: DrawingBackend>(
    brush: &Brush<DB>,
    (points, is_seen): &Run,
    tint: Tint,
    width_px: f64,
) -> Drawn<DB> {
    let color = brush.color(tint);
    if *is_seen {
        brush.line(points, brush.color(Tint::Surface).mix(0.7), width_px + HALO_PX - LINE_PX)?;
        brush.line(points, color, width_px)
    } else {
        brush.line(points, color.mix(HIDDEN), width_px)
    }
}

/// A dot for each step that is far enough from the one before, and one at the start.
fn dots<DB: DrawingBackend>(brush: &Brush<DB>, ground: &impl Ground, trail: &Trail) -> Drawn<DB> {
    let mut last = None::<Point>;
    let symbol = Symbol::Disc;
    // Of many steps each is a small one.
    let dot = if trail.points.len() > MANY { 0.7 * DOT_PX } else { DOT_PX };
    for &at in trail.points.iter().rev().skip(1).rev() {
        let Some((at, true)) = ground.spot(at) else { continue };
        let is_far =
            last.is_none_or(|last| (at.0 - last.0).hypot(at.1 - last.1) >= brush.px(SPACING_PX));
        if is_far {
            let size = if last.is_none() { 1.6 * DOT_PX } else { dot };
            shape(brush, at, symbol, size + 0.75, Tint::Surface)?;
            shape(brush, at, symbol, size, trail.tint)?;
            last = Some(at);
        }
    }
    Ok(())
}

fn mark<DB: DrawingBackend>(brush: &Brush<DB>, at: Point, symbol: Symbol, tint: Tint) -> Drawn<DB> {
    shape(brush, at, symbol, MARK_PX + 2.0, Tint::Surface)?;
    shape(brush, at, symbol, MARK_PX, tint)
}

/// One that something stands before: where it is shows through.
fn ghost<DB: DrawingBackend>(
    brush: &Brush<DB>,
    at: Point,
    symbol: Symbol,
    tint: Tint,
) -> Drawn<DB> {
    brush.fill(&outline(brush, at, symbol, MARK_PX), brush.color(tint).mix(HIDDEN))
}

fn shape<DB: DrawingBackend>(
    brush: &Brush<DB>,
    at: Point,
    symbol: Symbol,
    radius_px: f64,
    tint: Tint,
) -> Drawn<DB> {
    brush.fill(&outline(brush, at, symbol, radius_px), brush.color(tint))
}

fn outline<DB: DrawingBackend>(
    brush: &Brush<DB>,
    at: Point,
    symbol: Symbol,
    radius_px: f64,
) -> Vec<Point> {
    let radius = brush.px(radius_px);
    let corners = symbol.outline().into_iter();
    corners.map(|(x, y)| (at.0 + radius * x, at.1 + radius * y)).collect()
}

fn arrow<DB: DrawingBackend>(
    brush: &Brush<DB>,
    ground: &impl Ground,
    (from, to): ((f64, f64), (f64, f64)),
    tint: Tint,
) -> Drawn<DB> {
    let shaft: Vec<Point> = ground.stretch(from, to).into_iter().map(|(at, _)| at).collect();
    let [first, .., tip] = shaft[..] else { return Ok(()) };
    // The head goes where the last part of the shaft goes.
    let head = brush.px(HEAD_PX).min(0.6 * (tip.0 - first.0).hypot(tip.1 - first.1));
    let away = |at: &&Point| (tip.0 - at.0).hypot(tip.1 - at.1) >= head;
    let neck = shaft.iter().rev().find(away).copied().unwrap_or(first);
    let length = (tip.0 - neck.0).hypot(tip.1 - neck.1);
    if length < brush.px(1.0) {
        return Ok(());
    }
    let (x, y) = ((tip.0 - neck.0) / length, (tip.1 - neck.1) / length);
    let base = (tip.0 - head * x, tip.1 - head * y);
    let triangle = |grown: f64| {
        let half = 0.5 * head + grown;
        [
            (tip.0 + 1.6 * grown * x, tip.1 + 1.6 * grown * y),
            (base.0 - grown * x - half * y, base.1 - grown * y + half * x),
            (base.0 - grown * x + half * y, base.1 - grown * y - half * x),
        ]
    };
    // A head that leaves the ground is not shown: it ends elsewhere.
    let is_whole = ground.spot(to).is_some();
    let is_seen = ground.spot(from).is_none_or(|(_, is_seen)| is_seen);
    let (halo, color) = match is_seen {
        true => (brush.color(Tint::Surface), brush.color(tint)),
        false => (brush.color(Tint::Surface).mix(0.0), brush.color(tint).mix(HIDDEN)),
    };
    let mut shaft: Vec<Point> = shaft.into_iter().take_while(|at| !is_whole || away(&at)).collect();
    if is_whole {
        shaft.push(base);
    }
    brush.line(&shaft, halo, HALO_PX + 1.5)?;
    if is_whole {
        brush.fill(&triangle(brush.px(1.75)), halo)?;
    }
    brush.line(&shaft, color, LINE_PX + 1.0)?;
    if is_whole {
        brush.fill(&triangle(0.0), color)?;
    }
    Ok(())
}
