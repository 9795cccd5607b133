//! Points in the plane to learn from (CURRICULUM A13–A16): made by a formula from a seed, so
//! that a configuration holds all of them. Patterns and inputs: one file each, one line in
//! their `ALL`.

pub mod input;
pub mod pattern;

pub use input::Input;
pub use pattern::Pattern;

use serde::{Deserialize, Serialize};

use self::pattern::{Kind, Place};
use super::{Dataset, Features, Split, Targets};
use crate::random::{Purpose, stream_of};
use crate::registry::Choice;

/// Points lie between −`SIDE` and `SIDE` in both directions, but for noise.
pub const SIDE: f32 = 6.0;

/// Which points a run learns from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Points {
    pattern: Choice<Pattern>,
    n: usize,
    noise: f32,
    held_out: f32,
    seed: u64,
    inputs: Vec<Choice<Input>>,
}

/// The same fields before [`Points::new`] has looked at them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    points: Choice<Pattern>,
    n: usize,
    noise: f32,
    held_out: f32,
    seed: u64,
    inputs: Vec<Choice<Input>>,
}

/// Points that can't be; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PointsError {
    /// None, or more than a plane has room for.
    #[error("there are {min} to {max} points; here are {n}", min = Points::MIN, max = Points::MAX)]
    Number {
        /// Points given.
        n: usize,
    },
    /// No share.
    #[error("noise is a number from 0 to 1; here it is {noise}")]
    Noise {
        /// Noise given.
        noise: f32,
    },
    /// Nothing left to learn from.
    #[error("a share of 0 to 0.9 of the points is held out; here it is {share}")]
    HeldOut {
        /// Share given.
        share: f32,
    },
    /// Nothing to go by, or the same twice.
    #[error("a network gets at least one input of each point, and none twice")]
    Inputs,
}

impl Points {
    /// Fewest points.
    pub const MIN: usize = 10;
    /// Most points.
    pub const MAX: usize = 5_000;

    /// Checks and describes points. `noise` goes from 0 to 1, `held_out` is the share of the
    /// points that is not learned from; `inputs` is what a network gets of each.
    ///
    /// # Errors
    /// If a number is out of its range, or the inputs are none or the same.
    pub fn new(
        pattern: Choice<Pattern>,
        n: usize,
        noise: f32,
        held_out: f32,
        seed: u64,
        inputs: Vec<Choice<Input>>,
    ) -> Result<Self, PointsError> {
        if !(Self::MIN..=Self::MAX).contains(&n) {
            return Err(PointsError::Number { n });
        }
        if !(0.0..=1.0).contains(&noise) {
            return Err(PointsError::Noise { noise });
        }
        if !(0.0..=0.9).contains(&held_out) {
            return Err(PointsError::HeldOut { share: held_out });
        }
        let is_twice = |(at, input)| inputs[..at].contains(input);
        if inputs.is_empty() || inputs.iter().enumerate().any(is_twice) {
            return Err(PointsError::Inputs);
        }
        Ok(Self { pattern, n, noise, held_out, seed, inputs })
    }

    /// Which pattern.
    pub fn pattern(&self) -> Choice<Pattern> {
        self.pattern
    }

    /// All points, those held out included.
    pub fn n(&self) -> usize {
        self.n
    }

    /// How far from the pattern they are strewn: 0 to 1.
    pub fn noise(&self) -> f32 {
        self.noise
    }

    /// The share that is held out.
    pub fn held_out(&self) -> f32 {
        self.held_out
    }

    /// Where their random numbers come from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// What a network gets of each point.
    pub fn inputs(&self) -> &[Choice<Input>] {
        &self.inputs
    }

    /// Points that are learned from; at least one.
    pub fn n_train(&self) -> usize {
        let n_held_out = (self.n as f32 * self.held_out).round() as usize;
        (self.n - n_held_out.min(self.n)).max(1)
    }

    /// Names of the classes, in the order of their labels; none if values are to be learned.
    pub fn classes(&self) -> Option<&'static [&'static str]> {
        match self.pattern.kind {
            Kind::Classes { names, .. } => Some(names),
            Kind::Values { .. } => None,
        }
    }

    /// The points themselves: each one's place, and its label or value. Each depends on the
    /// seed and its number alone.
    pub fn places(&self) -> Vec<Place> {
        (0..self.n)
            .map(|idx| {
                let mut random = stream_of(self.seed, Purpose::Points, idx as u64);
                self.pattern.place(idx, self.noise, &mut random)
            })
            .collect()
    }

    /// What a network gets of a place (inputs), in the order of [`inputs`](Self::inputs).
    pub fn features(&self, x: f32, y: f32) -> impl Iterator<Item = f32> + '_ {
        self.inputs.iter().map(move |input| (input.of)(x, y))
    }

    /// The points as data: the first [`n_train`](Self::n_train) are learned from. (Patterns
    /// go through their classes in turn, and each point is drawn by itself, so that the first
    /// ones are as good a sample as any.)
    pub fn data(&self) -> Dataset {
        let places = self.places();
        let (train, test) = places.split_at(self.n_train());
        Dataset::own(self.split(train), self.split(test)).expect("both are made alike")
    }

    fn split(&self, places: &[Place]) -> Split {
        let features = places.iter().flat_map(|place| self.features(place.x, place.y)).collect();
        let targets = match self.pattern.kind {
            Kind::Classes { .. } => {
                Targets::Labels(places.iter().map(|place| place.target as u8).collect())
            }
            Kind::Values { .. } => Targets::Values {
                width: 1,
                values: places.iter().map(|place| place.target).collect(),
            },
        };
        Split::complete(self.inputs.len(), Features::Numbers(features), targets)
            .expect("as many of each")
    }
}

impl TryFrom<Unchecked> for Points {
    type Error = PointsError;
    fn try_from(raw: Unchecked) -> Result<Self, PointsError> {
        Self::new(raw.points, raw.n, raw.noise, raw.held_out, raw.seed, raw.inputs)
    }
}

impl From<Points> for Unchecked {
    fn from(points: Points) -> Self {
        let Points { pattern, n, noise, held_out, seed, inputs } = points;
        Self { points: pattern, n, noise, held_out, seed, inputs }
    }
}
