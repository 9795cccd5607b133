//! A number in a box, with what is wrong with it said below.

use leptos::prelude::*;

/// The box, with its label.
#[component]
pub fn NumberField(
    /// Its id, also for tests; they read `data-value`.
    testid: &'static str,
    /// What it is.
    label: &'static str,
    /// The number; none: the box is empty.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// What the box says where there is none.
    #[prop(default = "")]
    placeholder: &'static str,
    /// By how much the arrows change it.
    #[prop(default = 1.0)]
    step: f64,
    /// Takes a number, or none from an empty box; the error says what is allowed.
    on_set: impl Fn(Option<f64>) -> Result<(), String> + 'static,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let text = move || value.get().map(|it| it.to_string()).unwrap_or_default();
    let error_id = format!("{testid}-error");
    view! {
        <div class="field">
            <label for=testid>{label}</label>
            <input id=testid class="input" type="number" inputmode="decimal" step=step
                placeholder=placeholder data-testid=testid data-value=text prop:value=text
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=error_id.clone()
                on:change=move |event| {
                    let typed = event_target_value(&event);
                    let typed = typed.trim();
                    let outcome = match typed.parse::<f64>() {
                        _ if typed.is_empty() => on_set(None),
                        Ok(number) => on_set(Some(number)),
                        Err(_) => Err("That is not a number.".to_owned()),
                    };
                    error.set(outcome.err());
                } />
            <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}
