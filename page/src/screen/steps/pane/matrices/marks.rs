//! The row and the column of a matrix that are lit: those that make the number that is
//! pointed at, else those of the place where one stands.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::of_trace;
use descent::walk::{Level, Quantity, Term, UnitAt, Weight, terms};

/// A row and a column.
pub type Marks = (Option<usize>, Option<usize>);

/// Which of a place's matrices is marked, and how.
#[derive(Clone, Copy)]
pub enum Marked {
    /// The row is the unit's, the column an input's.
    Unit,
    /// The column is the unit's, the row one of the next layer's.
    Next,
}

/// Marks of a matrix whose rows are the units of layer `layer_idx`, as long as it is there.
pub fn marks(cursor: Cursor, marked: Marked, layer_idx: usize) -> Signal<Marks> {
    Memo::new(move |_| {
        let pointed = cursor.pointed.get().and_then(|quantity| of(quantity, layer_idx));
        pointed.unwrap_or_else(|| here(cursor, marked))
    })
    .into()
}

/// What of such a matrix makes a number; none if nothing of it does.
fn of(quantity: Quantity, layer_idx: usize) -> Option<Marks> {
    let is_above = |at: UnitAt| at.layer_idx + 1 == layer_idx;
    match quantity {
        Quantity::PreActivation(at) | Quantity::Activation(at) | Quantity::Delta(at)
            if at.layer_idx == layer_idx =>
        {
            Some((Some(at.unit_idx), None))
        }
        Quantity::Product(at, k) if at.layer_idx == layer_idx => Some((Some(at.unit_idx), Some(k))),
        Quantity::Old(weight)
        | Quantity::New(weight)
        | Quantity::Given(weight)
        | Quantity::Gradient(weight)
        | Quantity::Nudge(weight, _)
            if weight.layer_idx == layer_idx =>
        {
            let Weight { unit_idx, input_idx, .. } = weight;
            Some((Some(unit_idx), input_idx))
        }
        Quantity::Input { input_idx, .. } if layer_idx == 0 => Some((None, Some(input_idx))),
        Quantity::Activation(at) | Quantity::Sent(at) | Quantity::OutputGradient(at)
            if is_above(at) =>
        {
            Some((None, Some(at.unit_idx)))
        }
        Quantity::Share(at, next_idx) if is_above(at) => Some((Some(next_idx), Some(at.unit_idx))),
        _ => None,
    }
}

fn here(cursor: Cursor, marked: Marked) -> Marks {
    let (place, row) = (cursor.place.get(), cursor.row.get());
    let unit_idx = place.part(Level::Neuron);
    let term = of_trace(cursor.state(), |trace| {
        cursor.places.with(|places| terms::term(trace, places, place, row))
    });
    match (marked, term.flatten()) {
        (Marked::Unit, Some(Term::Product(k))) => (unit_idx, Some(k)),
        (Marked::Unit, Some(Term::Gradient(w) | Term::Update(w))) => (unit_idx, w.input_idx),
        (Marked::Unit, _) => (unit_idx, None),
        (Marked::Next, Some(Term::Share(k))) => (Some(k), unit_idx),
        (Marked::Next, _) => (None, unit_idx),
    }
}
