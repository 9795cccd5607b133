//! A range input over a scale of one's own.

use leptos::prelude::*;

/// A slider; its position is `value`, what it means is said by `text`.
#[component]
pub fn Slider(
    /// For screen readers.
    label: &'static str,
    /// Smallest position.
    min: f64,
    /// Largest position.
    max: f64,
    /// Between positions.
    step: f64,
    /// Position.
    value: Signal<f64>,
    /// What the position means.
    text: Signal<String>,
    /// Its id, also for tests; they read `data-value`.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The value in full precision, for tests.
    #[prop(optional, into)]
    data_value: Option<Signal<String>>,
    /// Told of a new position, while the slider moves.
    on_input: impl Fn(f64) + 'static,
) -> impl IntoView {
    view! {
        <input type="range" id=id data-testid=id data-value=data_value aria-label=label min=min max=max step=step
            aria-valuetext=text
            prop:value=move || value.get().to_string()
            on:input=move |event| {
                if let Ok(position) = event_target_value(&event).parse() {
                    on_input(position);
                }
            } />
    }
}
