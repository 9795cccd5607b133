//! Points in the plane to learn from (CURRICULUM A13–A16): made by a formula from a seed, so
//! that a configuration holds all of them. Patterns and inputs: one file each, one line in
//! their `ALL`.

pub(super) mod form;
pub mod input;
pub mod pattern;

pub use input::Input;
pub use pattern::{Pattern, Place};

use serde::{Deserialize, Serialize};

use super::{Dataset, Features, Split, TargetShape, Targets};
use crate::random::{Purpose, stream_of};
use crate::registry::Choice;

/// Points lie between −`SIDE` and `SIDE` in both directions, but for noise.
pub const SIDE: f32 = 6.0;

/// Which points a run learns from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "form::Form", into = "form::Form")]
pub struct Points {
    what: What,
    inputs: Vec<Choice<Input>>,
}

/// Where points come from.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// From a pattern and a seed.
    Made {
        /// Which pattern.
        pattern: Choice<Pattern>,
        /// All points, those held out included.
        n: usize,
        /// How far from the pattern they are strewn: 0 to 1.
        noise: f32,
        /// The share that is held out: 0 to 0.9.
        held_out: f32,
        /// Where their random numbers come from.
        seed: u64,
    },
    /// Set by hand, each one; all are learned from.
    Placed {
        /// The points, in the order in which they were set.
        places: Vec<Place>,
        /// What is to be learned of them: one of two to [`Points::MAX_CLASSES`] classes, or
        /// one value.
        targets: TargetShape,
    },
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
    /// Outside the plane, or of no class.
    #[error(
        "point {number} is none: its place goes from −{side} to {side}, its label is that of a \
         class, its value goes from −{side} to {side}",
        side = SIDE
    )]
    Place {
        /// Counted from 1.
        number: usize,
    },
    /// Not what a point can be.
    #[error("points have one value each, or 2 to {max} classes", max = Points::MAX_CLASSES)]
    Targets,
}

impl Points {
    /// Fewest points.
    pub const MIN: usize = 2;
    /// Most points.
    pub const MAX: usize = 5_000;
    /// Most classes of points that are set by hand.
    pub const MAX_CLASSES: usize = 6;

    /// Checks and describes points; `inputs` is what a network gets of each.
    ///
    /// # Errors
    /// If a number is out of its range, or the inputs are none or the same.
    pub fn new(what: What, inputs: Vec<Choice<Input>>) -> Result<Self, PointsError> {
        match &what {
            &What::Made { n, noise, held_out, .. } => {
                if !(Self::MIN..=Self::MAX).contains(&n) {
                    return Err(PointsError::Number { n });
                }
                if !(0.0..=1.0).contains(&noise) {
                    return Err(PointsError::Noise { noise });
                }
                if !(0.0..=0.9).contains(&held_out) {
                    return Err(PointsError::HeldOut { share: held_out });
                }
            }
            What::Placed { places, targets } => {
                let n = places.len();
                if !(Self::MIN..=Self::MAX).contains(&n) {
                    return Err(PointsError::Number { n });
                }
                let n_classes = match targets {
                    TargetShape::Classes(names) => Some(names.len()),
                    TargetShape::Values(1) => None,
                    TargetShape::Values(_) => return Err(PointsError::Targets),
                };
                if n_classes.is_some_and(|n| !(2..=Self::MAX_CLASSES).contains(&n)) {
                    return Err(PointsError::Targets);
                }
                let is_one = |place: &Place| {
                    let is_in = |number: f32| (-SIDE..=SIDE).contains(&number);
                    is_in(place.x)
                        && is_in(place.y)
                        && match n_classes {
                            Some(n) => (0..n).any(|label| place.target == label as f32),
                            None => is_in(place.target),
                        }
                };
                if let Some(at) = places.iter().position(|place| !is_one(place)) {
                    return Err(PointsError::Place { number: at + 1 });
                }
            }
        }
        let is_twice = |(at, input)| inputs[..at].contains(input);
        if inputs.is_empty() || inputs.iter().enumerate().any(is_twice) {
            return Err(PointsError::Inputs);
        }
        Ok(Self { what, inputs })
    }

    /// Where they come from.
    pub fn what(&self) -> &What {
        &self.what
    }

    /// What a network gets of each point.
    pub fn inputs(&self) -> &[Choice<Input>] {
        &self.inputs
    }

    /// What they are called.
    pub fn name(&self) -> &'static str {
        match &self.what {
            What::Made { pattern, .. } => pattern.name,
            What::Placed { .. } => "Points of your own",
        }
    }

    /// All points, those held out included.
    pub fn n(&self) -> usize {
        match &self.what {
            What::Made { n, .. } => *n,
            What::Placed { places, .. } => places.len(),
        }
    }

    /// Points that are learned from; at least one.
    pub fn n_train(&self) -> usize {
        match &self.what {
            What::Made { n, held_out, .. } => {
                let n_held_out = (*n as f32 * held_out).round() as usize;
                (n - n_held_out.min(*n)).max(1)
            }
            What::Placed { places, .. } => places.len(),
        }
    }

    /// How many classes there are; none if values are to be learned.
    pub fn n_classes(&self) -> Option<usize> {
        match &self.what {
            What::Made { pattern, .. } => pattern.classes().map(<[_]>::len),
            What::Placed { targets: TargetShape::Classes(names), .. } => Some(names.len()),
            What::Placed { .. } => None,
        }
    }

    /// The name of a class, if there is such a one.
    pub fn class_name(&self, label: usize) -> Option<&str> {
        match &self.what {
            What::Made { pattern, .. } => pattern.classes()?.get(label).copied(),
            What::Placed { targets: TargetShape::Classes(names), .. } => {
                names.get(label).map(String::as_str)
            }
            What::Placed { .. } => None,
        }
    }

    /// The points themselves: each one's place, and its label or value. Each that is made
    /// depends on the seed and its number alone.
    pub fn places(&self) -> Vec<Place> {
        match &self.what {
            What::Made { pattern, n, noise, seed, .. } => (0..*n)
                .map(|idx| {
                    let mut random = stream_of(*seed, Purpose::Points, idx as u64);
                    pattern.place(idx, *noise, &mut random)
                })
                .collect(),
            What::Placed { places, .. } => places.clone(),
        }
    }

    /// The same points, set by hand from now on.
    pub fn placed(&self) -> Self {
        let targets = match self.n_classes() {
            Some(n) => TargetShape::Classes(
                (0..n).map(|label| self.class_name(label).unwrap_or_default().to_owned()).collect(),
            ),
            None => TargetShape::Values(1),
        };
        let mut places = self.places();
        for place in &mut places {
            (place.x, place.y) = (place.x.clamp(-SIDE, SIDE), place.y.clamp(-SIDE, SIDE));
        }
        Self { what: What::Placed { places, targets }, inputs: self.inputs.clone() }
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
        let targets = match self.n_classes() {
            Some(_) => Targets::Labels(places.iter().map(|place| place.target as u8).collect()),
            None => Targets::Values {
                width: 1,
                values: places.iter().map(|place| place.target).collect(),
            },
        };
        Split::complete(self.inputs.len(), Features::Numbers(features), targets)
            .expect("as many of each")
    }
}
