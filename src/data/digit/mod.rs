//! Drawings made into what the network was trained on: 28×28, white ink = 1 on black = 0.

mod normalize;
mod photo;
mod raster;
mod strokes;

pub use normalize::{Centering, Normalization, Stages};
pub use photo::{NoInk, Photo};
pub use raster::PEN_WIDTH;
pub use strokes::{Drawing, Point, Stroke};

use serde::{Deserialize, Serialize};

/// A 28×28 gray image, row by row, 0 black to 255 white, as MNIST stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct DigitImage {
    pixels: Vec<u8>,
}

/// The same before its length was looked at.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    pixels: Vec<u8>,
}

impl TryFrom<Unchecked> for DigitImage {
    type Error = String;
    fn try_from(Unchecked { pixels }: Unchecked) -> Result<Self, String> {
        let len = pixels.len();
        let error = || format!("an image has {} pixels; this one has {len}", Self::LEN);
        Self::from_pixels(pixels).ok_or_else(error)
    }
}

impl From<DigitImage> for Unchecked {
    fn from(image: DigitImage) -> Self {
        Self { pixels: image.pixels }
    }
}

impl DigitImage {
    /// Rows and columns.
    pub const SIDE: usize = 28;
    /// Number of pixels.
    pub const LEN: usize = Self::SIDE * Self::SIDE;

    /// Takes exactly [`LEN`](Self::LEN) gray values.
    pub fn from_pixels(pixels: Vec<u8>) -> Option<Self> {
        (pixels.len() == Self::LEN).then_some(Self { pixels })
    }

    /// The gray values, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The network's input: gray/255 in [0, 1], as for training data.
    pub fn to_input(&self) -> Vec<f32> {
        self.pixels.iter().map(|&gray| f32::from(gray) / 255.0).collect()
    }
}
