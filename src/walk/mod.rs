//! L4, the walk through an update: its places, and what there is to say at each. Pure: a
//! function of the trace and of where one stands, which computes nothing that the engine
//! knows.
//!
//! - [`place`]: the five phases, their layers, neurons, terms, and the moves between them;
//! - [`quantity`]: a name for every number of a trace, and what it is worked out from;
//! - [`terms`]: what a neuron's sums are made of;
//! - [`graph`]: the computation as a graph, laid out;
//! - [`records`]: the record loop of one unit, sum by sum;
//! - `name`: what things are called;
//! - [`mod@lines`]: the equations, in symbols and in numbers, as [`math`] has formulas;
//! - [`mod@sentence`]: what happens, in words;
//! - [`digits`]: numbers as people read them, with as many digits as make that true.

pub mod digits;
pub mod graph;
pub mod key;
mod lines;
pub mod math;
mod name;
mod phase;
pub mod place;
pub mod quantity;
pub mod records;
pub mod sentence;
pub mod terms;

pub use lines::{Line, legend, lines};
pub use math::Math;
pub use name::{
    activation_name, count_of, input_name, label_name, layer_name, short_source_name, source_name,
    unit_name,
};
pub use phase::Phase;
pub use place::{Level, Place, Places};
pub use quantity::{Quantity, UnitAt, Weight};
pub use sentence::sentence;
pub use terms::Term;

use crate::nn::StepTrace;

/// The unit of a layer that tells most of an example: at the outputs the label's, else
/// the one that the example blames most.
pub fn telling_unit(trace: &StepTrace, layer_idx: usize, row: usize) -> usize {
    let deltas = &trace.layers[layer_idx].deltas;
    let label = trace.labels.get(row).map(|&label| usize::from(label));
    if layer_idx + 1 == trace.layers.len()
        && let Some(label) = label.filter(|&label| label < deltas.ncols())
    {
        return label;
    }
    let delta = |unit: usize| deltas.get([row, unit]).map_or(0.0, |delta| delta.abs());
    (0..deltas.ncols()).max_by(|&i, &j| delta(i).total_cmp(&delta(j))).unwrap_or(0)
}

/// Whether the update goes straight against the gradient of the batch's loss. What an
/// optimizer remembers, what a penalty adds, and clipping number by number lead it elsewhere.
pub fn is_against_gradient(trace: &StepTrace) -> bool {
    trace.rules.optimizer.rule.slots.is_empty()
        && trace.rules.penalty.is_none()
        && trace.clipped.is_none_or(|clipped| clipped.n_cut == 0)
}
