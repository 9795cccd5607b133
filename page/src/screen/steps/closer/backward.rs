//! A unit's blame: what comes back to it over its weights, times the slope of its
//! activation; and what that means for its own weights.

use leptos::prelude::*;

use super::super::of_trace;
use super::Signs;
use super::nudge_test::NudgeTest;
use super::nudges::Nudges;
use super::pick::WeightPicture;
use super::shown::Shown;
use super::unit::UnitHead;
use super::wants::Wants;
use crate::state::use_state;
use crate::widget::curve::Curve;
use crate::widget::waterfall::{Bar, Waterfall};
use descent::walk::{Phase, Quantity, Term, terms};

/// One unit, backward.
#[component]
pub fn Backward(shown: Shown) -> impl IntoView {
    let is_output = Memo::new(move |_| {
        shown.at.get().layer_idx + 1 == shown.cursor.places.with(|places| places.n_layers())
    });
    view! {
        <UnitHead shown />
        <Show when=move || is_output.get()><Wants shown /></Show>
        <div class="split split--two">
            <div class="split split--even">
                <Show when=move || !is_output.get()><Blame shown /></Show>
                <div><Slope shown /></div>
                <Show when=move || is_output.get() && shown.is_about_weights.get()><NudgeTest shown /></Show>
            </div>
            <div class="split split--even">
                <Gradients shown />
                <div><Nudges shown /></div>
                <Show when=move || !is_output.get() && shown.is_about_weights.get()><NudgeTest shown /></Show>
            </div>
        </div>
        <Signs />
    }
}

/// Σ w·δ, share by share.
#[component]
fn Blame(shown: Shown) -> impl IntoView {
    let state = use_state();
    let sum = move || {
        let at = shown.at.get();
        of_trace(state, |trace| {
            let places = shown.cursor.places;
            let place = places.with(|p| p.of_unit(Phase::Backward, at.layer_idx, at.unit_idx));
            let all = places.with(|places| terms::terms(trace, places, place, at.row));
            let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
            let is_last = places.with(|places| at.layer_idx + 2 == places.n_layers());
            let noun = if is_last { "output" } else { "unit" };
            let bars = all.iter().filter_map(|term| match term {
                Term::Share(k) => {
                    Some(Bar { name: format!("{noun} {k}"), value: value(Quantity::Share(at, *k)) })
                }
                Term::RestOfShares(rest) => {
                    Some(Bar { name: format!("{} more", rest.n_rest), value: rest.rest })
                }
                _ => None,
            });
            let engine_sum = terms::blame(trace, at);
            view! {
                <Waterfall bars=bars.collect() names="from" term="w·δ" total="Σ w·δ" engine_sum
                    label="The blame, share by share" />
            }
        })
    };
    view! { <div><h3>"The blame that comes back"</h3>{sum}</div> }
}

/// f′ at z, as a tangent.
#[component]
fn Slope(shown: Shown) -> impl IntoView {
    let state = use_state();
    let curve = move || {
        let at = shown.at.get();
        of_trace(state, |trace| {
            let activation = trace.network.layers()[at.layer_idx].activation;
            let z = Quantity::PreActivation(at).value(trace).unwrap_or(f32::NAN);
            view! { <Curve activation z slope=Quantity::Slope(at).value(trace) /> }
        })
    };
    view! { <h3>"The slope of its activation"</h3>{curve} }
}

/// The weights of a unit on pixels, and in their places their gradients.
#[component]
fn Gradients(shown: Shown) -> impl IntoView {
    let has_pixels = Memo::new(move |_| shown.has_pixels());
    view! {
        <Show when=move || has_pixels.get()>
            <div>
                <h3>"Its weights, and their gradients"</h3>
                <div class="neuron__pictures">
                    <WeightPicture shown name="weights w" values=shown.row(|layer| &layer.weights) />
                    <WeightPicture shown name="gradient ∂loss/∂w" values=shown.row(|layer| &layer.weight_gradients) />
                </div>
                <p class="field__hint">"Choose a pixel: its weight is the one in the table and in the nudge test."</p>
            </div>
        </Show>
    }
}
