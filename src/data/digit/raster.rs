//! A round pen on 28×28 pixels, anti-aliased.
//!
//! The ink of a pixel depends on the distance d from its center to the nearest point
//! of the pen's path: ½ + (r − d)/[`EDGE`] within [0, 1], with r half the pen's width.
//! Strokes that cross or lie on each other are no brighter than one.

use super::DigitImage;

const SIDE: usize = DigitImage::SIDE;

/// Width of the pen in pixels. With this width and the edge below, MNIST's digits traced and
/// redrawn have 99 pixels' worth of ink, 148 pixels with any and 36 % of those full;
/// MNIST's own images have 96, 143 and 35 %.
pub const PEN_WIDTH: f32 = 2.5;

/// Pixels over which the ink's edge goes from full to nothing.
const EDGE: f32 = 1.2;

/// A position in pixels: (0, 0) is the image's upper left corner, so that the first
/// pixel's center is at (0.5, 0.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub x: f32,
    pub y: f32,
}

/// Ink on 28×28 pixels, 0 none to 1 full, row by row.
pub(super) struct Raster {
    ink: [f32; DigitImage::LEN],
}

impl Raster {
    /// No ink.
    pub fn blank() -> Self {
        Self { ink: [0.0; DigitImage::LEN] }
    }

    /// Ink that is there already.
    pub fn of(ink: [f32; DigitImage::LEN]) -> Self {
        Self { ink }
    }

    /// Draws a stroke: straight lines from spot to spot; a single spot is a dot. What
    /// lies beyond the image is cut off.
    pub fn draw(&mut self, stroke: &[Spot]) {
        match stroke {
            [] => {}
            [dot] => self.line(*dot, *dot),
            [..] => stroke.windows(2).for_each(|ends| self.line(ends[0], ends[1])),
        }
    }

    fn line(&mut self, a: Spot, b: Spot) {
        let reach = (PEN_WIDTH + EDGE) / 2.0;
        for row in pixels_between(a.y.min(b.y) - reach, a.y.max(b.y) + reach) {
            for col in pixels_between(a.x.min(b.x) - reach, a.x.max(b.x) + reach) {
                let center = Spot { x: col as f32 + 0.5, y: row as f32 + 0.5 };
                let inside = PEN_WIDTH / 2.0 - distance(center, a, b);
                let ink = (0.5 + inside / EDGE).clamp(0.0, 1.0);
                let pixel = &mut self.ink[row * SIDE + col];
                *pixel = pixel.max(ink);
            }
        }
    }

    /// The center of the ink's mass, if there is ink.
    pub fn center_of_mass(&self) -> Option<Spot> {
        let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
        for (pixel_idx, &ink) in self.ink.iter().enumerate() {
            mass += ink;
            x += ink * ((pixel_idx % SIDE) as f32 + 0.5);
            y += ink * ((pixel_idx / SIDE) as f32 + 0.5);
        }
        (mass > 0.0).then(|| Spot { x: x / mass, y: y / mass })
    }

    /// As gray values, ink white.
    pub fn to_image(&self) -> DigitImage {
        let pixels = self.ink.iter().map(|ink| (ink * 255.0).round() as u8).collect();
        DigitImage { pixels }
    }
}

/// The rows (or columns) of the image that meet an interval.
fn pixels_between(low: f32, high: f32) -> std::ops::Range<usize> {
    // `as` saturates: below 0 and far beyond the image are fine.
    let from = low.floor() as usize;
    let to = high.ceil().clamp(0.0, SIDE as f32) as usize;
    from.min(to)..to
}

/// Distance from a spot to the straight line from `a` to `b`, ends included.
fn distance(spot: Spot, a: Spot, b: Spot) -> f32 {
    let (along_x, along_y) = (b.x - a.x, b.y - a.y);
    let length_squared = along_x * along_x + along_y * along_y;
    let dot = (spot.x - a.x) * along_x + (spot.y - a.y) * along_y;
    let t = if length_squared > 0.0 { (dot / length_squared).clamp(0.0, 1.0) } else { 0.0 };
    f32::hypot(spot.x - a.x - t * along_x, spot.y - a.y - t * along_y)
}
