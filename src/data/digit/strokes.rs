//! A drawing as the hand made it: strokes of points, not pixels.
//!
//! Strokes can be scaled, redrawn with any pen, undone one by one and kept small;
//! pixels read back from a canvas can do none of that, and privacy modes alter them.

use serde::{Deserialize, Serialize};

/// Where the pen was, and when.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right, in the canvas's units.
    pub x: f32,
    /// Downwards, in the canvas's units.
    pub y: f32,
    /// Milliseconds since the drawing began.
    pub t: f32,
}

/// From pen down to pen up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// In the order in which they were drawn.
    pub points: Vec<Point>,
}

/// A drawing on a canvas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// Width of the canvas, in any unit.
    pub width: f32,
    /// Height of the canvas, in the same unit.
    pub height: f32,
    /// In the order in which they were drawn.
    pub strokes: Vec<Stroke>,
}

impl Drawing {
    /// An empty canvas.
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, strokes: Vec::new() }
    }

    /// Puts the pen down.
    pub fn begin_stroke(&mut self, point: Point) {
        self.strokes.push(Stroke { points: vec![point] });
    }

    /// Moves the pen that is down; without one, puts it down.
    pub fn extend_stroke(&mut self, point: Point) {
        match self.strokes.last_mut() {
            Some(stroke) => stroke.points.push(point),
            None => self.begin_stroke(point),
        }
    }

    /// Takes the last stroke away; says whether there was one.
    pub fn undo(&mut self) -> bool {
        self.strokes.pop().is_some()
    }

    /// Takes all strokes away.
    pub fn clear(&mut self) {
        self.strokes.clear();
    }

    /// Moves all strokes so that the middle of their box lies at `middle`, and resizes them so
    /// that its longer side is `side`; nothing if there is no extent.
    pub fn fit(&mut self, side: f32, middle: (f32, f32)) {
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for point in self.points() {
            for (axis, at) in [point.x, point.y].into_iter().enumerate() {
                (low[axis], high[axis]) = (low[axis].min(at), high[axis].max(at));
            }
        }
        let longest = (high[0] - low[0]).max(high[1] - low[1]);
        if longest <= 0.0 {
            return;
        }
        let place = |at: f32, axis: usize, to: f32| {
            to + (at - (low[axis] + high[axis]) / 2.0) * side / longest
        };
        for point in self.strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
            point.x = place(point.x, 0, middle.0);
            point.y = place(point.y, 1, middle.1);
        }
    }

    /// Whether there is no ink: no stroke, or none with a usable point.
    pub fn is_empty(&self) -> bool {
        self.points().next().is_none()
    }

    /// All usable points: those with finite coordinates.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> + '_ {
        self.strokes.iter().flat_map(Stroke::usable)
    }

    /// Width and height of the canvas, if they are usable.
    pub(super) fn canvas(&self) -> Option<(f64, f64)> {
        let is_usable = |side: f32| side.is_finite() && side > 0.0;
        (is_usable(self.width) && is_usable(self.height))
            .then_some((f64::from(self.width), f64::from(self.height)))
    }
}

impl Stroke {
    /// The points with finite coordinates; whatever sent others, the rest still counts.
    pub(super) fn usable(&self) -> impl Iterator<Item = Point> + '_ {
        self.points.iter().copied().filter(|point| point.x.is_finite() && point.y.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32) -> Point {
        Point { x, y: 0.0, t: 0.0 }
    }

    #[test]
    fn is_undone_stroke_by_stroke() {
        let mut drawing = Drawing::new(100.0, 100.0);
        assert!(drawing.is_empty() && !drawing.undo());
        drawing.extend_stroke(at(1.0));
        drawing.extend_stroke(at(2.0));
        drawing.begin_stroke(at(3.0));
        assert_eq!(drawing.strokes.len(), 2);
        assert!(drawing.undo());
        assert_eq!(drawing.strokes, [Stroke { points: vec![at(1.0), at(2.0)] }]);
        drawing.clear();
        assert!(drawing.is_empty());
    }

    #[test]
    fn without_a_usable_point_it_is_empty() {
        let mut drawing = Drawing::new(100.0, 100.0);
        drawing.strokes.push(Stroke::default());
        drawing.begin_stroke(at(f32::NAN));
        drawing.extend_stroke(at(f32::INFINITY));
        assert!(drawing.is_empty());
        drawing.extend_stroke(at(0.0));
        assert!(!drawing.is_empty());
    }
}
