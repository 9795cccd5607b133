//! Drawing with points in fractions of a backend's pixel.

use plotters::coord::Shift;
use plotters::prelude::{
    Color as _, DrawingArea, DrawingBackend, IntoFont, PathElement, Polygon, Text,
};
use plotters::style::RGBAColor;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Drawn;
use crate::plots::{Theme, Tint};

/// A place in the drawing, in the backend's pixels.
pub(super) type Point = (f64, f64);

const FONT_PX: f64 = 12.0;

/// What one draws with.
pub(super) struct Brush<'a, DB: DrawingBackend> {
    pub root: &'a DrawingArea<DB, Shift>,
    pub theme: &'a Theme,
    /// The backend's pixels in a CSS pixel.
    pub units: f64,
}

impl<DB: DrawingBackend> Brush<'_, DB> {
    /// Width and height of the drawing.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.root.dim_in_pixel();
        (f64::from(width), f64::from(height))
    }

    /// A length in CSS pixels.
    pub fn px(&self, length: f64) -> f64 {
        length * self.units
    }

    pub fn color(&self, tint: Tint) -> RGBAColor {
        self.theme.color(tint)
    }

    pub fn fill(&self, points: &[Point], color: RGBAColor) -> Drawn<DB> {
        if points.len() < 3 {
            return Ok(());
        }
        let points: Vec<_> = points.iter().copied().map(whole).collect();
        self.root.draw(&Polygon::new(points, color.filled()))
    }

    pub fn line(&self, points: &[Point], color: RGBAColor, width_px: f64) -> Drawn<DB> {
        if points.len() < 2 {
            return Ok(());
        }
        let width = self.px(width_px).round().max(1.0) as u32;
        let points: Vec<_> = points.iter().copied().map(whole).collect();
        self.root.draw(&PathElement::new(points, color.stroke_width(width)))
    }

    /// A text; `across` and `down` say which part of it stands at the point.
    pub fn text(&self, text: &str, at: Point, (across, down): (HPos, VPos)) -> Drawn<DB> {
        let font = (self.theme.font.as_str(), self.px(FONT_PX)).into_font();
        let color = self.color(Tint::InkSoft);
        let style = font.color(&color).pos(Pos::new(across, down));
        self.root.draw(&Text::new(text.to_owned(), whole(at), style))
    }
}

fn whole((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// A straight mixture of two colors.
pub(super) fn mix(from: RGBAColor, to: RGBAColor, share: f64) -> RGBAColor {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round();
    let channel = |a, b| channel(a, b).clamp(0.0, 255.0) as u8;
    RGBAColor(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2), 1.0)
}

/// The color of a height: 0 is the valley, 1 the peak.
pub(super) fn height_color(theme: &Theme, position: f64) -> RGBAColor {
    let [low, middle, high] = [Tint::Valley, Tint::Slope, Tint::Peak].map(|it| theme.color(it));
    if position < 0.5 {
        mix(low, middle, 2.0 * position)
    } else {
        mix(middle, high, 2.0 * position - 1.0)
    }
}

/// The part of a stretch that lies within a rectangle, as shares of its length.
pub(super) fn clip(
    (a, b): (Point, Point),
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [(b.0 - a.0, left - a.0, right - a.0), (b.1 - a.1, top - a.1, bottom - a.1)];
    for (length, near, far) in sides {
        if length == 0.0 {
            if near > 0.0 || far < 0.0 {
                return None;
            }
            continue;
        }
        let (enter, leave) = (near / length, far / length);
        from = from.max(enter.min(leave));
        to = to.min(enter.max(leave));
    }
    (from <= to).then_some((from, to))
}
