//! A grid of runs, each trained for a while: which settings do well.

use serde::{Deserialize, Serialize};

use crate::training::{Metrics, RunConfig};

/// A question: how do these configurations do?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridRequest {
    /// The configurations, at most [`MOST_CELLS`], of the run's data set.
    pub cells: Vec<RunConfig>,
    /// How long each is trained, in epochs.
    pub n_epochs: f64,
}

/// Most configurations of a grid.
pub const MOST_CELLS: usize = 64;

/// The answer, as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridSeen {
    /// What came of each configuration, in the order of the question.
    pub outcomes: Vec<Option<GridOutcome>>,
    /// Of the work in all, 0 to 1.
    pub share_done: f64,
}

/// What came of one configuration.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridOutcome {
    /// Updates made.
    pub step: u64,
    /// Over its last epoch, or what it made of one, each batch measured before its update.
    pub train: Option<Metrics>,
    /// On the held-out examples at the end, if there are any.
    pub test: Option<Metrics>,
    /// The loss exploded.
    pub has_diverged: bool,
}
