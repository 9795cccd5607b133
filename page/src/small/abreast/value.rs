//! A value of a knob: chosen where there are names, typed where there are numbers.

use leptos::prelude::*;

use super::knob::Knob;

/// The menu or the box, with what is wrong said below.
#[component]
pub fn ValueField(
    /// Of which knob.
    knob: Knob,
    /// Its `data-testid` and id.
    testid: String,
    /// What it is, beside the box.
    #[prop(into)]
    label: String,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Takes another one; the error says what is allowed.
    on_set: impl Fn(String) -> Result<(), String> + 'static,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let error_id = format!("{testid}-error");
    let described_by = error_id.clone();
    let id = testid.clone();
    let is_wrong = move || error.get().is_some().to_string();
    let set = move |text: String| error.set(on_set(text).err());
    let field = match knob.options() {
        Some(options) => {
            let options = options.into_iter().map(|(key, name)| {
                view! { <option value=key selected=move || value.get() == key>{name}</option> }
            });
            let options = options.collect::<Vec<_>>();
            view! {
                <select id=id class="input" data-testid=testid data-value=value prop:value=value
                    aria-invalid=is_wrong aria-describedby=described_by
                    on:change=move |event| set(event_target_value(&event))>{options}</select>
            }
            .into_any()
        }
        None => view! {
            <input id=id class="input number" type="text" data-testid=testid data-value=value
                inputmode=if knob == Knob::Widths { "text" } else { "decimal" }
                prop:value=value title=knob.hint()
                aria-invalid=is_wrong aria-describedby=described_by
                on:change=move |event| set(event_target_value(&event)) />
        }
        .into_any(),
    };
    view! {
        <div class="field abreast__value">
            <label for=format!("{}", error_id.trim_end_matches("-error"))>{label}</label>
            {field}
            <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}
