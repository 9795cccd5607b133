//! What of a graph is worked out at a place of the walk, and what of it the place is about.

use super::super::Phase;
use super::super::place::{Level, Place, Places};
use super::super::quantity::{Quantity, Weight};
use super::super::terms::Term;
use crate::nn::StepTrace;

/// Which part of the computation something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An input.
    Input,
    /// A weight or a bias.
    Weight(Weight),
    /// A unit's weight times what comes over it.
    Product {
        /// First layer 0.
        layer_idx: usize,
        /// Of the layer.
        unit_idx: usize,
        /// Of the unit.
        input_idx: usize,
    },
    /// A unit's other products.
    RestOfProducts(Rest),
    /// A unit's other shares of the blame.
    RestOfShares(Rest),
    /// The sum of all that, z.
    Sum(usize, usize),
    /// What makes a of z; with a.
    Function(usize, usize),
    /// What should have come out.
    Target,
    /// The loss.
    Loss,
    /// What only stands for numbers of other graphs.
    Aside,
}

/// Where in the walk a number is worked out; `None` if there was it before the update.
pub fn worked_out_at(quantity: Quantity, trace: &StepTrace, places: &Places) -> Option<Place> {
    match quantity {
        Quantity::Input { .. } | Quantity::Old(_) | Quantity::Target(_) => None,
        // It is whole when the last of its shares is.
        Quantity::OutputGradient(at) => Some(Quantity::Delta(at).closest_place(trace, places)),
        other => Some(other.closest_place(trace, places)),
    }
}

/// Whether what is worked out at a place is known by the time that one stands `here`. A
/// place that is farther off is about all that is in it.
pub fn is_known(worked_out_at: Option<Place>, here: Place) -> bool {
    let Some(place) = worked_out_at else { return true };
    let parts = Level::ALL.into_iter().map_while(|level| place.part(level).zip(here.part(level)));
    parts.into_iter().find(|(its, here)| its != here).is_none_or(|(its, here)| its < here)
}

/// Terms of a unit that are not drawn one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// First layer 0.
    pub layer_idx: usize,
    /// Of the layer.
    pub unit_idx: usize,
    /// Those that are drawn.
    pub drawn: [Option<usize>; Places::LARGEST],
}

impl Rest {
    fn has(self, idx: usize) -> bool {
        !self.drawn.contains(&Some(idx))
    }
}

/// Whether a place, with the term that it is, is about a part of the computation.
pub fn is_here(part: Part, places: &Places, place: Place, term: Option<&Term>) -> bool {
    let layer = places.layer_idx(place);
    let unit = place.part(Level::Neuron);
    let in_place = |layer_idx: usize, unit_idx: usize| {
        layer.is_none_or(|here| here == layer_idx) && unit.is_none_or(|here| here == unit_idx)
    };
    match (place.phase(), part) {
        (Phase::Batch, part) => part == Part::Input,
        (Phase::Loss, part) => {
            let of_batch = place.part(Level::Layer) == Some(1);
            part == Part::Loss || part == Part::Target && !of_batch
        }
        (_, Part::Input | Part::Target | Part::Loss | Part::Aside) => false,
        (Phase::Forward, Part::Weight(weight)) => {
            let is_term = match term {
                Some(&Term::Product(k)) => weight.input_idx == Some(k),
                Some(Term::Bias) => weight.input_idx.is_none(),
                other => other.is_none(),
            };
            in_place(weight.layer_idx, weight.unit_idx) && is_term
        }
        (Phase::Forward, Part::Product { layer_idx, unit_idx, input_idx }) => {
            let is_term = match term {
                Some(&Term::Product(k)) => input_idx == k,
                other => other.is_none(),
            };
            in_place(layer_idx, unit_idx) && is_term
        }
        (Phase::Forward, Part::RestOfProducts(rest)) => {
            let is_term = match term {
                Some(&Term::Product(k)) => rest.has(k),
                other => matches!(other, None | Some(Term::RestOfProducts(_))),
            };
            in_place(rest.layer_idx, rest.unit_idx) && is_term
        }
        (Phase::Forward, Part::RestOfShares(_)) | (Phase::Backward, Part::RestOfProducts(_)) => {
            false
        }
        (Phase::Forward, Part::Sum(layer_idx, unit_idx)) => {
            in_place(layer_idx, unit_idx) && matches!(term, None | Some(Term::Bias))
        }
        (Phase::Forward, Part::Function(layer_idx, unit_idx)) => {
            in_place(layer_idx, unit_idx) && matches!(term, None | Some(Term::Activation))
        }
        (Phase::Backward, Part::Weight(weight)) => {
            let is_term = match term {
                Some(Term::Gradient(one)) => *one == weight,
                other => other.is_none(),
            };
            in_place(weight.layer_idx, weight.unit_idx) && is_term
        }
        // The blame comes over the weights of the layer above.
        (Phase::Backward, Part::Product { layer_idx, unit_idx, input_idx }) => {
            let is_term = match term {
                Some(&Term::Share(next)) => unit_idx == next,
                other => other.is_none(),
            };
            is_term
                && layer_idx > 0
                && unit.is_none_or(|here| here == input_idx)
                && layer.is_none_or(|here| here + 1 == layer_idx)
        }
        (Phase::Backward, Part::RestOfShares(rest)) => {
            let is_term = match term {
                Some(&Term::Share(next)) => rest.has(next),
                other => matches!(other, None | Some(Term::RestOfShares(_))),
            };
            in_place(rest.layer_idx, rest.unit_idx) && is_term
        }
        (Phase::Backward, Part::Sum(layer_idx, unit_idx) | Part::Function(layer_idx, unit_idx)) => {
            in_place(layer_idx, unit_idx) && matches!(term, None | Some(Term::Delta))
        }
        (Phase::Update, Part::Weight(weight)) => {
            let is_term = match term {
                Some(Term::Update(one)) => *one == weight,
                other => other.is_none(),
            };
            place != places.after() && in_place(weight.layer_idx, weight.unit_idx) && is_term
        }
        (Phase::Update, _) => false,
    }
}
