//! A unit's sum: its inputs, its weights, their products as pictures and one after the
//! other, and what its activation makes of the sum.

use leptos::prelude::*;

use super::super::of_trace;
use super::Signs;
use super::nudge_test::NudgeTest;
use super::shown::Shown;
use super::unit::UnitHead;
use crate::format;
use crate::state::use_state;
use crate::widget::curve::Curve;
use crate::widget::neuron::{Neuron, NeuronView};
use crate::widget::waterfall::{Bar, Waterfall};
use descent::walk::{Phase, Quantity, Term, terms};

/// One unit, forward.
#[component]
pub fn Forward(shown: Shown) -> impl IntoView {
    let state = use_state();
    let at = shown.at;
    let neuron = Signal::derive(move || {
        let at = at.get();
        of_trace(state, |trace| {
            let layer = &trace.layers[at.layer_idx];
            Neuron {
                activation: trace.network.layers()[at.layer_idx].activation,
                input: trace.layer_inputs(at.layer_idx).row(at.row).to_vec(),
                weights: layer.weights.row(at.unit_idx).to_vec(),
                bias: layer.bias[at.unit_idx],
                pre_activation: layer.pre_activations[[at.row, at.unit_idx]],
                value: layer.activations[[at.row, at.unit_idx]],
            }
        })
    });
    let has_pixels = Memo::new(move |_| shown.has_pixels());
    let sum = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let places = shown.cursor.places;
            let place = places.with(|p| p.of_unit(Phase::Forward, at.layer_idx, at.unit_idx));
            let all = places.with(|places| terms::terms(trace, places, place, at.row));
            let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
            let bars = all.iter().filter_map(|term| match term {
                Term::Product(k) => Some(Bar {
                    name: shown.short_name_of_input(*k),
                    value: value(Quantity::Product(at, *k)),
                }),
                Term::RestOfProducts(rest) => Some(Bar {
                    name: format!("{} more", format::count(rest.n_rest)),
                    value: rest.rest,
                }),
                Term::Bias => Some(Bar {
                    name: "bias".to_owned(),
                    value: value(Quantity::Old(at.weight(None))),
                }),
                _ => None,
            });
            let zeros = all.iter().find_map(|term| match term {
                Term::RestOfProducts(rest) if rest.n_zero > 0 => Some(rest.n_zero),
                _ => None,
            });
            let engine_sum = Quantity::PreActivation(at).value(trace).unwrap_or(f32::NAN);
            let what = if has_pixels.get() { "pixels" } else { "inputs" };
            view! {
                <Waterfall bars=bars.collect() names="from" term="w·x" total="z" engine_sum label="The sum, term by term" />
                {zeros.map(|n| view! {
                    <p class="field__hint">{format!("{} {what} are 0 and add nothing.", format::count(n))}</p>
                })}
            }
        })
    };
    let curve = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let activation = trace.network.layers()[at.layer_idx].activation;
            let z = Quantity::PreActivation(at).value(trace).unwrap_or(f32::NAN);
            view! { <Curve activation z slope=None /> }
        })
    };
    view! {
        <UnitHead shown />
        <div class="split split--two">
            <Show when=move || has_pixels.get()>
                <div><h3>"Inputs × weights"</h3><NeuronView neuron sums=false /></div>
            </Show>
            <div class="forward__sum"><h3>"The running sum"</h3>{sum}</div>
            <div><h3>"The activation"</h3>{curve}</div>
            <Show when=move || shown.is_about_weights.get()><NudgeTest shown /></Show>
        </div>
        <Signs />
    }
}
