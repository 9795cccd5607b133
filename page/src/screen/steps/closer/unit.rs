//! Which unit is looked at, why it, and the ways to the others of its layer.

use leptos::prelude::*;

use super::super::of_trace;
use super::super::pane::network::drawn_units;
use super::shown::Shown;
use crate::state::use_state;
use crate::widget::icon::{Icon, LEFT, RIGHT};
use descent::walk::{Level, layer_name};

/// The head of a closer look at one unit.
#[component]
pub fn UnitHead(shown: Shown) -> impl IntoView {
    let state = use_state();
    let cursor = shown.cursor;
    let n_units = move || {
        let layer_idx = shown.at.get().layer_idx;
        of_trace(state, |trace| trace.layers[layer_idx].bias.len()).unwrap_or(1)
    };
    let is_output =
        move || shown.at.get().layer_idx + 1 == cursor.places.with(|places| places.n_layers());
    let noun = move || if is_output() { "Output" } else { "Unit" };
    let layer = move || {
        let n_layers = cursor.places.with(|places| places.n_layers());
        (!is_output()).then(|| format!("of {}", layer_name(shown.at.get().layer_idx, n_layers)))
    };
    let why = move || {
        if cursor.place.get().part(Level::Neuron).is_some() {
            return None;
        }
        let at = shown.at.get();
        if n_units() < 2 || at != cursor.telling(at.layer_idx) {
            return None;
        }
        let label = of_trace(state, |trace| trace.labels.get(at.row).copied()).flatten();
        Some(match label.filter(|&label| is_output() && usize::from(label) == at.unit_idx) {
            Some(label) => {
                format!("The followed example has label {label}: its own output is shown.")
            }
            None => "Of this layer it is shown first: it has the largest |δ| for the followed \
                     example."
                .to_owned(),
        })
    };
    let folded = move || {
        if cursor.place.get().part(Level::Neuron).is_some() {
            return None;
        }
        let at = shown.at.get();
        let units = of_trace(state, |trace| drawn_units(trace, at.row, at.layer_idx)).flatten()?;
        let names: Vec<String> = units.iter().map(ToString::to_string).collect();
        Some(format!(
            "The network shows {} of its {} units, those with the largest |δ| for this example: {}.",
            units.len(),
            n_units(),
            names.join(", ")
        ))
    };
    let step = move |by: usize| {
        let n = untrack(n_units);
        shown.go_to_unit((shown.at.get_untracked().unit_idx + by) % n);
    };
    let on_change = move |event: web_sys::Event| {
        if let Ok(unit_idx) = event_target_value(&event).parse::<usize>() {
            shown.go_to_unit(unit_idx.min(untrack(n_units) - 1));
        }
        // What names no unit leaves the one that is shown, and the field says which.
        event_target::<web_sys::HtmlInputElement>(&event)
            .set_value(&shown.at.get_untracked().unit_idx.to_string());
    };
    view! {
        <div class="unit-head">
            <h3>{noun}" "</h3>
            <div class="unit-head__ways" role="group" aria-label="Which unit" hidden=move || n_units() < 2>
                <button type="button" class="button button--quiet button--round" data-testid="unit-before"
                    title="Unit before" aria-label="Unit before" on:click=move |_| step(untrack(n_units) - 1)><Icon path=LEFT /></button>
                <input class="input unit-head__number number" type="number" inputmode="numeric" min="0"
                    max=move || n_units() - 1 aria-label=move || format!("{}, from 0 to {}", noun(), n_units() - 1)
                    data-testid="unit" data-value=move || shown.at.get().unit_idx.to_string()
                    prop:value=move || shown.at.get().unit_idx.to_string()
                    on:keydown=|event| if event.key() != "Escape" { event.stop_propagation() }
                    on:change=on_change />
                <button type="button" class="button button--quiet button--round" data-testid="unit-after"
                    title="Next unit" aria-label="Next unit" on:click=move |_| step(1)><Icon path=RIGHT /></button>
            </div>
            <h3 hidden=move || { n_units() > 1 }>{move || shown.at.get().unit_idx}</h3>
            <span class="unit-head__layer">{layer}</span>
            <span class="field__hint">{why}</span>
        </div>
        {move || folded().map(|text| view! { <p class="field__hint">{text}</p> })}
    }
}
