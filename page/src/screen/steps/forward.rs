//! Phase 2: a layer's z = w·x + b and a = f(z), for the example that is followed.

use leptos::prelude::*;

use super::units::{Column, Units};
use super::{Cursor, of_trace};
use crate::state::use_state;
use crate::widget::neuron::{Neuron, NeuronView};
use descent::nn::StepTrace;

/// All units of the layer, and one of them number by number.
#[component]
pub fn Forward(cursor: Cursor, layer_idx: usize) -> impl IntoView {
    let state = use_state();
    let unit = cursor.unit_of(state, layer_idx);
    let table = move || {
        of_trace(state, |trace| {
            let layer = &trace.layers[layer_idx];
            let at = cursor.example.get().min(layer.activations.nrows() - 1);
            let columns = vec![
                Column { name: "b", values: layer.bias.to_vec(), bars: false },
                Column { name: "z", values: layer.pre_activations.row(at).to_vec(), bars: true },
                Column { name: "a", values: layer.activations.row(at).to_vec(), bars: true },
            ];
            let noun = if layer_idx + 1 == trace.layers.len() { "output" } else { "unit" };
            view! { <Units cursor layer_idx unit noun columns /> }
        })
    };
    let noun = move || {
        of_trace(state, |trace| if layer_idx + 1 == trace.layers.len() { "Output" } else { "Unit" })
    };
    let one = Signal::derive(move || {
        of_trace(state, |trace| neuron(trace, layer_idx, unit.get(), cursor.example.get()))
    });
    view! {
        <div class="split">
            <div>{table}</div>
            <div><h3>{noun} " " {unit}</h3> <NeuronView neuron=one /></div>
        </div>
    }
}

/// A unit's part of the forward pass, out of the trace.
fn neuron(trace: &StepTrace, layer_idx: usize, unit: usize, example: usize) -> Neuron {
    let layer = &trace.layers[layer_idx];
    let at = example.min(layer.activations.nrows() - 1);
    let input = match layer_idx {
        0 => trace.inputs.row(at),
        _ => trace.layers[layer_idx - 1].activations.row(at),
    };
    Neuron {
        activation: trace.network.layers()[layer_idx].activation,
        input: input.to_vec(),
        weights: layer.weights.row(unit).to_vec(),
        bias: layer.bias[unit],
        pre_activation: layer.pre_activations[(at, unit)],
        value: layer.activations[(at, unit)],
    }
}
