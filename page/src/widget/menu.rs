//! A menu over the members of a registry.

use leptos::prelude::*;

use descent::registry::{Choice, Entry};

/// The key of what is no member.
const INSTEAD: &str = "";

/// The menu, with its label.
#[component]
pub fn Menu<T: Entry + Send + Sync>(
    /// For the style sheet.
    #[prop(default = "")]
    class: &'static str,
    /// Its id, also for tests; they read `data-value`, a key.
    testid: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choice.
    value: Signal<Choice<T>>,
    /// Which members there are to choose from.
    allowed: impl Fn(&T) -> bool + Copy + 'static,
    /// What is there in place of any member, if it is; told once more where it has room.
    #[prop(optional, into)]
    instead: Signal<Option<String>>,
    /// Told of a choice.
    on_choose: impl Fn(Choice<T>) + 'static,
) -> impl IntoView {
    let options = Choice::<T>::all()
        .filter(|choice| allowed(choice))
        .map(|choice| {
            let chosen = move || instead.with(Option::is_none) && value.get() == choice;
            view! { <option value=choice.key() selected=chosen>{choice.name()}</option> }
        })
        .collect::<Vec<_>>();
    // An option of its own, so that each member can be chosen.
    let other = move || {
        instead
            .get()
            .map(|text| view! { <option value=INSTEAD selected=true disabled=true>{text}</option> })
    };
    let hint = move || {
        instead.get().map(|text| view! { <p class="field__hint field__instead">{text}</p> })
    };
    let key = move || if instead.with(Option::is_some) { INSTEAD } else { value.get().key() };
    view! {
        <div class=format!("field {class}")>
            <label for=testid>{label}</label>
            <select id=testid class="input" data-testid=testid
                data-value=key prop:value=key
                on:change=move |event| {
                    if let Some(choice) = Choice::by_key(&event_target_value(&event)) {
                        on_choose(choice);
                    }
                }>{other}{options}</select>
            {hint}
        </div>
    }
}
