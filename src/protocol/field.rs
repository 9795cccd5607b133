//! The field: what is asked of it, and what is told.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::field::{Descent, Land, Runner};

/// Most runners of a race.
pub const MOST_RUNNERS: usize = 8;

/// The part of a land that is looked at: from, to, of x and of y.
pub type Ranges = [(f64, f64); 2];

/// Heights over a part of a land.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heights {
    /// Of what.
    pub land: Land,
    /// Where.
    pub ranges: Ranges,
    /// At evenly spaced places (rows, cols), the lowest y first; of one number a single row.
    /// Not finite where there is none.
    pub heights: Array2<f32>,
    /// The least height there.
    pub lowest: f64,
}

/// The paths of a race.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Race {
    /// On what.
    pub land: Land,
    /// In the order of the runners.
    pub courses: Vec<Course>,
}

/// One runner's path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Who.
    pub runner: Runner,
    /// Step by step.
    pub descent: Descent,
    /// What happened, in a sentence.
    pub story: String,
}
