//! A terrain from above: bands of color with lines between them.

use std::f64::consts::TAU;

use plotters::prelude::{Color as _, DrawingBackend};
use plotters::style::text_anchor::{HPos, VPos};

use super::brush::{Brush, Point, clip, height_color};
use super::grid::Grid;
use super::rings::rings;
use super::trail::{self, Ground};
use super::{Drawn, Fog, Terrain};
use crate::plots::{Axis, Color, Tint};

const LEFT_PX: f64 = 40.0;
const RIGHT_PX: f64 = 20.0;
const TOP_PX: f64 = 22.0;
const BOTTOM_PX: f64 = 24.0;
/// Night is as dark in either theme.
pub(super) const NIGHT: Color = Color(0x0c, 0x0e, 0x13, 1.0);

/// Where the plane is in the drawing, in the backend's pixels.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    x: Axis,
    y: Axis,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Frame {
    /// As much of the drawing as there is room for, `aspect` times as wide as high if it is to
    /// be so.
    pub(super) fn fit<DB: DrawingBackend>(
        brush: &Brush<DB>,
        (x, y): (&Axis, &Axis),
        aspect: Option<f64>,
    ) -> Self {
        let (width, height) = brush.size();
        let room = (width - brush.px(LEFT_PX + RIGHT_PX), height - brush.px(TOP_PX + BOTTOM_PX));
        let (width, height) = match aspect {
            Some(aspect) => (room.0.min(room.1 * aspect), room.1.min(room.0 / aspect)),
            None => room,
        };
        Self {
            x: x.clone().with_ticks((width / brush.px(56.0)) as usize),
            y: y.clone().with_ticks((height / brush.px(40.0)) as usize),
            left: brush.px(LEFT_PX) + (room.0 - width) / 2.0,
            top: brush.px(TOP_PX) + (room.1 - height) / 2.0,
            width,
            height,
        }
    }

    /// Where x and y are, inside or not, but not without end.
    pub(super) fn anywhere(&self, (x, y): (f64, f64)) -> Option<Point> {
        let across = self.x.position(x)?.clamp(-1e3, 1e3);
        let up = self.y.position(y)?.clamp(-1e3, 1e3);
        Some((self.left + across * self.width, self.top + (1.0 - up) * self.height))
    }

    fn right(&self) -> f64 {
        self.left + self.width
    }

    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    fn contains(&self, (x, y): Point) -> bool {
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }

    pub(super) fn place(&self, at: (f64, f64)) -> Option<Point> {
        self.anywhere(at).filter(|&point| self.contains(point))
    }

    pub(super) fn at(&self, point: Point) -> Option<(f64, f64)> {
        let across = (point.0 - self.left) / self.width;
        let up = 1.0 - (point.1 - self.top) / self.height;
        self.contains(point).then(|| (self.x.value_at(across), self.y.value_at(up)))
    }

    pub(super) fn corners(&self) -> [Point; 4] {
        let (left, right, top, bottom) = (self.left, self.right(), self.top, self.bottom());
        [(left, top), (right, top), (right, bottom), (left, bottom)]
    }
}

impl Ground for Frame {
    fn spot(&self, at: (f64, f64)) -> Option<(Point, bool)> {
        self.place(at).map(|point| (point, true))
    }

    fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Vec<(Point, bool)> {
        let ends = self.anywhere(from).zip(self.anywhere(to));
        let (xs, ys) = ((self.left, self.right()), (self.top, self.bottom()));
        let part = ends.and_then(|(a, b)| {
            let (from, to) = clip((a, b), xs, ys)?;
            let at = |share: f64| (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
            Some([(at(from), true), (at(to), true)])
        });
        part.into_iter().flatten().collect()
    }
}

impl Terrain<'_> {
    /// The map.
    pub(super) fn draw_map<DB: DrawingBackend>(
        &self,
        brush: &Brush<DB>,
        grid: &Grid,
    ) -> Drawn<DB, Frame> {
        let frame = Frame::fit(brush, (self.x, self.y), self.aspect());
        let n_bands = self.levels.n_bands() as f64;
        let color = |band: usize| height_color(brush.theme, (band as f64 + 0.5) / n_bands);
        brush.fill(&frame.corners(), color(0))?;
        let (right, up) = ((grid.cols - 1) as f64, (grid.rows - 1) as f64);
        let place = |&(col, row): &(f64, f64)| {
            (frame.left + col / right * frame.width, frame.bottom() - row / up * frame.height)
        };
        let rings = rings(grid, self.levels);
        for ring in &rings {
            let points: Vec<Point> = ring.points.iter().map(place).collect();
            brush.fill(&points, color(ring.band()))?;
        }
        let ink = brush.color(Tint::Ink);
        for ring in &rings {
            // Every fourth line is stronger, as on maps of mountains.
            let opacity = if ring.level.is_multiple_of(4) { 0.3 } else { 0.14 };
            for line in within(&ring.points, (right, up)) {
                let line: Vec<Point> = line.iter().map(place).collect();
                brush.line(&line, ink.mix(opacity), 1.0)?;
            }
        }
        if let Some(fog) = self.fog {
            darken(brush, &frame, fog)?;
        }
        outline(brush, &frame, self.labels)?;
        trail::draw(brush, &frame, self.trails)?;
        Ok(frame)
    }
}

/// The parts of a ring that don't lie on the border.
fn within(ring: &[(f64, f64)], (right, up): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let on_one_side = |a: (f64, f64), b: (f64, f64)| {
        (a.0 == b.0 && (a.0 == 0.0 || a.0 == right)) || (a.1 == b.1 && (a.1 == 0.0 || a.1 == up))
    };
    let n = ring.len();
    let is_open = |idx: usize| !on_one_side(ring[idx % n], ring[(idx + 1) % n]);
    // From where it comes in, if it does, so that no part is cut in two.
    let start = (0..n).find(|&idx| !is_open(idx)).unwrap_or(0);
    let mut parts = Vec::<Vec<(f64, f64)>>::new();
    let mut goes_on = false;
    for idx in start..start + n {
        if !is_open(idx) {
            goes_on = false;
            continue;
        }
        if !goes_on {
            parts.push(vec![ring[idx % n]]);
        }
        goes_on = true;
        if let Some(part) = parts.last_mut() {
            part.push(ring[(idx + 1) % n]);
        }
    }
    parts
}

/// Night over all but a disc.
pub(super) fn darken<DB: DrawingBackend>(brush: &Brush<DB>, frame: &Frame, fog: Fog) -> Drawn<DB> {
    let Some(center) = frame.place(fog.at) else {
        return brush.fill(&frame.corners(), NIGHT);
    };
    let radius = fog.reach * frame.width;
    let inside =
        |(x, y): Point| (x.clamp(frame.left, frame.right()), y.clamp(frame.top, frame.bottom()));
    let circle = |radius: f64| {
        (0..=72).map(move |idx| {
            let angle = TAU * f64::from(idx) / 72.0;
            inside((center.0 + radius * angle.cos(), center.1 + radius * angle.sin()))
        })
    };
    // One outline, there and back: around the disc the other way than around the frame.
    let edge = inside((frame.right(), center.1));
    let [a, b, c, d] = frame.corners();
    let around = [edge, c, d, a, b, edge];
    let hole: Vec<Point> = around.into_iter().chain(circle(radius).rev()).collect();
    brush.fill(&hole, NIGHT)?;
    brush.line(&[inside((center.0 + radius, center.1)), edge], NIGHT, 1.5)?;
    // Light fades.
    for idx in 0..6 {
        let at = radius * (1.0 - 0.05 * (f64::from(idx) + 0.5));
        let ring: Vec<Point> = circle(at).collect();
        let opacity = 0.75 - 0.125 * f64::from(idx);
        brush.line(&ring, NIGHT.mix(opacity), 0.05 * radius / brush.units)?;
    }
    Ok(())
}

/// The frame's edge and what stands at it.
pub(super) fn outline<DB: DrawingBackend>(
    brush: &Brush<DB>,
    frame: &Frame,
    labels: [&str; 2],
) -> Drawn<DB> {
    let [a, b, c, d] = frame.corners();
    brush.line(&[a, b, c, d, a], brush.color(Tint::Line), 1.0)?;
    let mark = brush.px(4.0);
    let line = brush.color(Tint::InkFaint);
    for &tick in frame.x.ticks() {
        let Some(at) = frame.x.position(tick).filter(|at| (0.0..=1.0).contains(at)) else {
            continue;
        };
        let x = frame.left + at * frame.width;
        brush.line(&[(x, frame.bottom()), (x, frame.bottom() + mark)], line, 1.0)?;
        let text = frame.x.label(tick).replace('-', "−");
        let below = frame.bottom() + 1.75 * mark;
        brush.text(&text, (x, below), (HPos::Center, VPos::Top))?;
    }
    for &tick in frame.y.ticks() {
        let Some(at) = frame.y.position(tick).filter(|at| (0.0..=1.0).contains(at)) else {
            continue;
        };
        let y = frame.bottom() - at * frame.height;
        brush.line(&[(frame.left - mark, y), (frame.left, y)], line, 1.0)?;
        let text = frame.y.label(tick).replace('-', "−");
        brush.text(&text, (frame.left - 1.75 * mark, y), (HPos::Right, VPos::Center))?;
    }
    let gap = brush.px(6.0);
    brush.text(labels[0], (frame.right() + gap, frame.bottom()), (HPos::Left, VPos::Center))?;
    brush.text(labels[1], (frame.left, frame.top - gap), (HPos::Center, VPos::Bottom))
}
