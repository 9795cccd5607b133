//! From strokes to 28×28, the way MNIST's images were made.
//!
//! "The original black and white (bilevel) images from NIST were size normalized to fit
//! in a 20×20 pixel box while preserving their aspect ratio. […] The images were centered
//! in a 28×28 image by computing the center of mass of the pixels, and translating the
//! image so as to position this point at the center of the 28×28 field." (MNIST's page,
//! Y. LeCun, C. Cortes and C. Burges.)
//!
//! Here the strokes are moved and redrawn, never pixels: the pen is the same however
//! large or small one draws, and the center is met to a fraction of a pixel. Without
//! these steps a network that reads MNIST well reads drawings badly (FEATURES, Drawing).

use serde::{Deserialize, Serialize};

use super::raster::{PEN_WIDTH, Raster, Spot};
use super::{DigitImage, Drawing};

/// Side of the box that the ink fills, pen included.
pub(super) const BOX: f32 = 20.0;
/// The middle of the image.
const MIDDLE: f32 = DigitImage::SIDE as f32 / 2.0;
/// Where the center of mass comes to lie: the center of pixel (14, 14), half a pixel
/// beyond the middle, since that is where it lies in MNIST's images on average
/// (14.01, 13.99 as pixel indices over the first 5,000 held-out ones).
const MASS_CENTER: f32 = MIDDLE + 0.5;
/// Ink whose longest side is below this share of the canvas is a dot: enlarging it
/// would make a digit out of a trembling finger.
const DOT: f64 = 0.01;
/// Points closer than this to the last one, in pixels, add nothing.
const SPACING: f32 = 0.1;

/// Which of MNIST's steps are taken. The default is all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Normalization {
    /// Scale the ink's longest side to 20 pixels, keeping its aspect; else the canvas's
    /// to 28.
    pub scale_to_box: bool,
    /// What is put in the middle of the image.
    pub centering: Centering,
}

/// What is put in the middle of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Centering {
    /// Nothing: the ink stays where it is on the canvas.
    Off,
    /// The middle of the ink's bounding box.
    Box,
    /// The ink's center of mass, as in MNIST.
    Mass,
}

impl Normalization {
    /// The canvas shrunk to 28×28, nothing else.
    pub const RAW: Self = Self { scale_to_box: false, centering: Centering::Off };
    /// Scaled, and centered by the bounding box.
    pub const BOXED: Self = Self { scale_to_box: true, centering: Centering::Box };
    /// As MNIST's images: scaled, and centered by mass.
    pub const FULL: Self = Self { scale_to_box: true, centering: Centering::Mass };

    /// Draws the image. `None` if there is no ink.
    ///
    /// Any coordinates are taken: points that are not finite are left out.
    pub fn apply(self, drawing: &Drawing) -> Option<DigitImage> {
        Some(self.stages(drawing)?.image)
    }

    /// The same with what leads to it. `None` if there is no ink.
    pub fn stages(self, drawing: &Drawing) -> Option<Stages> {
        let bounds = Bounds::of(drawing)?;
        let canvas = drawing.canvas();
        // Without a usable canvas the ink's own box takes its place.
        let canvas_side = canvas.map_or(bounds.longest_side(), |(width, height)| width.max(height));
        let is_dot = bounds.longest_side() <= canvas_side * DOT;
        let scale = if self.scale_to_box && !is_dot {
            f64::from(BOX - PEN_WIDTH) / bounds.longest_side()
        } else {
            to_image(canvas_side)
        };
        let strokes = scaled_around_middle(drawing, &bounds, scale);
        let half_pen = f64::from(PEN_WIDTH) / 2.0;
        let placing = Placing { bounds, canvas, canvas_side, scale, half_pen };
        Some(self.place(&placing, |middle| draw(&strokes, middle)))
    }

    /// Puts ink into the image; `draw` draws it with the middle of its box at a spot. Both
    /// strokes and photos end here.
    pub(super) fn place(self, ink: &Placing, draw: impl Fn(Spot) -> Raster) -> Stages {
        let Placing { bounds, canvas, canvas_side, scale, half_pen } = ink;
        let boxed = Spot { x: MIDDLE, y: MIDDLE };
        let mut as_drawn = boxed;
        if let Some((width, height)) = canvas {
            let canvas_scale = to_image(*canvas_side);
            as_drawn.x += ((bounds.middle_x() - width / 2.0) * canvas_scale) as f32;
            as_drawn.y += ((bounds.middle_y() - height / 2.0) * canvas_scale) as f32;
        }
        // Where the middle of the ink's box comes to lie.
        let mut middle = if self.centering == Centering::Off { as_drawn } else { boxed };
        let mut raster = draw(middle);
        let before = if self.scale_to_box { boxed } else { as_drawn };
        let scaled = if before == middle { None } else { Some(draw(before)) };
        let scaled = scaled.as_ref().unwrap_or(&raster);
        let (center, scaled) = (scaled.center_of_mass(), scaled.to_image());
        if self.centering == Centering::Mass
            && let Some(center) = raster.center_of_mass()
        {
            let room =
                |side: f64| (f64::from(MIDDLE) - side * scale / 2.0 - half_pen).max(0.0) as f32;
            let (room_x, room_y) = (room(bounds.width()), room(bounds.height()));
            // Ink that would be cut off counts for more than the exact center.
            middle.x += (MASS_CENTER - center.x).clamp(-room_x, room_x);
            middle.y += (MASS_CENTER - center.y).clamp(-room_y, room_y);
            raster = draw(middle);
        }
        let share = |at: f64| if *canvas_side > 0.0 { (at / canvas_side) as f32 } else { 0.0 };
        Stages {
            bounds: [bounds.left, bounds.top, bounds.width(), bounds.height()].map(share),
            scaled,
            center: center.map_or((MIDDLE, MIDDLE), |spot| (spot.x, spot.y)),
            image: raster.to_image(),
        }
    }
}

/// What the steps make of ink, one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Stages {
    /// The box around the pen's path on the canvas: left, top, width, height, as shares of
    /// the canvas's longer side.
    pub bounds: [f32; 4],
    /// Scaled to the box, which lies in the middle; not scaled, the canvas shrunk to 28×28.
    pub scaled: DigitImage,
    /// Where its ink's center of mass lies there, in pixels from the upper left corner.
    pub center: (f32, f32),
    /// What the network gets.
    pub image: DigitImage,
}

impl Stages {
    /// Where the center of mass belongs, from the left and from above.
    pub const CENTER: f32 = MASS_CENTER;
}

/// Ink that is to be put into the image.
pub(super) struct Placing {
    /// The box around it.
    pub bounds: Bounds,
    /// Width and height of what it is on, if usable.
    pub canvas: Option<(f64, f64)>,
    /// The longer of them, or of the ink's own.
    pub canvas_side: f64,
    /// Pixels of the image to a unit of the canvas.
    pub scale: f64,
    /// By how many pixels of the image the ink is beyond its box.
    pub half_pen: f64,
}

/// How much a canvas is shrunk to fill the image.
pub(super) fn to_image(canvas_side: f64) -> f64 {
    if canvas_side > 0.0 { f64::from(2.0 * MIDDLE) / canvas_side } else { 0.0 }
}

impl Default for Normalization {
    fn default() -> Self {
        Self::FULL
    }
}

fn draw(strokes: &[Vec<Spot>], middle: Spot) -> Raster {
    let mut raster = Raster::blank();
    let mut moved = Vec::new();
    for stroke in strokes {
        moved.clear();
        moved.extend(stroke.iter().map(|spot| Spot { x: spot.x + middle.x, y: spot.y + middle.y }));
        raster.draw(&moved);
    }
    raster
}

/// The strokes in pixels, with the middle of their box at (0, 0); points too close to
/// the one before are left out, so that a slow hand costs no more than a quick one.
fn scaled_around_middle(drawing: &Drawing, bounds: &Bounds, scale: f64) -> Vec<Vec<Spot>> {
    let to_spot = |x: f32, y: f32| Spot {
        x: ((f64::from(x) - bounds.middle_x()) * scale) as f32,
        y: ((f64::from(y) - bounds.middle_y()) * scale) as f32,
    };
    let thinned = |stroke: &super::Stroke| {
        let mut spots: Vec<Spot> = Vec::new();
        let mut last = None;
        for point in stroke.usable() {
            let spot = to_spot(point.x, point.y);
            let is_far = |kept: &Spot| f32::hypot(spot.x - kept.x, spot.y - kept.y) >= SPACING;
            if spots.last().is_none_or(is_far) {
                spots.push(spot);
                last = None;
            } else {
                last = Some(spot);
            }
        }
        spots.extend(last);
        spots
    };
    drawing.strokes.iter().map(thinned).filter(|spots| !spots.is_empty()).collect()
}

/// The box around ink. In f64, where no sum of two f32 overflows.
pub(super) struct Bounds {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Bounds {
    /// `None` if there is no usable point.
    fn of(drawing: &Drawing) -> Option<Self> {
        drawing.points().fold(None, |bounds: Option<Self>, point| {
            let (x, y) = (f64::from(point.x), f64::from(point.y));
            let Self { left, right, top, bottom } =
                bounds.unwrap_or(Self { left: x, right: x, top: y, bottom: y });
            Some(Self {
                left: left.min(x),
                right: right.max(x),
                top: top.min(y),
                bottom: bottom.max(y),
            })
        })
    }

    /// So far to the right and down.
    pub fn moved(&self, by: f64) -> Self {
        let Self { left, right, top, bottom } = self;
        Self { left: left + by, right: right + by, top: top + by, bottom: bottom + by }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn longest_side(&self) -> f64 {
        self.width().max(self.height())
    }

    pub fn middle_x(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub fn middle_y(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }
}
