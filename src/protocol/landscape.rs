//! The loss over a plane: what is asked, and what is told while it is worked out.

use serde::{Deserialize, Serialize};

use super::{RunId, Ticket};
use crate::training::landscape::{Directions, Extent};

/// Asks for the loss over a plane through the run's network as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LandscapeRequest {
    /// Which plane.
    pub directions: Directions,
    /// How much of it.
    pub span: Span,
    /// k: there are 2ᵏ + 1 points a side, k within
    /// [`Grid::FINENESS`](crate::training::landscape::Grid::FINENESS).
    pub fineness: u32,
    /// Training examples that the loss is the mean of: drawn by the run's seed, or all, if
    /// there are no more than that.
    pub n_examples: u32,
}

/// How much of a plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Span {
    /// A square around the network that reaches so far.
    Around(f64),
    /// A square that holds the run's path, so many times as wide as it must be.
    Path(f64),
    /// From where to where. Of [`Directions::Parameters`] these are the parameters' values.
    Between(Extent),
}

/// The loss over a plane. Told several times of one question, ever finer, until
/// [`is_done`](Self::is_done).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Landscape {
    /// The run.
    pub run: RunId,
    /// What was asked for.
    pub request: LandscapeRequest,
    /// Updates behind the network that the plane goes through.
    pub step: u64,
    /// From where to where on the plane.
    pub extent: Extent,
    /// Points of a side.
    pub side: u32,
    /// Losses (side, side), the row of the lowest y first; interpolated where they are not
    /// known yet.
    pub losses: Vec<f32>,
    /// Points that are known.
    pub n_known: u32,
    /// Where the network stands.
    pub here: (f64, f64),
    /// Its loss on the same examples.
    pub here_loss: f32,
    /// Examples that each loss is the mean of.
    pub n_examples: u32,
    /// √Σd² of the two directions: how far through the space of parameters a step of 1 leads.
    pub lengths: (f64, f64),
    /// The run's path.
    pub path: PathOnPlane,
}

impl Landscape {
    /// Whether all points are known.
    pub fn is_done(&self) -> bool {
        self.n_known == self.side * self.side
    }
}

/// A run's path as it falls onto a plane.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PathOnPlane {
    /// Of the question that the plane was asked for with.
    pub plane: Ticket,
    /// From where it is known to where the run stands; none of a network too large for that.
    pub points: Vec<PlacedStep>,
    /// Ways that the run has gone before over the same landscape, the oldest first: each ended
    /// where a parameter was set by hand. The latest [`MOST_EARLIER`] of a small network, none
    /// of a large one.
    pub earlier: Vec<Vec<PlacedStep>>,
    /// How much of its variance around the plane's center the plane holds, 0 to 1; none if it
    /// has not left there.
    pub share: Option<f64>,
}

/// Most ways that are remembered besides the present one.
pub const MOST_EARLIER: usize = 6;

/// Where a run was, on a plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedStep {
    /// Updates made then.
    pub step: u64,
    /// Along the first direction.
    pub x: f64,
    /// Along the second.
    pub y: f64,
}
