//! What the step does: the loss of the same batch before and after.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use super::probe::StepProbe;
use crate::format;
use crate::state::use_state;

/// The same batch's loss before and after.
#[component]
pub fn After(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let losses = move || {
        of_trace(state, |trace| {
            let change = trace.loss_after - trace.loss;
            view! {
                <div class="after">
                    <p class="after__number number"><span>"before"</span>
                        <strong data-testid="loss-before" data-value=trace.loss.to_string() title=trace.loss.to_string()>{cursor.show(f64::from(trace.loss))}</strong></p>
                    <p class="after__arrow" aria-hidden="true">"→"</p>
                    <p class="after__number number"><span>"after"</span>
                        <strong data-testid="loss-after" data-value=trace.loss_after.to_string() title=trace.loss_after.to_string()>{cursor.show(f64::from(trace.loss_after))}</strong></p>
                </div>
                <p class="wants number">{format!("{} on this batch", format::signed(f64::from(change)))}</p>
            }
        })
    };
    view! {
        <div class="split">
            <div><h3>"The same batch, before and after"</h3>{losses}</div>
            <div><StepProbe cursor /></div>
        </div>
    }
}
