//! What the step does: the loss of the same batch before and after.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use super::probe::StepProbe;
use crate::format;
use crate::state::use_state;
use descent::walk::is_against_gradient;

/// The same batch's loss before and after.
#[component]
pub fn After(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let losses = move || {
        of_trace(state, |trace| {
            let (before, after) = (f64::from(trace.loss), f64::from(trace.loss_after));
            let change = after - before;
            let told = if cursor.precise.get() {
                [before, after].map(|loss| cursor.show(loss))
            } else {
                format::pair(before, after)
            };
            let [before_text, after_text] = told;
            let verdict = if change < 0.0 {
                "It fell: the step went downhill."
            } else if change > 0.0 && is_against_gradient(trace) {
                "It rose: the step was too long."
            } else if change > 0.0 {
                "It rose: the step was too long, or its direction is not this batch’s alone."
            } else {
                "It stayed."
            };
            view! {
                <div class="after">
                    <p class="after__number number"><span>"before"</span>
                        <strong data-testid="loss-before" data-value=trace.loss.to_string() title=trace.loss.to_string()>{before_text}</strong></p>
                    <p class="after__arrow" aria-hidden="true">"→"</p>
                    <p class="after__number number"><span>"after"</span>
                        <strong data-testid="loss-after" data-value=trace.loss_after.to_string() title=trace.loss_after.to_string()>{after_text}</strong></p>
                </div>
                <p class="wants number">{format!("{} on this batch", format::signed(change))}</p>
                <p class="field__hint">{verdict}</p>
            }
        })
    };
    view! {
        <div class="split split--after">
            <div><h3>"The same batch, before and after"</h3>{losses}</div>
            <div><StepProbe cursor /></div>
        </div>
    }
}
