//! A unit's blame: what comes back to it over its weights, times the slope of its
//! activation; and what that means for its own weights.

use leptos::prelude::*;
use ndarray::Array2;

use super::super::of_trace;
use super::Cursor;
use super::nudge_test::NudgeTest;
use super::nudges::Nudges;
use crate::state::use_state;
use crate::widget::curve::Curve;
use crate::widget::neuron::Pictured;
use crate::widget::waterfall::{Bar, Waterfall};
use descent::data::DigitImage;
use descent::nn::LayerTrace;
use descent::plots::Colormap;
use descent::walk::{Phase, Quantity, Term, UnitAt, terms};

/// One unit, backward.
#[component]
pub fn Backward(cursor: Cursor, at: Memo<UnitAt>) -> impl IntoView {
    let state = use_state();
    let blame = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let place =
                cursor.places.with(|p| p.of_unit(Phase::Backward, at.layer_idx, at.unit_idx));
            let all = cursor.places.with(|places| terms::terms(trace, places, place, at.row));
            let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
            let bars: Vec<Bar> = all
                .iter()
                .filter_map(|term| match term {
                    Term::Share(k) => {
                        Some(Bar { name: k.to_string(), value: value(Quantity::Share(at, *k)) })
                    }
                    Term::RestOfShares(rest) => {
                        Some(Bar { name: format!("{} more", rest.n_rest), value: rest.rest })
                    }
                    _ => None,
                })
                .collect();
            if !bars.is_empty() {
                return view! {
                    <h3>"The blame that comes back: Σ w·δ"</h3>
                    <Waterfall bars total="Σ" label="The blame, share by share" />
                }
                .into_any();
            }
            // An output: what it is, what it should be.
            let (a, y) = (value(Quantity::Activation(at)), value(Quantity::Target(at)));
            let wish = if a < y {
                "It should be larger ↑"
            } else if a > y {
                "It should be smaller ↓"
            } else {
                "It is just right"
            };
            let text =
                format!("a = {}, and should be {}", cursor.show(a.into()), cursor.show(y.into()));
            view! { <h3>"What this example wants"</h3><p class="wants">{wish}</p><p class="number">{text}</p> }.into_any()
        })
    };
    let curve = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let activation = trace.network.layers()[at.layer_idx].activation;
            let z = Quantity::PreActivation(at).value(trace).unwrap_or(f32::NAN);
            let slope = Quantity::Slope(at).value(trace);
            view! { <Curve activation z slope=slope /> }
        })
    };
    let row = move |of: fn(&LayerTrace) -> &Array2<f32>| {
        Signal::derive(move || {
            let at = at.get();
            of_trace(state, |trace| of(&trace.layers[at.layer_idx]).row(at.unit_idx).to_vec())
                .unwrap_or_default()
        })
    };
    let is_picture = Memo::new(move |_| {
        let layer_idx = at.get().layer_idx;
        of_trace(state, |t| t.layers[layer_idx].weights.ncols()) == Some(DigitImage::LEN)
    });
    let (weights, gradients) = (row(|layer| &layer.weights), row(|layer| &layer.weight_gradients));
    view! {
        <div class="split split--even">
            <div>{blame}</div>
            <div><h3>"The slope of its activation"</h3>{curve}<NudgeTest cursor at /></div>
            <div>
                <Show when=move || is_picture.get()>
                    <div class="neuron__pictures">
                        <Pictured name="weights w" values=weights colormap=Colormap::Diverging />
                        <Pictured name="gradient ∂loss/∂w" values=gradients colormap=Colormap::Diverging />
                    </div>
                </Show>
                <Nudges cursor at />
            </div>
        </div>
    }
}
