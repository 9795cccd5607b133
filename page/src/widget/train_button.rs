//! Train and pause, wherever a run can be started.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, PAUSE, PLAY};
use crate::state::use_state;

/// The button; Space does the same.
#[component]
pub fn TrainButton(
    /// Its `data-testid`.
    testid: &'static str,
    /// For those who give it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let state = use_state();
    let training = Memo::new(move |_| state.is_training());
    view! {
        <button type="button" class="button button--primary" data-testid=testid node_ref=node_ref
            aria-pressed=move || training.get().to_string() aria-keyshortcuts="Space"
            on:click=move |_| state.toggle_training()>
            {move || if training.get() {
                view! { <Icon path=PAUSE /> "Pause" }.into_any()
            } else {
                view! { <Icon path=PLAY /> "Train" }.into_any()
            }}
        </button>
    }
}
