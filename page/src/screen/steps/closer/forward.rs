//! A unit's sum: its inputs, its weights, their products as pictures and one after the
//! other, and what its activation makes of the sum.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use crate::state::use_state;
use crate::widget::curve::Curve;
use crate::widget::neuron::{Neuron, NeuronView};
use crate::widget::waterfall::{Bar, Waterfall};
use descent::data::DigitImage;
use descent::walk::{Phase, Quantity, Term, UnitAt, terms};

/// One unit, forward.
#[component]
pub fn Forward(cursor: Cursor, at: Memo<UnitAt>) -> impl IntoView {
    let state = use_state();
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
    let is_picture = Memo::new(move |_| {
        let layer_idx = at.get().layer_idx;
        of_trace(state, |t| t.layers[layer_idx].weights.ncols()) == Some(DigitImage::LEN)
    });
    let sum = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let place =
                cursor.places.with(|p| p.of_unit(Phase::Forward, at.layer_idx, at.unit_idx));
            let all = cursor.places.with(|places| terms::terms(trace, places, place, at.row));
            let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
            let bars = all.iter().filter_map(|term| match term {
                Term::Product(k) => {
                    Some(Bar { name: k.to_string(), value: value(Quantity::Product(at, *k)) })
                }
                Term::RestOfProducts(rest) => {
                    Some(Bar { name: format!("{} more", rest.n_rest), value: rest.rest })
                }
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
            let bars = bars.collect::<Vec<_>>();
            view! {
                <Waterfall bars total="z" engine_sum=value(Quantity::PreActivation(at)) label="The sum, term by term" />
                {zeros.map(|n| view! { <p class="field__hint">{format!("{n} inputs are 0 and add nothing.")}</p> })}
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
        <div class="split split--even">
            <Show when=move || is_picture.get()>
                <div><h3>"Inputs × weights"</h3><NeuronView neuron sums=false /></div>
            </Show>
            <div><h3>"The running sum"</h3>{sum}</div>
            <div><h3>"The activation"</h3>{curve}</div>
        </div>
    }
}
