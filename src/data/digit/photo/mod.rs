//! A digit in a picture, as a camera or a file brings it: found, and made into what the
//! network was trained on.
//!
//! Which is darker, ink or paper, is seen from which of them is rare in its surroundings.
//! The paper's own light and shade are taken off, a threshold parts ink from paper (Otsu's
//! method), and what is a frame or a speck is left out. From there on it goes the way that
//! strokes go ([`Normalization`]).

mod otsu;
mod paper;
mod parts;
mod thicken;

use std::fmt;

use super::normalize::{BOX, Bounds, Placing, to_image};
use super::raster::{Raster, Spot};
use super::{DigitImage, Normalization, Stages};

/// Longest side that is worked with; more adds nothing to 20 pixels.
const LARGEST: usize = 256;
/// Smallest side in which there could be a digit.
const SMALLEST: usize = 8;
/// Ink differs from paper by this many grays at least.
const CONTRAST: f32 = 20.0;
/// And by this many times the paper's own spread: the two halves of mere noise differ by
/// less than three times theirs.
const ABOVE_NOISE: f32 = 4.0;

/// Gray values of a picture, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gray {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

/// A picture with a digit in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// The picture, 0 black to 1 white, at the size that is worked with.
    seen: Gray,
    /// The ink, 0 none to 1 full.
    ink: Gray,
    /// The same with thin strokes made as thick as MNIST's, for the box.
    pen: Gray,
    inverted: bool,
}

/// Why there is no digit to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInk {
    /// The picture has too few pixels, or not as many gray values as it says.
    TooSmall,
    /// Nothing in it stands out from the rest.
    Blank,
}

impl fmt::Display for NoInk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooSmall => "The picture is too small to hold a digit.",
            Self::Blank => {
                "There is no ink to be found in this picture. Take one digit, with a thick pen, \
                 that fills most of it."
            }
        })
    }
}

impl std::error::Error for NoInk {}

impl Photo {
    /// Finds the digit in a picture of gray values, 0 black to 255 white, row by row.
    pub fn find(width: usize, height: usize, gray: &[u8]) -> Result<Self, NoInk> {
        let is_whole = width.checked_mul(height) == Some(gray.len());
        if !is_whole || width.min(height) < SMALLEST {
            return Err(NoInk::TooSmall);
        }
        let seen = shrunk(width, height, gray);
        let inverted = paper::is_ink_dark(&seen);
        let mut flat = seen.clone();
        if inverted {
            flat.values.iter_mut().for_each(|value| *value = 255.0 - *value);
        }
        paper::flatten(&mut flat);
        let classes = otsu::split(&flat.values).ok_or(NoInk::Blank)?;
        let contrast = classes.high - classes.low;
        if contrast < CONTRAST.max(ABOVE_NOISE * classes.low_spread) {
            return Err(NoInk::Blank);
        }
        let mask: Vec<bool> = flat.values.iter().map(|&v| v > classes.threshold).collect();
        let mask = parts::digit(flat.width, flat.height, &mask).ok_or(NoInk::Blank)?;
        // At a stroke's edge pixels are partly ink: those just beside the mask are, too.
        let near = parts::grown(flat.width, flat.height, &mask);
        let share = |value: f32| ((value - classes.low) / contrast).clamp(0.0, 1.0);
        let values = flat.values.iter().zip(near);
        let values = values.map(|(&v, is_near)| if is_near { share(v) } else { 0.0 }).collect();
        let ink = Gray { values, ..flat };
        let pen = thicken::to_pen(&ink, &mask);
        let values = seen.values.iter().map(|value| value / 255.0).collect();
        Ok(Self { seen: Gray { values, ..seen }, ink, pen, inverted })
    }

    /// Width and height that it is worked with.
    pub fn size(&self) -> (usize, usize) {
        (self.seen.width, self.seen.height)
    }

    /// The picture, row by row, 0 black to 1 white.
    pub fn seen(&self) -> &[f32] {
        &self.seen.values
    }

    /// The ink found in it, row by row, 0 none to 1 full.
    pub fn ink(&self) -> &[f32] {
        &self.ink.values
    }

    /// Whether the ink was darker than the paper, and black and white were swapped.
    pub fn is_inverted(&self) -> bool {
        self.inverted
    }

    /// What the network gets.
    pub fn apply(&self, normalization: Normalization) -> DigitImage {
        self.stages(normalization).image
    }

    /// The same with what leads to it.
    pub fn stages(&self, normalization: Normalization) -> Stages {
        let ink = if normalization.scale_to_box { &self.pen } else { &self.ink };
        let bounds = bounds(ink);
        let middle = (bounds.middle_x(), bounds.middle_y());
        // What is thickened has a margin around it.
        let margin = ((ink.width - self.seen.width) / 2) as f64;
        let bounds = bounds.moved(-margin);
        let (width, height) = (self.seen.width as f64, self.seen.height as f64);
        let canvas_side = width.max(height);
        let scale = if normalization.scale_to_box {
            f64::from(BOX) / bounds.longest_side()
        } else {
            to_image(canvas_side)
        };
        let canvas = Some((width, height));
        let placing = Placing { bounds, canvas, canvas_side, scale, half_pen: 0.0 };
        normalization.place(&placing, |spot| sampled(ink, scale, middle, spot))
    }
}

/// The picture at no more than [`LARGEST`] on a side, each pixel the mean of those it
/// stands for.
fn shrunk(width: usize, height: usize, gray: &[u8]) -> Gray {
    let by = width.max(height).div_ceil(LARGEST);
    let (cols, rows) = ((width / by).max(1), (height / by).max(1));
    let mean = |row: usize, col: usize| {
        let block = (row * by..(row + 1) * by).flat_map(|y| {
            let from = y * width + col * by;
            gray.get(from..from + by).unwrap_or_default()
        });
        let (sum, n) = block.fold((0_u32, 0_u32), |(sum, n), &g| (sum + u32::from(g), n + 1));
        sum as f32 / n.max(1) as f32
    };
    let values = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
    let values = values.map(|(row, col)| mean(row, col)).collect();
    Gray { width: cols, height: rows, values }
}

/// The box around all pixels that are at least half ink.
fn bounds(ink: &Gray) -> Bounds {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut x, mut y) = (none, none);
    for (idx, _) in ink.values.iter().enumerate().filter(|(_, value)| **value >= 0.5) {
        let (col, row) = ((idx % ink.width) as f64, (idx / ink.width) as f64);
        x = (x.0.min(col), x.1.max(col + 1.0));
        y = (y.0.min(row), y.1.max(row + 1.0));
    }
    Bounds { left: x.0, right: x.1, top: y.0, bottom: y.1 }
}

/// The ink on 28×28, `scale` pixels to one of its own, with its point `middle` at a spot:
/// each pixel is the mean of the area that it covers.
fn sampled(ink: &Gray, scale: f64, middle: (f64, f64), spot: Spot) -> Raster {
    let cols = covered(scale, middle.0 - f64::from(spot.x) / scale, ink.width);
    let rows = covered(scale, middle.1 - f64::from(spot.y) / scale, ink.height);
    let area = (scale * scale) as f32;
    let mut image = [0.0; DigitImage::LEN];
    for (idx, pixel) in image.iter_mut().enumerate() {
        let (row, col) = (&rows[idx / DigitImage::SIDE], &cols[idx % DigitImage::SIDE]);
        let sum = row.iter().flat_map(|&(y, high)| {
            col.iter().map(move |&(x, wide)| ink.values[y * ink.width + x] * high * wide)
        });
        *pixel = (sum.sum::<f32>() * area).min(1.0);
    }
    Raster::of(image)
}

/// For each of the image's columns, the ink's columns that it covers, and how much of each.
fn covered(scale: f64, start: f64, n: usize) -> Vec<Vec<(usize, f32)>> {
    (0..DigitImage::SIDE)
        .map(|col| {
            let (from, to) = (start + col as f64 / scale, start + (col + 1) as f64 / scale);
            let (first, last) = (from.floor().max(0.0), to.ceil().clamp(0.0, n as f64));
            let share = |at: usize| (to.min(at as f64 + 1.0) - from.max(at as f64)) as f32;
            (first as usize..last as usize).map(|at| (at, share(at))).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests;
