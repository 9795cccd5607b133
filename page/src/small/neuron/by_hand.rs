//! A parameter set by hand.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use crate::widget::slider::Slider;
use descent::nn::Parameter;

/// From where to where parameters go by hand.
pub const RANGE: (f32, f32) = (-1.0, 1.0);

/// Its slider.
#[component]
pub fn ByHand(
    /// What it is called in formulas.
    name: &'static str,
    /// What it is called.
    label: &'static str,
    /// Its id, and its `data-testid`.
    testid: &'static str,
    /// Which.
    parameter: Parameter,
    /// Its present value.
    value: Signal<Option<f64>>,
) -> impl IntoView {
    let state = use_state();
    let text = Signal::derive(move || value.get().map(format::number).unwrap_or_default());
    view! {
        <div class="field">
            <div class="field__line">
                <label for=testid>{label}</label>
                <span class="field__value number" aria-hidden="true">{move || format!("{name} = {}", text.get())}</span>
            </div>
            <Slider id=testid label min=RANGE.0.into() max=RANGE.1.into() step=0.01
                value=Signal::derive(move || value.get().unwrap_or(0.0)) text
                on_input=move |to: f64| state.set_parameter(parameter, to as f32) />
        </div>
    }
}
