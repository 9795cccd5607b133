//! The switches of the steps.

use leptos::prelude::*;

use crate::state::use_state;
use crate::widget::segmented::Segmented;
use descent::data::digit::{Centering, Normalization};

/// Scaling, on or off.
#[component]
pub fn Scaling() -> impl IntoView {
    let state = use_state();
    let is_on = move || state.normalization.get().scale_to_box;
    view! {
        <button type="button" role="switch" class="lens__switch" data-testid="lens-scale"
            aria-checked=move || is_on().to_string() aria-label="Scale to the box of 20 pixels"
            on:click=move |_| state.normalization.update(|n| n.scale_to_box = !n.scale_to_box)>
            <span class="lens__knob" aria-hidden="true"></span>
            {move || if is_on() { "On" } else { "Off" }}
        </button>
    }
}

/// What is put in the middle.
#[component]
pub fn Middle() -> impl IntoView {
    let state = use_state();
    let value = Signal::derive(move || state.normalization.get().centering);
    view! {
        <div class="lens__middle" data-testid="lens-center">
            <Segmented label="What is put in the middle"
                options=vec![(Centering::Mass, "Mass"), (Centering::Box, "Box"), (Centering::Off, "Off")]
                value on_choose=move |centering| state.normalization.update(|n| n.centering = centering) />
        </div>
    }
}

/// Back to what the networks have learned from.
#[component]
pub fn AllOn() -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="button" data-testid="all-steps-on"
            disabled=move || state.normalization.get() == Normalization::FULL
            on:click=move |_| state.normalization.set(Normalization::FULL)>
            "All steps on"
        </button>
    }
}

/// The drawing elsewhere and of another size: where the steps are missed most, and where they
/// are hardly missed.
#[component]
pub fn Places() -> impl IntoView {
    let state = use_state();
    let put = move |side: f32, at: f32| state.drawing.update(|d| d.fit(side, (at, at)));
    view! {
        <button type="button" class="button button--quiet" data-testid="lens-into-corner"
            on:click=move |_| put(0.2, 0.82)>"Small, into a corner"</button>
        <button type="button" class="button button--quiet" data-testid="lens-into-middle"
            on:click=move |_| put(0.62, 0.5)>"Large, into the middle"</button>
    }
}
