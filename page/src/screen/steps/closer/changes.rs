//! The parameters of a unit that an update changes most; choose one to see its steps.

use leptos::prelude::*;

use super::super::of_trace;
use super::shown::Shown;
use crate::format;
use crate::state::use_state;
use descent::walk::{Quantity, Weight};

/// Weights listed one by one.
const LISTED: usize = 8;

/// The list.
#[component]
pub fn Changes(shown: Shown) -> impl IntoView {
    let state = use_state();
    let weights = Memo::new(move |_| {
        let at = shown.at.get();
        of_trace(state, |trace| {
            let layer = &trace.layers[at.layer_idx];
            let (old, new) = (layer.weights.row(at.unit_idx), layer.new_weights.row(at.unit_idx));
            let change = |k: usize| (new[k] - old[k]).abs();
            let mut order: Vec<usize> = (0..old.len()).collect();
            order.sort_by(|&i, &j| change(j).total_cmp(&change(i)));
            order.truncate(LISTED);
            let bias = trace.network.layers()[at.layer_idx].bias.then(|| at.weight(None));
            order.into_iter().map(|k| at.weight(Some(k))).chain(bias).collect::<Vec<Weight>>()
        })
        .unwrap_or_default()
    });
    let rows = move || {
        weights.get().into_iter().map(|weight| view! { <Row shown weight /> }).collect::<Vec<_>>()
    };
    let about = move || {
        let n_weights = weights.with(|w| w.iter().filter(|w| w.input_idx.is_some()).count());
        let n = shown.n_inputs();
        (n > n_weights).then(|| {
            format!(
                "The {n_weights} of its {} weights that change most, and the bias.",
                format::count(n)
            )
        })
    };
    view! {
        <h3>"What changes most"</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="The parameters that change most">
            <table class="changes">
                <thead><tr>
                    <th scope="col">"weight from"</th>
                    <th scope="col" class="number">"old → new"</th>
                    <th scope="col" class="number">"change"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="field__hint">{about}</p>
    }
}

#[component]
fn Row(shown: Shown, weight: Weight) -> impl IntoView {
    let state = use_state();
    let value = |quantity: Quantity| {
        f64::from(of_trace(state, |trace| quantity.value(trace)).flatten().unwrap_or(f32::NAN))
    };
    let (old, new) = (value(Quantity::Old(weight)), value(Quantity::New(weight)));
    let name = weight.input_idx.map_or("bias".to_owned(), |k| shown.short_name_of_input(k));
    let is_chosen = move || shown.weight.get() == weight;
    let texts = move || {
        let [old, new] = shown.pair(old, new);
        format!("{old} → {new}")
    };
    view! {
        <tr class:units__here=is_chosen>
            <th scope="row"><button type="button" class="units__pick" aria-pressed=move || is_chosen().to_string()
                on:click=move |_| shown.pick(weight.input_idx)>{name}</button></th>
            <td class="number" title=format!("{old} → {new}")>{texts}</td>
            <td class="number">{format::signed(new - old)}</td>
        </tr>
    }
}
