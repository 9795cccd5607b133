//! L4, a run's health in words (CURRICULUM D2, D3, E1): from the numbers that the engine tells
//! of a run to what goes wrong in it and what to do about that; nothing while all is well.
//!
//! [`findings`] says what one look at the run shows, [`Monitor`] what has shown for a while,
//! [`words`] how it is told. No clock and no run here: numbers in, findings out.
//!
//! That the loss is no longer a finite number stops a run by itself
//! ([`Status::Diverged`](crate::protocol::Status)) and is told with that.

mod monitor;
pub mod words;

pub use monitor::Monitor;

use crate::nn::{NetworkSpec, Reduction};
use crate::protocol::look::LayerHealth;

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
    /// The run stands: what is seen now will not have gone at the next look.
    pub is_at_rest: bool,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The gradient is too long: √Σg² over all layers, or not even a finite number.
    Exploding {
        /// Its length.
        norm: f64,
    },
    /// Units whose slope is 0 for every example: they learn nothing.
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
            Self::NotFalling { .. } => "not-falling",
        }
    }

    /// Whether it is the same thing, whatever the numbers.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What a look at a run shows, the gravest first.
pub fn findings(checkup: &Checkup<'_>) -> Vec<Finding> {
    let Checkup { layers, .. } = *checkup;
    let n_hidden = layers.len().saturating_sub(1);
    let units = |count: fn(&LayerHealth) -> usize| units_of(checkup, &layers[..n_hidden], count);
    let mut found = Vec::new();
    found.extend(exploding(checkup));
    found.extend(units(|layer| layer.n_dead).map(Finding::Dead));
    found.extend(units(|layer| layer.n_alike).map(Finding::Alike));
    let saturated = units(|layer| layer.n_saturated).map(Finding::Saturated);
    // Where units are dead or saturated, nothing comes through them: that is told already, and
    // another activation or fewer layers would not help.
    if saturated.is_none() && !found.iter().any(|finding| matches!(finding, Finding::Dead(_))) {
        found.extend(vanishing(layers));
    }
    found.extend(saturated);
    found.extend(not_falling(checkup));
    found
}

/// The layers where at least [`MANY_UNITS`] are such, all together.
fn units_of(
    checkup: &Checkup<'_>,
    hidden: &[LayerHealth],
    count: fn(&LayerHealth) -> usize,
) -> Option<Units> {
    let is_many = |layer: &LayerHealth| {
        // Of a single unit there is no half.
        layer.n_units > 1 && count(layer) as f64 >= MANY_UNITS * layer.n_units as f64
    };
    let which: Vec<usize> = (0..hidden.len()).filter(|&idx| is_many(&hidden[idx])).collect();
    let sum = |of: &dyn Fn(&LayerHealth) -> usize| which.iter().map(|&idx| of(&hidden[idx])).sum();
    let (n, of) = (sum(&|layer| count(layer)), sum(&|layer| layer.n_units));
    let is_relu = which.iter().all(|&idx| {
        checkup.network.layers().get(idx).is_some_and(|layer| layer.activation.key == "relu")
    });
    (!which.is_empty()).then_some(Units { layers: which, n, of, is_relu })
}

fn exploding(checkup: &Checkup<'_>) -> Option<Finding> {
    let squares = checkup.layers.iter().map(|layer| layer.gradient_norm.map(|norm| norm * norm));
    let norm = squares.sum::<Option<f64>>()?.sqrt();
    let many = match checkup.network.reduction() {
        Reduction::Sum => checkup.batch_len.max(1) as f64,
        _ => 1.0,
    };
    // NaN is no length either.
    let is_bounded = norm / many <= EXPLODING;
    (!is_bounded).then_some(Finding::Exploding { norm })
}

fn vanishing(layers: &[LayerHealth]) -> Option<Finding> {
    let [first, .., last] = layers else { return None };
    let (first, last) = (first.gradient_norm?, last.gradient_norm?);
    // Beside one that is no number nothing is short.
    (last > 0.0 && last.is_finite() && first < VANISHING * last)
        .then_some(Finding::Vanishing { first, last })
}

fn not_falling(checkup: &Checkup<'_>) -> Option<Finding> {
    let (from, now) = (checkup.loss_at_start?, checkup.loss?);
    let is_good = checkup.accuracy.is_some_and(|accuracy| accuracy >= GOOD);
    let is_late = checkup.step >= PATIENCE && !is_good;
    (is_late && now > NOT_FALLEN * from).then_some(Finding::NotFalling { from, now })
}
