//! One unit's numbers: z = Σ w·x + b, a = f(z), with x, w and w⊙x as pictures (first
//! layer) or as terms, largest first.

use leptos::prelude::*;

use super::Panel;
use super::network::{reader_spec, source_name};
use crate::format;
use crate::state::{UnitRef, use_state};
use crate::widget::icon::{CLEAR, Icon, LEFT, RIGHT};
use crate::widget::neuron::{Neuron, NeuronView};
use crate::widget::visible::use_visible;
use descent::nn::terms;
use descent::protocol::{Inspection, Parameters};
use descent::walk::Weight;

/// The panel; there only while a unit is selected.
pub static PANEL: Panel = Panel {
    key: "unit",
    title: "One unit, number by number",
    head: Some(|| view! { <Chooser /> }.into_any()),
    body: || view! { <Unit /> }.into_any(),
    shown: Some(|| use_state().selected.get().is_some()),
};

/// Which unit: back, forward, close.
#[component]
fn Chooser() -> impl IntoView {
    let state = use_state();
    let width = move |layer_idx: usize| {
        reader_spec().and_then(|spec| spec.layers().get(layer_idx).map(|l| l.width)).unwrap_or(1)
    };
    let go = move |by: usize| {
        if let Some(UnitRef { layer_idx, unit_idx }) = state.selected.get_untracked() {
            let width = untrack(|| width(layer_idx));
            let unit_idx = (unit_idx + by + width) % width;
            state.selected.set(Some(UnitRef { layer_idx, unit_idx }));
        }
    };
    let name = move || {
        state.selected.get().map(|unit| {
            let n_layers = reader_spec().map_or(0, |spec| spec.layers().len());
            let last = width(unit.layer_idx) - 1;
            if unit.layer_idx + 1 == n_layers {
                format!("Output {}", unit.unit_idx)
            } else {
                format!("Hidden layer {}, unit {} (0 to {last})", unit.layer_idx + 1, unit.unit_idx)
            }
        })
    };
    view! {
        <div class="chooser">
            <button type="button" class="button button--quiet button--round" aria-label="The unit before"
                on:click=move |_| { let w = state.selected.get_untracked().map_or(1, |u| untrack(|| width(u.layer_idx))); go(w - 1) }>
                <Icon path=LEFT />
            </button>
            <span class="number" aria-live="polite">{name}</span>
            <button type="button" class="button button--quiet button--round" aria-label="The next unit"
                on:click=move |_| go(1)><Icon path=RIGHT /></button>
            <button type="button" class="button button--quiet button--round" aria-label="Close"
                on:click=move |_| state.selected.set(None)><Icon path=CLEAR /></button>
        </div>
    }
}

/// The unit's numbers, from the engine's snapshots.
fn neuron(unit: UnitRef, inspection: &Inspection, parameters: &Parameters) -> Option<Neuron> {
    let layer = inspection.layers.get(unit.layer_idx)?;
    let weights = parameters.weights.get(unit.layer_idx)?;
    let input = match unit.layer_idx {
        0 => &inspection.input,
        n => &inspection.layers.get(n - 1)?.activations,
    };
    if unit.unit_idx >= weights.nrows() || input.len() != weights.ncols() {
        return None;
    }
    Some(Neuron {
        activation: parameters.network.layers().get(unit.layer_idx)?.activation,
        input: input.to_vec(),
        weights: weights.row(unit.unit_idx).to_vec(),
        bias: parameters.biases.get(unit.layer_idx)?[unit.unit_idx],
        pre_activation: *layer.pre_activations.get(unit.unit_idx)?,
        value: *layer.activations.get(unit.unit_idx)?,
    })
}

/// The weight that was chosen, with what it is multiplied with.
fn chosen_term(neuron: &Neuron, k: usize, name: &str) -> Option<impl IntoView + use<>> {
    let (w, x) = (*neuron.weights.get(k)?, *neuron.input.get(k)?);
    let product = terms::products(&[w], &[x])[0];
    let number = |value: f32| match format::number(value.into()) {
        text if value < 0.0 => format!("({text})"),
        text => text,
    };
    let factors = format!("{} · {} = ", number(w), number(x));
    Some(view! {
        <p class="equation" data-testid="chosen-weight" data-value=w.to_string()>
            <span class="equation__symbols">{format!("w·x from {name}")}</span>
            <span class="equation__numbers number">
                {factors} <strong>{format::number(product.into())}</strong>
            </span>
        </p>
    })
}

#[component]
fn Unit() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    state.show_parameters(use_visible(frame));
    let now = Memo::new(move |_| {
        let unit = state.selected.get()?;
        state.inspection.with(|inspection| {
            state
                .parameters
                .with(|parameters| neuron(unit, inspection.as_ref()?, parameters.as_ref()?))
        })
    });
    let chosen = move || {
        let unit = state.selected.get()?;
        let Weight { layer_idx, unit_idx, input_idx } = state.chosen_weight.get()?;
        let k = input_idx.filter(|_| (layer_idx, unit_idx) == (unit.layer_idx, unit.unit_idx))?;
        now.with(|now| chosen_term(now.as_ref()?, k, &source_name(layer_idx, k)))
    };
    let drawn = move || state.image.with(Option::is_some);
    let steps = move || {
        state.parameters.with(|p| {
            p.as_ref().map(|p| format!("Weights after {} steps.", format::grouped(p.step as f64)))
        })
    };
    view! {
        <div class="unit-numbers" node_ref=frame>
            {chosen}
            <NeuronView neuron=now />
            {move || match (now.with(Option::is_some), drawn()) {
                (true, _) => None,
                (false, true) => Some(view! { <p class="field__hint">"Fetching its numbers …"</p> }),
                (false, false) => Some(view! {
                    <p class="field__hint">"Draw a digit to see what this unit makes of it."</p>
                }),
            }}
            <p class="field__hint">{steps}</p>
        </div>
    }
}
