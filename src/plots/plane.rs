//! Points in the plane, and what a network makes of every place between them: a picture of
//! colors with the boundary as a line, and the points over it, told apart by shape as well as
//! by color.

mod boundary;

use std::f64::consts::TAU;

use ndarray::Array2;
use plotters::coord::Shift;
use plotters::prelude::{
    Circle, Color as _, DrawingArea, DrawingAreaErrorKind, DrawingBackend, PathElement, Polygon,
};

pub use boundary::{Segment, boundary};

use super::terrain::Symbol;
use super::{Color, Theme, Tint};
use crate::data::points::SIDE;

/// What the numbers of a map are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shades {
    /// One row: the probability of the second of two classes. More rows: one a class.
    Classes,
    /// Numbers with a sign; this one gets the full color.
    Signed(f32),
}

/// A point, as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// From left to right.
    pub x: f64,
    /// From below to above.
    pub y: f64,
    /// What it is.
    pub kind: DotKind,
    /// It is not learned from: drawn hollow.
    pub is_held_out: bool,
    /// It is pointed at, or being learned from.
    pub is_marked: bool,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DotKind {
    /// Of this class.
    Class(usize),
    /// Of this value, as a share of the full color, −1 to 1.
    Value(f32),
}

/// Tints of the classes. The first two differ in yellow and blue, which nearly everyone can
/// tell apart.
const CLASSES: [Tint; 6] =
    [Tint::Runner4, Tint::Runner5, Tint::Runner6, Tint::Runner2, Tint::Runner3, Tint::Runner7];

/// The tint of a class.
pub fn class_tint(label: usize) -> Tint {
    CLASSES[label % CLASSES.len()]
}

/// The mark of a class.
pub fn class_symbol(label: usize) -> Symbol {
    Symbol::ALL[label % Symbol::ALL.len()]
}

/// How much of a full color a map has at most: points must stand out from it.
const STRENGTH: f64 = 0.55;

/// Writes the pixels of a map (unit, place) as RGBA into `rgba`, one pixel a place.
pub fn paint(map: &Array2<f32>, shades: Shades, theme: &Theme, rgba: &mut Vec<u8>) {
    let surface = theme.color(Tint::Surface);
    let odd = theme.color(Tint::InkFaint);
    rgba.clear();
    for place in map.columns() {
        let (color, share) = match (shades, place.len()) {
            (_, 0) => (odd, 1.0),
            (Shades::Signed(limit), _) => {
                let share = f64::from(place[0] / limit).clamp(-1.0, 1.0);
                let tint = if share < 0.0 { Tint::Negative } else { Tint::Positive };
                (theme.color(tint), share.abs())
            }
            (Shades::Classes, 1) => {
                let share = 2.0 * f64::from(place[0]) - 1.0;
                (theme.color(class_tint(usize::from(share >= 0.0))), share.abs())
            }
            (Shades::Classes, n) => {
                let Some(best) = crate::nn::forward::strongest(&place.to_vec()) else {
                    rgba.extend(bytes(odd));
                    continue;
                };
                // Nothing is left of the color where all classes are as likely.
                let chance = 1.0 / n as f64;
                let share = (f64::from(place[best]) - chance) / (1.0 - chance);
                (theme.color(class_tint(best)), share)
            }
        };
        let color = if share.is_nan() {
            odd
        } else {
            mix(surface, color, STRENGTH * share.clamp(0.0, 1.0))
        };
        rgba.extend(bytes(color));
    }
}

fn bytes(Color(r, g, b, _): Color) -> [u8; 4] {
    [r, g, b, 255]
}

/// A straight mixture of two colors.
fn mix(from: Color, to: Color, share: f64) -> Color {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round();
    let channel = |a, b| channel(a, b) as u8;
    Color(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2), 1.0)
}

/// What is drawn over the colors.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    /// Where one class ends: from [`boundary`].
    pub boundary: &'a [Segment],
    /// The points, later ones over earlier ones.
    pub dots: &'a [Dot],
    /// The keyboard's place.
    pub cursor: Option<(f64, f64)>,
}

/// Radius of a point in CSS pixels, of many and of few.
const DOT_PX: (f64, f64) = (3.0, 7.0);
/// So many points are few.
const FEW: usize = 30;
const MARK_PX: f64 = 4.0;
const LINE_PX: f64 = 2.5;
const CURSOR_PX: f64 = 10.0;

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl Plane<'_> {
    /// Draws onto a square, whose pixels are `1 / units` CSS pixels and which goes from
    /// −[`SIDE`] to `SIDE` in both directions.
    pub fn draw<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        theme: &Theme,
        units: f64,
    ) -> Drawn<DB> {
        let (width, height) = root.dim_in_pixel();
        let side = f64::from(SIDE);
        let at = |x: f64, y: f64| {
            (f64::from(width) * (x / side + 1.0) / 2.0, f64::from(height) * (1.0 - y / side) / 2.0)
        };
        let whole = |(x, y): (f64, f64)| (x.round() as i32, y.round() as i32);
        let stroke = |px: f64| (px * units).round().max(1.0) as u32;
        let (ink, surface) = (theme.color(Tint::Ink), theme.color(Tint::Surface));
        for &((x0, y0), (x1, y1)) in self.boundary {
            let path = vec![whole(at(x0, y0)), whole(at(x1, y1))];
            root.draw(&PathElement::new(path, ink.stroke_width(stroke(LINE_PX))))?;
        }
        let share = (self.dots.len() as f64 / FEW as f64).max(1.0).sqrt();
        let radius = (DOT_PX.1 / share).max(DOT_PX.0) * units;
        for dot in self.dots {
            let (x, y) = at(dot.x, dot.y);
            let (symbol, color) = match dot.kind {
                DotKind::Class(label) => (class_symbol(label), theme.color(class_tint(label))),
                DotKind::Value(share) => {
                    let tint = if share < 0.0 { Tint::Negative } else { Tint::Positive };
                    let strength = f64::from(share.abs().min(1.0));
                    (Symbol::Disc, mix(surface, theme.color(tint), strength))
                }
            };
            let outline = symbol.outline();
            let corner = |grow: f64| {
                outline.iter().map(move |&(dx, dy)| whole((x + grow * dx, y + grow * dy)))
            };
            if dot.is_marked {
                let ring = Circle::new(
                    whole((x, y)),
                    (radius + MARK_PX * units).round() as i32,
                    ink.stroke_width(stroke(2.0)),
                );
                root.draw(&ring)?;
            }
            // An edge of the ground's color, so that points that touch are told apart.
            root.draw(&Polygon::new(corner(radius + units).collect::<Vec<_>>(), surface.filled()))?;
            root.draw(&Polygon::new(corner(radius).collect::<Vec<_>>(), color.filled()))?;
            if dot.is_held_out {
                let hole = corner(0.55 * radius).collect::<Vec<_>>();
                root.draw(&Polygon::new(hole, surface.filled()))?;
            }
            if matches!(dot.kind, DotKind::Value(_)) {
                let edge: Vec<_> = (0..=24)
                    .map(|i| TAU * f64::from(i) / 24.0)
                    .map(|angle| whole((x + radius * angle.cos(), y + radius * angle.sin())))
                    .collect();
                root.draw(&PathElement::new(edge, ink.stroke_width(stroke(1.0))))?;
            }
        }
        if let Some((x, y)) = self.cursor {
            let (x, y) = at(x, y);
            let arm = CURSOR_PX * units;
            for (dx, dy) in [(arm, 0.0), (0.0, arm)] {
                let path = vec![whole((x - dx, y - dy)), whole((x + dx, y + dy))];
                root.draw(&PathElement::new(path.clone(), surface.stroke_width(stroke(4.0))))?;
                root.draw(&PathElement::new(path, ink.stroke_width(stroke(1.5))))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn pixels(map: &Array2<f32>, shades: Shades) -> Vec<[u8; 4]> {
        let mut rgba = vec![1];
        paint(map, shades, &Theme::light(), &mut rgba);
        rgba.chunks_exact(4).map(|pixel| pixel.try_into().unwrap()).collect()
    }

    #[test]
    fn who_is_sure_has_more_color_and_who_is_not_has_none() {
        let surface = bytes(Theme::light().color(Tint::Surface));
        let two = pixels(&array![[0.0, 0.5, 1.0, 0.9, f32::NAN]], Shades::Classes);
        assert_eq!(two[1], surface);
        assert!(two[0] != two[2] && two[2] != two[3] && two[4] != surface);
        let three = pixels(
            &array![
                [1.0 / 3.0, 1.0, 0.1, f32::NAN],
                [1.0 / 3.0, 0.0, 0.8, f32::NAN],
                [1.0 / 3.0, 0.0, 0.1, f32::NAN]
            ],
            Shades::Classes,
        );
        // As sure as can be of the first class is the color of the first class.
        assert_eq!((three[0], three[1]), (surface, two[0]));
        assert_ne!(three[2], three[1]);
        let signed = pixels(&array![[-2.0, 0.0, 2.0, 9.0]], Shades::Signed(2.0));
        assert!(signed[0] != signed[2] && signed[2] == signed[3]);
        assert_eq!(signed[1], surface);
        assert!(pixels(&Array2::zeros((0, 3)), Shades::Classes).len() == 3);
    }

    #[test]
    fn classes_differ_in_color_and_mark() {
        for a in 0..6 {
            for b in 0..a {
                assert_ne!(class_tint(a), class_tint(b));
                assert_ne!(class_symbol(a), class_symbol(b));
            }
        }
    }
}
