//! Patterns of points: one file each, one line in [`ALL`].

mod between;
mod checkerboard;
mod circle;
mod clusters;
mod gaussians;
mod hills;
mod line;
mod moons;
mod plane;
mod spiral;
mod xor;

pub use between::BETWEEN;
pub use checkerboard::CHECKERBOARD;
pub use circle::CIRCLE;
pub use clusters::CLUSTERS;
pub use gaussians::GAUSSIANS;
pub use hills::HILLS;
pub use line::LINE;
pub use moons::MOONS;
pub use plane::PLANE;
pub use spiral::SPIRAL;
pub use xor::XOR;

use serde::{Deserialize, Serialize};

use crate::random::Stream;
use crate::registry::entry;

/// Every pattern, in menu order.
pub static ALL: &[&Pattern] = &[
    &CIRCLE,
    &XOR,
    &GAUSSIANS,
    &SPIRAL,
    &MOONS,
    &CHECKERBOARD,
    &BETWEEN,
    &CLUSTERS,
    &LINE,
    &PLANE,
    &HILLS,
];

/// A pattern of points.
#[derive(Debug)]
pub struct Pattern {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What is to be learned, and how a point is drawn.
    pub kind: Kind,
}

/// What is to be learned of a point.
#[derive(Debug)]
pub enum Kind {
    /// A class.
    Classes {
        /// Their names, by label.
        names: &'static [&'static str],
        /// A point of a class. Without noise it is where the pattern has it.
        draw: fn(Draw<'_>) -> (f32, f32),
    },
    /// A number from −1 to 1.
    Values {
        /// The number at a place.
        value: fn(f32, f32) -> f32,
    },
}

/// What a point of a class is drawn from.
pub struct Draw<'a> {
    /// Its class.
    pub label: usize,
    /// How far along its class it is, for patterns that go along a line: 0 to 1.
    pub along: f32,
    /// 0 to 1.
    pub noise: f32,
    /// For everything that is left to chance.
    pub random: &'a mut Stream,
}

/// A point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f32, f32, f32)", into = "(f32, f32, f32)")]
pub struct Place {
    /// From left to right, about −6 to 6.
    pub x: f32,
    /// From below to above.
    pub y: f32,
    /// Its label as a number, or its value.
    pub target: f32,
}

impl From<(f32, f32, f32)> for Place {
    fn from((x, y, target): (f32, f32, f32)) -> Self {
        Self { x, y, target }
    }
}

impl From<Place> for (f32, f32, f32) {
    fn from(place: Place) -> Self {
        (place.x, place.y, place.target)
    }
}

impl Pattern {
    /// Names of the classes, in the order of their labels; none if values are to be learned.
    pub fn classes(&self) -> Option<&'static [&'static str]> {
        match self.kind {
            Kind::Classes { names, .. } => Some(names),
            Kind::Values { .. } => None,
        }
    }

    /// The point with this number, whatever the others are.
    pub(super) fn place(&self, idx: usize, noise: f32, random: &mut Stream) -> Place {
        match self.kind {
            Kind::Classes { names, draw } => {
                let label = idx % names.len();
                // Held-out points are the last ones: their places along a line must be
                // anywhere on it.
                let turn = (idx / names.len()) as f64 * GOLDEN;
                let along = (turn - turn.floor()) as f32;
                let (x, y) = draw(Draw { label, along, noise, random });
                Place { x, y, target: label as f32 }
            }
            Kind::Values { value } => {
                let (x, y) = (random.range(-SIDE, SIDE), random.range(-SIDE, SIDE));
                let target = (value(x, y) + 0.3 * noise * random.normal()).clamp(-1.0, 1.0);
                Place { x, y, target }
            }
        }
    }
}

/// (√5 − 1)/2: multiples of it, their whole parts dropped, are spread evenly however many
/// there are (H. Weyl, "Über die Gleichverteilung von Zahlen mod. Eins", 1916).
const GOLDEN: f64 = 0.618_033_988_749_895;

/// Most of the plane that patterns use.
const SIDE: f32 = 5.0;

/// A place moved by noise: up to `noise` · `by` in both directions.
fn strewn((x, y): (f32, f32), noise: f32, by: f32, random: &mut Stream) -> (f32, f32) {
    (x + noise * by * random.range(-1.0, 1.0), y + noise * by * random.range(-1.0, 1.0))
}

entry!(Pattern, "pattern of points");
