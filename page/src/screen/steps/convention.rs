//! The convention by which losses are added up (CURRICULUM B1): every formula and number
//! of the view follows it.

use leptos::prelude::*;

use super::of_trace;
use crate::state::use_state;
use descent::nn::Reduction;

/// A menu of the four conventions.
#[component]
pub fn Convention() -> impl IntoView {
    let state = use_state();
    let now =
        Memo::new(move |_| of_trace(state, |trace| trace.network.reduction()).unwrap_or_default());
    let options = Reduction::ALL
        .map(|reduction| {
            let key = reduction.formula();
            view! {
                <option value=key selected=move || now.get() == reduction>
                    {format!("{}: {key}", reduction.name())}</option>
            }
        })
        .into_iter()
        .collect::<Vec<_>>();
    let warning = move || {
        (now.get() != Reduction::default()).then_some(
            "Gradients differ between conventions by a factor, so the same η is not the same step.",
        )
    };
    view! {
        <label class="convention">
            <span class="field__hint">"The loss adds up by"</span>
            <select class="input" data-testid="convention" prop:value=move || now.get().formula()
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    let reduction = Reduction::ALL.into_iter().find(|r| r.formula() == chosen);
                    if let Some(reduction) = reduction {
                        state.set_reduction(reduction);
                    }
                }>{options}</select>
            <span class="field__hint" role="status">{warning}</span>
        </label>
    }
}
