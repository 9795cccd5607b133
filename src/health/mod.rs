//! L4, a run's health in words (CURRICULUM D2, D3, E1): from the numbers that the engine tells
//! of a run to what goes wrong in it and what to do about that; nothing while all is well.
//!
//! [`findings`] says what one look at the run shows, [`Monitor`] what has shown for a while,
//! [`words`] how it is told. No clock and no run here: numbers in, findings out.
//!
//! That the loss is no longer a finite number stops a run by itself
//! ([`Status::Diverged`](crate::protocol::Status)); what came before is told here.

mod monitor;
mod rules;
pub mod words;

pub use monitor::Monitor;
pub use rules::findings;

use crate::nn::NetworkSpec;
use crate::protocol::seen::LayerHealth;
use crate::training::{History, Metrics};

/// From this share of a layer's units on, units that learn nothing are told of: some dead
/// ReLUs are in nearly every network that is well.
pub const MANY_UNITS: f64 = 0.5;

/// A gradient longer than this (of the mean loss, all layers together) tears the weights
/// apart at any usual rate: of networks that learn it is about 0.1 to 10.
pub const EXPLODING: f64 = 1e3;

/// Where the first layer's gradient is shorter than the last's by more than this, the first
/// layer stands still while the last one learns: at 1/300 it would need hundreds of times the
/// updates. In networks that learn it is rarely below 1/30.
pub const VANISHING: f64 = 1.0 / 300.0;

/// A loss above this share of the start's has not fallen: less is the noise of the batches.
pub const NOT_FALLEN: f32 = 0.97;

/// Updates after which a loss should have fallen.
pub const PATIENCE: u64 = 300;

/// A network that gets so large a share right has nothing left to fall: it began well.
pub const GOOD: f32 = 0.9;

/// A held-out loss so many times the least it was has risen: less is how it goes to and fro.
pub const RISEN: f32 = 1.15;

/// A held-out loss so many times that of the training examples has parted from it.
pub const PARTED: f32 = 3.0;

/// So much less of the held-out examples right than of the others is more than a few odd ones.
pub const BEHIND: f32 = 0.05;

/// Updates after which a run that is not good should still be getting better.
pub const LONG: u64 = 1_000;

/// A loss above this share of what it was half of the way ago has stopped to fall.
pub const STOPPED: f32 = 0.95;

/// Less than this share right is not good enough to stop at.
pub const POOR: f32 = 0.8;

/// Where there are no classes, a loss above this share of the start's is not.
pub const POOR_LOSS: f32 = 0.5;

/// One look at a run.
#[derive(Clone, Copy, Debug)]
pub struct Checkup<'a> {
    /// Updates behind it.
    pub step: u64,
    /// Layers and loss.
    pub network: &'a NetworkSpec,
    /// Examples an update, which a loss that is summed up grows with.
    pub batch_len: usize,
    /// Layer by layer, the first hidden one first.
    pub layers: &'a [LayerHealth],
    /// The loss before the first update, if it is known.
    pub loss_at_start: Option<f32>,
    /// The mean loss of the latest batches, if there were any.
    pub loss: Option<f32>,
    /// The share of them that was right, if there are classes.
    pub accuracy: Option<f32>,
    /// How it does on what is held out, if anything is.
    pub held_out: Option<HeldOut>,
    /// How it was half of the way ago, and how it has been lately, if it has come far enough.
    pub trend: Option<Trend>,
    /// The run stands: what is seen now will not have gone at the next look.
    pub is_at_rest: bool,
    /// It has stopped because its loss is no finite number any more.
    pub has_diverged: bool,
}

/// How a run does on held-out examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOut {
    /// At the latest evaluation.
    pub now: Metrics,
    /// The least loss so far.
    pub least: f32,
}

/// Means over many batches: of one alone a few examples more or less make another figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Of the updates around the half of them.
    pub before: Metrics,
    /// Of the last fifth of them.
    pub now: Metrics,
}

impl Trend {
    /// That of a run after so many updates.
    pub fn of(history: &History, step: u64) -> Option<Self> {
        let before = history.mean_over(2 * step / 5..=3 * step / 5)?;
        Some(Self { before, now: history.mean_over(4 * step / 5..=step)? })
    }
}

/// A loss that has grown, and within how many updates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Before the first.
    pub from: f32,
    /// The last one that was a number.
    pub to: f32,
    /// Updates between them.
    pub n_steps: u64,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The gradient is too long: √Σg² over all layers, or not even a finite number.
    Exploding {
        /// Its length.
        norm: f64,
        /// How the loss grew with it, if that has brought the run to an end.
        growth: Option<Growth>,
    },
    /// Units whose curve is level for every example: they learn nothing.
    Dead(Units),
    /// Units with the very same weights: they compute the same and learn the same.
    Alike(Units),
    /// The gradient gets lost on its way back to the first layer.
    Vanishing {
        /// √Σg² of the first layer.
        first: f64,
        /// √Σg² of the last layer.
        last: f64,
    },
    /// Units that are flat wherever an example meets them: they hardly learn.
    Saturated(Units),
    /// What it learns from it gets right, and what is held out less and less.
    ByHeart {
        /// The share of the latest batches that was right, if there are classes.
        accuracy: Option<f32>,
        /// Their mean loss.
        loss: f32,
        /// What is held out.
        held_out: HeldOut,
    },
    /// It is not good, and gets no better.
    Stalled {
        /// How it has been lately.
        now: Metrics,
    },
    /// The loss is where it began.
    NotFalling {
        /// It began at.
        from: f32,
        /// It is at.
        now: f32,
    },
}

/// Units of the hidden layers that one thing is found of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    /// The layers, by index.
    pub layers: Vec<usize>,
    /// Such units in them.
    pub n: usize,
    /// Units in them.
    pub of: usize,
    /// Whether they answer 0 where they are dead, as ReLU does.
    pub is_relu: bool,
}

impl Finding {
    /// Names it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Exploding { .. } => "exploding",
            Self::Dead(_) => "dead",
            Self::Alike(_) => "alike",
            Self::Vanishing { .. } => "vanishing",
            Self::Saturated(_) => "saturated",
            Self::ByHeart { .. } => "by-heart",
            Self::Stalled { .. } => "stalled",
            Self::NotFalling { .. } => "not-falling",
        }
    }

    /// Whether it is the same thing, whatever the numbers.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
