//! Phase 4: δ of a layer. At the output, what this example wants; below, the blame that
//! comes back over the weights, times the slope.

use leptos::prelude::*;

use super::units::{Column, Units};
use super::{Cursor, of_trace};
use crate::format;
use crate::state::use_state;
use crate::widget::neuron::{Pictured, TermTable};
use descent::data::DigitImage;
use descent::nn::StepTrace;
use descent::plots::Colormap;

/// δ of all units, and one of them number by number.
#[component]
pub fn Backward(cursor: Cursor, layer_idx: usize) -> impl IntoView {
    let state = use_state();
    let unit = cursor.unit_of(state, layer_idx);
    let table = move || {
        of_trace(state, |trace| {
            let layer = &trace.layers[layer_idx];
            let at = cursor.example.get().min(layer.deltas.nrows() - 1);
            let is_output = layer_idx + 1 == trace.layers.len();
            let mut columns = Vec::new();
            if is_output {
                columns.push(Column {
                    name: "a",
                    values: layer.activations.row(at).to_vec(),
                    bars: false,
                });
                columns.push(Column {
                    name: "y",
                    values: trace.targets.row(at).to_vec(),
                    bars: false,
                });
            }
            if !layer.output_gradients.is_empty() {
                let name = if is_output { "∂L/∂a" } else { "Σ w·δ" };
                columns.push(Column {
                    name,
                    values: layer.output_gradients.row(at).to_vec(),
                    bars: false,
                });
            }
            if !layer.slopes.is_empty() {
                columns.push(Column {
                    name: "f′(z)",
                    values: layer.slopes.row(at).to_vec(),
                    bars: false,
                });
            }
            columns.push(Column { name: "δ", values: layer.deltas.row(at).to_vec(), bars: true });
            let noun = if is_output { "output" } else { "unit" };
            view! { <Units cursor layer_idx unit noun columns /> }
        })
    };
    let one = move || {
        of_trace(state, |trace| one_unit(trace, layer_idx, unit.get(), cursor.example.get()))
    };
    view! { <div class="split"><div>{table}</div><div>{one}</div></div> }
}

fn num(value: f32) -> impl IntoView {
    view! { <span title=value.to_string() data-value=value.to_string()>{format::number(f64::from(value))}</span> }
}

fn one_unit(trace: &StepTrace, layer_idx: usize, unit: usize, example: usize) -> AnyView {
    let layer = &trace.layers[layer_idx];
    let at = example.min(layer.deltas.nrows() - 1);
    let delta = layer.deltas[(at, unit)];
    let is_output = layer_idx + 1 == trace.layers.len();
    let heading = format!("{} {unit}", if is_output { "Output" } else { "Unit" });
    let derivation = if is_output && layer.output_gradients.is_empty() {
        let (a, y) = (layer.activations[(at, unit)], trace.targets[(at, unit)]);
        let want = match delta {
            d if d < 0.0 => "It should be larger ↑",
            d if d > 0.0 => "It should be smaller ↓",
            _ => "It is just right",
        };
        view! {
            <p class="equation">
                <span class="equation__symbols">"δ = a − y"</span>
                <span class="equation__numbers number">
                    "δ = " {num(a)} " − " {num(y)} " = " <strong>{num(delta)}</strong></span>
            </p>
            <p class="wants">{want}</p>
        }
        .into_any()
    } else if layer.slopes.is_empty() {
        view! {
            <p class="equation">
                <span class="equation__symbols">"δⱼ = aⱼ · (∂L/∂aⱼ − Σₖ aₖ · ∂L/∂aₖ)"</span>
                <span class="equation__numbers number">"δ = " <strong>{num(delta)}</strong></span>
            </p>
        }
        .into_any()
    } else {
        let (gradient, slope) = (layer.output_gradients[(at, unit)], layer.slopes[(at, unit)]);
        let symbols = if is_output {
            "δ = ∂L/∂a · f′(z)"
        } else {
            "δⱼ = (Σₖ wₖⱼ · δₖ) · f′(zⱼ)"
        };
        view! {
            <p class="equation">
                <span class="equation__symbols">{symbols}</span>
                <span class="equation__numbers number">
                    "δ = " {num(gradient)} " · " {num(slope)} " = " <strong>{num(delta)}</strong></span>
            </p>
        }
        .into_any()
    };
    // Where a hidden unit's blame comes from: one term a unit of the next layer.
    let blame = (!is_output).then(|| {
        let next = &trace.layers[layer_idx + 1];
        view! {
            <TermTable weights=next.weights.column(unit).to_vec() input=next.deltas.row(at).to_vec()
                names=["from", "w", "δ", "w·δ"] pixels=false />
        }
    });
    let gradient = (layer.weights.ncols() == DigitImage::LEN).then(|| {
        view! {
            <div class="neuron__pictures">
                <Pictured name="weights w" values=Signal::stored(layer.weights.row(unit).to_vec()) colormap=Colormap::Diverging />
                <Pictured name="gradient ∂L/∂w" values=Signal::stored(layer.weight_gradients.row(unit).to_vec()) colormap=Colormap::Diverging />
            </div>
            <p class="field__hint">"The gradient is the mean of δ·x over the batch."</p>
        }
    });
    view! { <h3>{heading}</h3> {derivation} {blame} {gradient} }.into_any()
}
