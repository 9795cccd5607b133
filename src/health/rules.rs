//! What one look at a run shows: a rule for each finding.

use super::{
    BEHIND, Checkup, EXPLODING, Finding, GOOD, Growth, LONG, MANY_UNITS, NOT_FALLEN, PARTED,
    PATIENCE, POOR, POOR_LOSS, RISEN, STOPPED, Trend, Units, VANISHING,
};
use crate::nn::Reduction;
use crate::protocol::seen::LayerHealth;
use crate::training::Metrics;

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
    found.extend(by_heart(checkup));
    let not_falling = not_falling(checkup);
    if not_falling.is_none() {
        found.extend(stalled(checkup));
    }
    found.extend(not_falling);
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
    (!is_bounded).then(|| Finding::Exploding { norm, growth: growth(checkup) })
}

fn growth(checkup: &Checkup<'_>) -> Option<Growth> {
    let (from, to) = (checkup.loss_at_start?, checkup.loss?);
    (checkup.has_diverged && to > from).then_some(Growth { from, to, n_steps: checkup.step })
}

fn vanishing(layers: &[LayerHealth]) -> Option<Finding> {
    let [first, .., last] = layers else { return None };
    let (first, last) = (first.gradient_norm?, last.gradient_norm?);
    // Beside one that is no number nothing is short.
    (last > 0.0 && last.is_finite() && first < VANISHING * last)
        .then_some(Finding::Vanishing { first, last })
}

fn by_heart(checkup: &Checkup<'_>) -> Option<Finding> {
    let latest = || Some(Metrics { loss: checkup.loss?, accuracy: checkup.accuracy });
    let Metrics { loss, accuracy } = checkup.trend.map(|trend| trend.now).or_else(latest)?;
    let held_out = checkup.held_out?;
    let has_risen = held_out.now.loss > RISEN * held_out.least;
    let has_parted = held_out.now.loss > PARTED * loss;
    // Of numbers there is no share that is right.
    let is_behind =
        accuracy.zip(held_out.now.accuracy).is_none_or(|(here, there)| here - there > BEHIND);
    (has_risen && has_parted && is_behind).then_some(Finding::ByHeart { accuracy, loss, held_out })
}

fn stalled(checkup: &Checkup<'_>) -> Option<Finding> {
    let Trend { before, now } = checkup.trend?;
    let is_poor = match now.accuracy {
        Some(accuracy) => accuracy < POOR,
        None => now.loss > POOR_LOSS * checkup.loss_at_start?,
    };
    let has_stopped = checkup.step >= LONG && now.loss > STOPPED * before.loss;
    (is_poor && has_stopped).then_some(Finding::Stalled { now })
}

fn not_falling(checkup: &Checkup<'_>) -> Option<Finding> {
    let (from, now) = (checkup.loss_at_start?, checkup.loss?);
    let is_good = checkup.accuracy.is_some_and(|accuracy| accuracy >= GOOD);
    let is_late = checkup.step >= PATIENCE && !is_good;
    (is_late && now > NOT_FALLEN * from).then_some(Finding::NotFalling { from, now })
}
