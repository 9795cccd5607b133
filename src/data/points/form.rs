//! How points are described in files: flat, so that it can be read and written by hand.

use serde::{Deserialize, Serialize};

use super::pattern::Place;
use super::{Input, Pattern, Points, PointsError, What};
use crate::data::TargetShape;
use crate::registry::Choice;

/// [`What::Made`].
#[derive(Serialize, Deserialize)]
pub(in crate::data) struct Made {
    pub points: Choice<Pattern>,
    pub n: usize,
    pub noise: f32,
    pub held_out: f32,
    pub seed: u64,
    pub inputs: Vec<Choice<Input>>,
}

/// [`What::Placed`].
#[derive(Serialize, Deserialize)]
pub(in crate::data) struct Placed {
    pub places: Vec<Place>,
    pub targets: TargetShape,
    pub inputs: Vec<Choice<Input>>,
}

impl TryFrom<Made> for Points {
    type Error = PointsError;
    fn try_from(it: Made) -> Result<Self, PointsError> {
        let Made { points: pattern, n, noise, held_out, seed, inputs } = it;
        Self::new(What::Made { pattern, n, noise, held_out, seed }, inputs)
    }
}

impl TryFrom<Placed> for Points {
    type Error = PointsError;
    fn try_from(Placed { places, targets, inputs }: Placed) -> Result<Self, PointsError> {
        Self::new(What::Placed { places, targets }, inputs)
    }
}

/// Made or placed: one of the two.
#[derive(Serialize, Deserialize)]
pub(in crate::data) enum Form {
    Made(Made),
    Placed(Placed),
}

impl TryFrom<Form> for Points {
    type Error = PointsError;
    fn try_from(form: Form) -> Result<Self, PointsError> {
        match form {
            Form::Made(made) => made.try_into(),
            Form::Placed(placed) => placed.try_into(),
        }
    }
}

impl From<Points> for Form {
    fn from(Points { what, inputs }: Points) -> Self {
        match what {
            What::Made { pattern, n, noise, held_out, seed } => {
                Self::Made(Made { points: pattern, n, noise, held_out, seed, inputs })
            }
            What::Placed { places, targets } => Self::Placed(Placed { places, targets, inputs }),
        }
    }
}
