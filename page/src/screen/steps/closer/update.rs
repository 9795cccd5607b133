//! One unit's update, weight by weight.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use crate::widget::neuron::Pictured;
use descent::data::DigitImage;
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{Phase, UnitAt};

/// Weights listed one by one: those that change most.
const LISTED: usize = 10;

/// One unit's update, weight by weight.
#[component]
pub fn Update(cursor: Cursor, at: Memo<UnitAt>) -> impl IntoView {
    let state = use_state();
    move || {
        let at = at.get();
        of_trace(state, |trace| one_unit(trace, at.layer_idx, at.unit_idx, cursor))
    }
}

fn num(value: f32) -> impl IntoView {
    view! { <td><span title=value.to_string() data-value=value.to_string()>{format::significant(f64::from(value), 4)}</span></td> }
}

fn one_unit(trace: &StepTrace, layer_idx: usize, unit: usize, cursor: Cursor) -> AnyView {
    let layer = &trace.layers[layer_idx];
    let n_units = layer.bias.len();
    let has_bias = trace.network.layers()[layer_idx].bias;
    let slots = trace.rules.optimizer.rule.slots;
    let pixels = layer.weights.ncols() == DigitImage::LEN;
    let (old, new, gradient) = (
        layer.weights.row(unit),
        layer.new_weights.row(unit),
        layer.optimizer_weight_gradients().row(unit),
    );

    let mut order: Vec<usize> = (0..old.len()).collect();
    order.sort_by(|&i, &j| (new[j] - old[j]).abs().total_cmp(&(new[i] - old[i]).abs()));
    order.truncate(LISTED);
    let state_heads = slots
        .iter()
        .map(|slot| view! { <th scope="col">{format!("{slot} before → after")}</th> })
        .collect::<Vec<_>>();
    let arrow = |before: f32, after: f32| {
        view! { <td title=format!("{before} → {after}")>
        {format!("{} → {}", format::number(f64::from(before)), format::number(f64::from(after)))}</td> }
    };
    let rows = order
        .iter()
        .map(|&i| {
            let place = if pixels {
                format!("row {}, column {}", i / DigitImage::SIDE, i % DigitImage::SIDE)
            } else {
                format!("from unit {i}")
            };
            let memory = (0..slots.len())
                .map(|s| arrow(layer.state_before[s].weights[(unit, i)], layer.state_after[s].weights[(unit, i)]))
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{place}</th>{num(old[i])}{num(gradient[i])}{memory}{num(new[i])}</tr> }
        })
        .collect::<Vec<_>>();
    let bias_memory = (0..slots.len())
        .map(|s| arrow(layer.state_before[s].bias[unit], layer.state_after[s].bias[unit]))
        .collect::<Vec<_>>();
    let bias = has_bias.then(|| view! {
        <tr><th scope="row">"bias b"</th>{num(layer.bias[unit])}{num(layer.optimizer_bias_gradients()[unit])}{bias_memory}{num(layer.new_bias[unit])}</tr>
    });
    let pictures = pixels.then(|| {
        view! {
            <div class="neuron__pictures">
                <Pictured name="old weights" values=Signal::stored(old.to_vec()) colormap=Colormap::Diverging />
                <Pictured name="gradient" values=Signal::stored(gradient.to_vec()) colormap=Colormap::Diverging />
                <Pictured name="new weights" values=Signal::stored(new.to_vec()) colormap=Colormap::Diverging />
            </div>
        }
    });
    let go = move |unit: usize| {
        cursor.go(cursor
            .places
            .with_untracked(|places| places.of_unit(Phase::Update, layer_idx, unit)));
    };
    let noun = if layer_idx + 1 == trace.layers.len() { "Output" } else { "Unit" };
    view! {
        <div class="split split--even"><div>
        <div class="steps__unit">
            <h3>{format!("{noun} {unit}")}</h3>
            <div class="chooser">
                <button type="button" class="button button--quiet" on:click=move |_| go((unit + n_units - 1) % n_units)>"Unit before"</button>
                <button type="button" class="button button--quiet" on:click=move |_| go((unit + 1) % n_units)>"Next unit"</button>
            </div>
        </div>
        {pictures}
        </div><div>
        <h3>"What changes most"</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="The weights that change most">
            <table class="terms">
                <thead><tr><th scope="col">"weight"</th><th scope="col">"old"</th><th scope="col">"gradient"</th>{state_heads}<th scope="col">"new"</th></tr></thead>
                <tbody>{bias}{rows}</tbody>
            </table>
        </div>
        <p class="field__hint">{format!("{} {} weights that change most, of {}.", if has_bias { "The bias and the" } else { "The" }, order.len(), format::count(old.len()))}</p>
        </div></div>
    }
    .into_any()
}
