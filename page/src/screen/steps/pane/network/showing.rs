//! What the pane's units show at a place.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::of_trace;
use super::layout::MAX_SHOWN;
use crate::state::use_state;
use descent::nn::StepTrace;
use descent::nn::activation::Kind;
use descent::walk::{Phase, Place, Places, Quantity, UnitAt};

/// Slopes below let hardly anything through.
const SATURATED: f32 = 0.01;

/// A number in a unit, drawn as so strong a share of its column's largest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Showing {
    /// Which.
    pub quantity: Quantity,
    /// Its value.
    pub value: f32,
    /// −1 to 1.
    pub share: f32,
    /// What is drawn in full color.
    pub largest: f32,
}

/// What a unit shows; nothing before it is worked out, nor where the trace doesn't have it:
/// of the batch read again it has the loss alone.
pub fn showing(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    column_idx: usize,
    unit_idx: usize,
) -> Option<Showing> {
    let Some(layer_idx) = column_idx.checked_sub(1) else {
        let quantity = Quantity::Input { row, input_idx: unit_idx };
        let largest = largest(trace.inputs.row(row).iter());
        let value = quantity.value(trace)?;
        return Some(Showing { quantity, value, share: value / largest, largest });
    };
    let at = UnitAt { row, layer_idx, unit_idx };
    let here = places.layer_idx(place);
    let layer = &trace.layers[layer_idx];
    let (quantity, values) = match place.phase() {
        Phase::Batch => return None,
        Phase::Forward if here.is_some_and(|here| layer_idx > here) => return None,
        Phase::Update if place == places.after() => return None,
        Phase::Backward if here.is_some_and(|here| layer_idx < here) => {
            (Quantity::Activation(at), &layer.activations)
        }
        Phase::Forward | Phase::Loss => (Quantity::Activation(at), &layer.activations),
        Phase::Backward | Phase::Update => (Quantity::Delta(at), &layer.deltas),
    };
    let value = quantity.value(trace)?;
    let mut largest = largest(values.row(row).iter());
    if matches!(quantity, Quantity::Activation(_)) && largest <= 1.0 {
        // Shares and the like: full is 1.
        largest = 1.0;
    }
    Some(Showing { quantity, value, share: value / largest, largest })
}

/// What a unit shows where the cursor stands.
pub fn use_showing(cursor: Cursor, column_idx: usize, unit_idx: usize) -> Memo<Option<Showing>> {
    let state = use_state();
    Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        of_trace(state, |trace| {
            cursor.places.with(|places| showing(trace, places, place, row, column_idx, unit_idx))
        })
        .flatten()
    })
}

/// A logit z and the share that softmax makes of it (CURRICULUM C6), if `quantity` is an
/// output that says such a share.
pub fn share_of(trace: &StepTrace, quantity: Quantity) -> Option<(f32, f32)> {
    let Quantity::Activation(at) = quantity else { return None };
    let layers = trace.network.layers();
    let is_share = matches!(layers[at.layer_idx].activation.kind, Kind::Softmax);
    let z = Quantity::PreActivation(at).value(trace).filter(|_| is_share)?;
    Some((z, quantity.value(trace)?))
}

fn largest<'a>(values: impl Iterator<Item = &'a f32>) -> f32 {
    values.fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()))
}

/// What becomes of the blame at a unit's activation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gate {
    /// It gets through.
    Open,
    /// Hardly any does.
    Saturated,
    /// None does.
    Shut,
}

/// Whether blame gets through a unit, once that is worked out.
pub fn gate(trace: &StepTrace, at: UnitAt, shown: Option<Showing>) -> Gate {
    let is_delta = shown.is_some_and(|shown| matches!(shown.quantity, Quantity::Delta(_)));
    match Quantity::Slope(at).value(trace).filter(|_| is_delta) {
        Some(0.0) => Gate::Shut,
        Some(slope) if slope.abs() < SATURATED => Gate::Saturated,
        _ => Gate::Open,
    }
}

/// The units of a column, those that tell most first; the chosen one before all.
pub fn telling(
    trace: &StepTrace,
    row: usize,
    chosen: Option<(usize, usize)>,
    column_idx: usize,
    n: usize,
) -> Vec<usize> {
    let size = |unit_idx: usize| match column_idx.checked_sub(1) {
        None => trace.inputs.get([row, unit_idx]).map_or(0.0, |x| x.abs()),
        Some(layer_idx) if chosen == Some((layer_idx, unit_idx)) => f32::INFINITY,
        Some(layer_idx) => {
            trace.layers[layer_idx].deltas.get([row, unit_idx]).map_or(0.0, |delta| delta.abs())
        }
    };
    let mut units: Vec<usize> = (0..n).collect();
    units.sort_by(|&i, &j| size(j).total_cmp(&size(i)));
    units
}

/// The units of a layer that are drawn, if not all of them are: those with the largest
/// |δ| for the example.
pub fn drawn_units(trace: &StepTrace, row: usize, layer_idx: usize) -> Option<Vec<usize>> {
    let n = trace.layers[layer_idx].bias.len();
    (n > MAX_SHOWN).then(|| {
        let mut units = telling(trace, row, None, layer_idx + 1, n);
        units.truncate(MAX_SHOWN);
        units.sort_unstable();
        units
    })
}
