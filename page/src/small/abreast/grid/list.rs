//! A few values of a knob: typed in one box, or ticked where there are names.

use leptos::prelude::*;

use super::MOST;
use crate::small::abreast::knob::{Knob, large};

/// The values.
#[component]
pub fn ListField(
    /// Of which knob.
    knob: Knob,
    /// Its `data-testid` and id.
    testid: &'static str,
    /// What is there now.
    #[prop(into)]
    values: Signal<Vec<String>>,
    /// Takes others; the error says what is allowed.
    on_set: impl Fn(Vec<String>) -> Result<(), String> + Copy + 'static,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let error_id = format!("{testid}-error");
    let set = move |values: Vec<String>| {
        error.set(match values.len() {
            0 => Some("At least one value.".to_owned()),
            n if n > MOST => Some(format!("At most {MOST} values.")),
            _ => on_set(values).err(),
        });
    };
    let typed = move || values.with(|values| values.join(", "));
    let field = match knob.options() {
        Some(options) => {
            let boxes = options.into_iter().map(|(key, name)| {
                let is_on = move || values.with(|values| values.iter().any(|it| it == key));
                view! {
                    <label class="check">
                        <input type="checkbox" data-testid=format!("{testid}-{key}") prop:checked=is_on
                            on:change=move |event| {
                                let mut now = values.get_untracked();
                                now.retain(|it| it != key);
                                if event_target_checked(&event) {
                                    now.push(key.to_owned());
                                }
                                set(now);
                                // What was refused stays as it was.
                                let input = event_target::<web_sys::HtmlInputElement>(&event);
                                input.set_checked(untrack(is_on));
                            } />
                        {name}
                    </label>
                }
            });
            let boxes = boxes.collect::<Vec<_>>();
            view! {
                <div class="abreast__checks" role="group" aria-label=large(knob.plural())
                    data-testid=testid data-value=typed>{boxes}</div>
            }
            .into_any()
        }
        None => view! {
            <label for=testid>{large(knob.plural())}", with commas between"</label>
            <input id=testid class="input number" type="text" data-testid=testid data-value=typed
                prop:value=typed aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=error_id.clone()
                on:change=move |event| {
                    let text = event_target_value(&event);
                    let parts = text.split([',', ';', ' ']).map(str::trim);
                    let mut all: Vec<String> = Vec::new();
                    for part in parts.filter(|part| !part.is_empty()) {
                        if all.iter().all(|it| it != part) {
                            all.push(part.to_owned());
                        }
                    }
                    set(all);
                } />
        }
        .into_any(),
    };
    view! {
        <div class="field">
            {field}
            <p class="field__error" id=format!("{testid}-error") role="alert">{move || error.get()}</p>
        </div>
    }
}
