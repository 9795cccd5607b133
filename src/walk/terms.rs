//! What a neuron's sums are made of, in the order in which a walk stops at them. Of many
//! terms the largest are shown one by one and the rest is folded.

use super::Phase;
use super::place::{Level, Place, Places};
use super::quantity::{Quantity, UnitAt, Weight};
use crate::nn::StepTrace;
use crate::nn::terms::{Fold, fold_of};

/// One stop at the level of terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// Forward: w·x for an input.
    Product(usize),
    /// Forward: all products that are not shown.
    RestOfProducts(Fold),
    /// Forward: the bias, with which the sum is z.
    Bias,
    /// Forward: a = f(z).
    Activation,
    /// Backward: w·δ for a unit of the next layer.
    Share(usize),
    /// Backward: all shares that are not shown.
    RestOfShares(Fold),
    /// Backward: δ.
    Delta,
    /// Backward: the gradient of a weight or of the bias.
    Gradient(Weight),
    /// Update: a weight or the bias, step by step.
    Update(Weight),
}

/// The terms of a neuron in a phase, for an example of the trace; none where `place` is
/// not at or within a neuron.
pub fn terms(trace: &StepTrace, places: &Places, place: Place, row: usize) -> Vec<Term> {
    let (Some(layer_idx), Some(unit_idx)) = (places.layer_idx(place), place.part(Level::Neuron))
    else {
        return Vec::new();
    };
    let at = UnitAt { row, layer_idx, unit_idx };
    let n_in = places.n_in(layer_idx);
    let has_bias = places.has_bias(layer_idx);
    let weight = |input_idx| at.weight(input_idx);
    let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
    let mut terms = Vec::new();
    match place.phase() {
        Phase::Batch | Phase::Loss => {}
        Phase::Forward => {
            let fold = folded(n_in, |k| value(Quantity::Product(at, k)));
            terms.extend(fold.largest.iter().map(|&k| Term::Product(k)));
            if n_in > Places::SMALL {
                terms.push(Term::RestOfProducts(fold));
            }
            terms.extend(has_bias.then_some(Term::Bias));
            terms.push(Term::Activation);
        }
        Phase::Backward => {
            if layer_idx + 1 < places.n_layers() {
                let n_next = places.n_in(layer_idx + 2);
                let fold = folded(n_next, |k| value(Quantity::Share(at, k)));
                terms.extend(fold.largest.iter().map(|&k| Term::Share(k)));
                if n_next > Places::SMALL {
                    terms.push(Term::RestOfShares(fold));
                }
            }
            terms.push(Term::Delta);
            let fold = folded(n_in, |k| value(Quantity::Gradient(weight(Some(k)))));
            terms.extend(fold.largest.iter().map(|&k| Term::Gradient(weight(Some(k)))));
            terms.extend(has_bias.then(|| Term::Gradient(weight(None))));
        }
        Phase::Update => {
            let change =
                |k| value(Quantity::New(weight(Some(k)))) - value(Quantity::Old(weight(Some(k))));
            terms.extend(
                folded(n_in, change).largest.iter().map(|&k| Term::Update(weight(Some(k)))),
            );
            terms.extend(has_bias.then(|| Term::Update(weight(None))));
        }
    }
    terms
}

/// Σₖ wₖⱼ·δₖ: what all units of the next layer blame a unit for, before dropout has its
/// say. That is the engine's ∂L/∂a; of a unit whose output was masked, of which the engine
/// keeps only what is left, the sum of the shares. NaN for an output.
pub fn blame(trace: &StepTrace, at: UnitAt) -> f32 {
    let value = |quantity: Quantity| quantity.value(trace);
    if value(Quantity::Mask(at)).is_none() && at.layer_idx + 1 < trace.layers.len() {
        return value(Quantity::OutputGradient(at)).unwrap_or(f32::NAN);
    }
    let Some(next) = trace.layers.get(at.layer_idx + 1) else { return f32::NAN };
    let shares = (0..next.bias.len()).map(|k| value(Quantity::Share(at, k)));
    shares.map(|share| f64::from(share.unwrap_or(f32::NAN))).sum::<f64>() as f32
}

/// The term at which a place stands, if it is one.
pub fn term(trace: &StepTrace, places: &Places, place: Place, row: usize) -> Option<Term> {
    terms(trace, places, place, row).into_iter().nth(place.part(Level::Term)?)
}

/// Few terms in their order, all of them; of many the largest first.
fn folded(n: usize, value: impl Fn(usize) -> f32) -> Fold {
    let values: Vec<f32> = (0..n).map(value).collect();
    if n <= Places::SMALL {
        Fold { largest: (0..n).collect(), n_rest: 0, rest: 0.0, n_zero: 0 }
    } else {
        fold_of(&values, Places::LARGEST)
    }
}
