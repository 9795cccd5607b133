//! The nudge test: one parameter moved a little up and a little down, the loss measured
//! both times; its slope beside the gradient that backpropagation gives.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use crate::state::use_state;
use descent::walk::{Level, Phase, Term, UnitAt, Weight, terms};

/// The test of the weight one stands at, or of the unit's first one.
#[component]
pub fn NudgeTest(cursor: Cursor, at: Memo<UnitAt>) -> impl IntoView {
    let state = use_state();
    let weight = Memo::new(move |_| {
        let (place, at) = (cursor.place.get(), at.get());
        of_trace(state, |trace| {
            cursor.places.with(|places| {
                let of = |term: Term| match term {
                    Term::Gradient(weight) | Term::Update(weight) => Some(weight),
                    _ => None,
                };
                let here =
                    place.part(Level::Term).and_then(|_| terms::term(trace, places, place, at.row));
                here.and_then(of).unwrap_or_else(|| {
                    let unit = places.of_unit(Phase::Backward, at.layer_idx, at.unit_idx);
                    let all = terms::terms(trace, places, unit, at.row);
                    all.into_iter().find_map(of).unwrap_or(at.weight(None))
                })
            })
        })
        .unwrap_or(at.weight(None))
    });
    let name = move || match weight.get().input_idx {
        Some(k) => format!("the weight from {k}"),
        None => "the bias".to_owned(),
    };
    let outcome = move || {
        let (parameter, nudge) = state.nudged.get()?;
        let weight: Weight = weight.get();
        if parameter != weight.parameter() {
            return None;
        }
        let (slope, gradient) = (nudge.slope, f64::from(nudge.gradient));
        let difference = (slope - gradient).abs() / slope.abs().max(gradient.abs()).max(1e-12);
        let verdict = if difference < 1e-3 {
            "✓ They agree."
        } else {
            "They differ: at a kink of the activation, or in rounding."
        };
        Some(view! {
            <table class="nudge-test" data-testid="nudge-outcome">
                <tbody>
                    <tr><th scope="row">"loss at −ε"</th><td data-value=nudge.below.to_string()>{cursor.show(nudge.below)}</td></tr>
                    <tr><th scope="row">"loss at +ε"</th><td data-value=nudge.above.to_string()>{cursor.show(nudge.above)}</td></tr>
                    <tr><th scope="row">"Δloss / 2ε"</th><td data-testid="nudge-slope" data-value=slope.to_string()><strong>{cursor.show(slope)}</strong></td></tr>
                    <tr><th scope="row">"backpropagation"</th><td data-testid="nudge-gradient" data-value=gradient.to_string()><strong>{cursor.show(gradient)}</strong></td></tr>
                </tbody>
            </table>
            <p class="field__hint" role="status">{format!("ε = {}. {verdict}", nudge.distance)}</p>
        })
    };
    view! {
        <h3>"Is the gradient right?"</h3>
        <p>"Nudge " {name} " and measure the loss again."</p>
        <button type="button" class="button" data-testid="nudge"
            on:click=move |_| state.ask_nudge(weight.get_untracked().parameter())>"Nudge test"</button>
        {outcome}
    }
}
