//! What goes wrong in the run, in words; nothing while all is well.

use leptos::prelude::*;

use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::health::{Finding, words};

/// Most findings that are told at once: the gravest.
const MOST: usize = 2;

/// The line. It is there, empty, while all is well: so a screen reader tells what comes.
#[component]
pub fn HealthLine() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    state.watch_vitals(use_visible(frame));
    let (told, looked) = (state.vitals.told, state.vitals.looked_at_rest);
    let keys = move || {
        told.with(|told| told.iter().take(MOST).map(Finding::key).collect::<Vec<_>>().join(" "))
    };
    let lines = move || {
        told.with(|told| {
            let lines = told.iter().take(MOST).map(|finding| {
                view! {
                    <p class="health__finding">
                        <strong>{words::what(finding)}</strong>" "{words::advice(finding)}
                    </p>
                }
            });
            lines.collect::<Vec<_>>()
        })
    };
    view! {
        <div class="health" role="status" node_ref=frame data-testid="health" data-value=keys
            data-looked=move || looked.get().map(|step| step.to_string())>
            {lines}
        </div>
    }
}
