//! Augmentation: each image a little different every time it is seen, so that a network
//! learns the digit and not the picture. The same random stream gives the same images.
//!
//! A pixel at p (from the image's center) takes the gray value that the original has at
//!
//! ```text
//! crop(flip(A·p + shift + elastic(p)))      A = zoom · shear · rotation
//! ```
//!
//! interpolated between its four neighbors; beyond the edge it is black. `elastic` is a
//! smooth random field: normal numbers on a coarse grid, joined by cubic B-splines. `flip`
//! turns the sign of the column, `crop` leads into a window of the original. The
//! idea is from P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional
//! neural networks applied to visual document analysis", 2003. Thickness comes last.

mod warp;

use serde::{Deserialize, Serialize};

use super::DigitImage;
use crate::random::Stream;
use warp::{Warp, interpolated};

const SIDE: usize = DigitImage::SIDE;

/// How far images may be changed. Each amount is drawn anew for each image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Augmentation {
    /// Shift in both directions, at most this many pixels.
    pub shift: f32,
    /// Rotation, at most this many radians.
    pub rotation: f32,
    /// Zoom of width and height, each by a factor from 1 − this to 1 + this.
    pub zoom: f32,
    /// Horizontal shear (slant), at most this many pixels a pixel.
    pub shear: f32,
    /// Standard deviation of the elastic field's knots, in pixels.
    pub elastic: f32,
    /// Share of full thickening (each pixel takes the brightest of itself and its four
    /// neighbors) or thinning (the darkest), at most this, 0 to 1.
    pub thickness: f32,
    /// A window of the image, cut out at a random place and scaled back up to the whole:
    /// at most this share of each side is cut off.
    pub crop: f32,
    /// Mirrored from left to right, with probability ½. Wrong for digits: a mirrored 2 is
    /// no digit, and a network that is shown it learns what it will never have to read.
    pub flip: bool,
}

/// An amount that is out of its range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("augmentation.{field} is a number from 0 to {most}; {given} is not")]
pub struct AugmentationError {
    /// Which amount.
    pub field: &'static str,
    /// Its largest value.
    pub most: f32,
    /// What was given.
    pub given: f32,
}

impl Augmentation {
    /// No change at all.
    pub const NONE: Self = Self {
        shift: 0.0,
        rotation: 0.0,
        zoom: 0.0,
        shear: 0.0,
        elastic: 0.0,
        thickness: 0.0,
        crop: 0.0,
        flip: false,
    };
    /// For handwritten digits: changes that leave every digit what it is. There is no
    /// flip: a mirrored digit is none.
    pub const DIGITS: Self = Self {
        shift: 1.5,
        rotation: 0.2,
        zoom: 0.15,
        shear: 0.25,
        elastic: 1.1,
        thickness: 0.4,
        ..Self::NONE
    };

    /// Each amount's name and largest value; the smallest is 0.
    pub const RANGES: [(&str, f32); 7] = [
        ("shift", SIDE as f32),
        ("rotation", std::f32::consts::PI),
        ("zoom", 0.9),
        ("shear", 2.0),
        ("elastic", 10.0),
        ("thickness", 1.0),
        ("crop", 0.9),
    ];

    /// Checks that all amounts are within their ranges.
    ///
    /// # Errors
    /// Names the first that is not, and its range.
    pub fn check(&self) -> Result<(), AugmentationError> {
        let amounts = [
            self.shift,
            self.rotation,
            self.zoom,
            self.shear,
            self.elastic,
            self.thickness,
            self.crop,
        ];
        for ((field, most), given) in Self::RANGES.into_iter().zip(amounts) {
            // NaN is in no range.
            if !(0.0..=most).contains(&given) {
                return Err(AugmentationError { field, most, given });
            }
        }
        Ok(())
    }

    /// Writes a changed `image` (28×28, gray 0 to 255, row by row) into `x`, as gray/255
    /// in [0, 1], the form in which a network takes it.
    ///
    /// # Panics
    /// If either has not [`DigitImage::LEN`] values.
    pub fn apply(&self, image: &[u8], random: &mut Stream, x: &mut [f32]) {
        assert_eq!((image.len(), x.len()), (DigitImage::LEN, DigitImage::LEN));
        let warp = Warp::draw(self, random);
        let thickness = random.range(-self.thickness, self.thickness);
        for (row, line) in x.chunks_exact_mut(SIDE).enumerate() {
            for (col, x) in line.iter_mut().enumerate() {
                *x = interpolated(image, warp.source(row, col)) / 255.0;
            }
        }
        thicken(x, thickness);
    }
}

/// Goes `amount` of the way to each pixel's brightest neighbor or, if negative, to its
/// darkest.
fn thicken(x: &mut [f32], amount: f32) {
    if amount == 0.0 {
        return;
    }
    let mut before = [0.0; DigitImage::LEN];
    before.copy_from_slice(x);
    for (pixel_idx, x) in x.iter_mut().enumerate() {
        let (row, col) = (pixel_idx / SIDE, pixel_idx % SIDE);
        let neighbors = [
            if row > 0 { before[pixel_idx - SIDE] } else { 0.0 },
            if row + 1 < SIDE { before[pixel_idx + SIDE] } else { 0.0 },
            if col > 0 { before[pixel_idx - 1] } else { 0.0 },
            if col + 1 < SIDE { before[pixel_idx + 1] } else { 0.0 },
        ];
        let extreme = if amount > 0.0 { f32::max } else { f32::min };
        *x += amount.abs() * (neighbors.into_iter().fold(*x, extreme) - *x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    fn augmented(amount: &Augmentation, epoch: u32) -> Vec<f32> {
        let mut x = vec![0.0; DigitImage::LEN];
        amount.apply(&bar(), &mut stream(1, Purpose::Augmentation { epoch }), &mut x);
        x
    }

    /// A horizontal bar, 3 × 12 pixels, in the middle.
    fn bar() -> Vec<u8> {
        let is_ink =
            |idx: usize| (13..16).contains(&(idx / SIDE)) && (8..20).contains(&(idx % SIDE));
        (0..DigitImage::LEN).map(|idx| if is_ink(idx) { 255 } else { 0 }).collect()
    }

    fn mass(x: &[f32]) -> f32 {
        x.iter().sum()
    }

    #[test]
    fn without_amounts_nothing_changes() {
        let expected: Vec<f32> = bar().iter().map(|&gray| f32::from(gray) / 255.0).collect();
        assert_eq!(augmented(&Augmentation::NONE, 0), expected);
    }

    #[test]
    fn the_same_stream_gives_the_same_image() {
        let amount = Augmentation::DIGITS;
        assert_eq!(augmented(&amount, 3), augmented(&amount, 3));
        assert_ne!(augmented(&amount, 3), augmented(&amount, 4));
    }

    #[test]
    fn images_stay_images() {
        let black = vec![0; DigitImage::LEN];
        for epoch in 0..200 {
            let x = augmented(&Augmentation::DIGITS, epoch);
            assert!(x.iter().all(|x| (0.0..=1.0).contains(x)));
            assert!((15.0..75.0).contains(&mass(&x)), "of 36 pixels {} are left", mass(&x));
            let mut x = vec![1.0; DigitImage::LEN];
            let mut random = stream(1, Purpose::Augmentation { epoch });
            Augmentation::DIGITS.apply(&black, &mut random, &mut x);
            assert!(x.iter().all(|&x| x == 0.0), "ink from nothing");
        }
    }

    #[test]
    fn about_half_are_mirrored_and_nothing_else_happens() {
        let mut left_half = bar();
        left_half.chunks_mut(SIDE).for_each(|line| line[14..].fill(0));
        let mirrored: Vec<u8> =
            left_half.chunks(SIDE).flat_map(|line| line.iter().rev().copied()).collect();
        let amount = Augmentation { flip: true, ..Augmentation::NONE };
        let mut n_mirrored = 0;
        for epoch in 0..200 {
            let mut x = [0.0; DigitImage::LEN];
            amount.apply(&left_half, &mut stream(1, Purpose::Augmentation { epoch }), &mut x);
            let gray = x.map(|x| (255.0 * x) as u8);
            n_mirrored += usize::from(gray[..] == mirrored);
            assert!(gray[..] == mirrored || gray[..] == left_half);
        }
        // Standard deviation 7; five of them.
        assert!((65..=135).contains(&n_mirrored), "{n_mirrored}");
    }

    #[test]
    fn amounts_have_ranges_and_missing_ones_are_none() {
        let read = |text: &str| serde_json::from_str::<Augmentation>(text).unwrap();
        assert_eq!(read("{}"), Augmentation::NONE);
        assert_eq!(read(r#"{"flip":true}"#), Augmentation { flip: true, ..Augmentation::NONE });
        assert_eq!(Augmentation::DIGITS.check(), Ok(()));
        let error = read(r#"{"shift":1,"zoom":1.5}"#).check().unwrap_err();
        assert_eq!(error.to_string(), "augmentation.zoom is a number from 0 to 0.9; 1.5 is not");
        for crop in [-0.1, 0.91, f32::NAN, f32::INFINITY] {
            let error = Augmentation { crop, ..Augmentation::NONE }.check().unwrap_err();
            assert_eq!((error.field, error.most), ("crop", 0.9));
        }
        assert!(serde_json::from_str::<Augmentation>(r#"{"rotate":1}"#).is_err());
    }

    #[test]
    fn each_amount_does_what_it_says() {
        let none = Augmentation::NONE;
        let middle = |x: &[f32]| {
            let weighted: f32 = x.iter().enumerate().map(|(idx, x)| x * (idx % SIDE) as f32).sum();
            weighted / mass(x)
        };
        let cols = |x: &[f32]| {
            (0..SIDE).filter(|col| (0..SIDE).any(|row| x[row * SIDE + col] > 0.5)).count()
        };
        let rows = |x: &[f32]| x.chunks(SIDE).filter(|row| row.iter().any(|&x| x > 0.5)).count();
        // Over many draws, each reaches about as far as it may, and no farther.
        let over = |amount: Augmentation, of: &dyn Fn(&[f32]) -> f32| {
            let values: Vec<f32> = (0..100).map(|epoch| of(&augmented(&amount, epoch))).collect();
            let lowest = values.iter().copied().fold(f32::INFINITY, f32::min);
            let highest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            (lowest, highest)
        };
        let (left, right) = over(Augmentation { shift: 2.0, ..none }, &middle);
        assert!((11.4..12.0).contains(&left) && (15.0..15.6).contains(&right), "{left} {right}");
        let (short, long) = over(Augmentation { zoom: 0.3, ..none }, &|x| cols(x) as f32);
        assert!((9.0..11.0).contains(&short) && (14.0..19.0).contains(&long), "{short} {long}");
        let (flat, steep) = over(Augmentation { rotation: 0.5, ..none }, &|x| rows(x) as f32);
        assert!(flat == 3.0 && (6.0..9.0).contains(&steep), "{flat} {steep}");
        let (thin, thick) = over(Augmentation { thickness: 1.0, ..none }, &mass);
        assert!((10.0..14.0).contains(&thin) && (62.0..67.0).contains(&thick), "{thin} {thick}");
        let (smooth, _) = over(Augmentation { elastic: 1.0, ..none }, &|x| {
            mass(
                &x.iter()
                    .zip(bar())
                    .map(|(x, gray)| (x - f32::from(gray) / 255.0).abs())
                    .collect::<Vec<_>>(),
            )
        });
        assert!(smooth > 1.0, "{smooth}");
        // The bar is cropped from 12 pixels to up to 24, and not out of the image.
        let (full, close) = over(Augmentation { crop: 0.5, ..none }, &|x| cols(x) as f32);
        assert!((11.0..13.0).contains(&full) && (19.0..25.0).contains(&close), "{full} {close}");
        // A bar through the center is not slanted by shear, only its rows are moved.
        assert_eq!(rows(&augmented(&Augmentation { shear: 0.5, ..none }, 1)), 3);
    }
}
