//! A menu over the members of a registry.

use leptos::prelude::*;

use descent::registry::{Choice, Entry};

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
    /// Told of a choice.
    on_choose: impl Fn(Choice<T>) + 'static,
) -> impl IntoView {
    let options = Choice::<T>::all()
        .filter(|choice| allowed(choice))
        .map(|choice| {
            let chosen = move || value.get() == choice;
            view! { <option value=choice.key() selected=chosen>{choice.name()}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class=format!("field {class}")>
            <label for=testid>{label}</label>
            <select id=testid class="input" data-testid=testid
                data-value=move || value.get().key()
                prop:value=move || value.get().key()
                on:change=move |event| {
                    if let Some(choice) = Choice::by_key(&event_target_value(&event)) {
                        on_choose(choice);
                    }
                }>{options}</select>
        </div>
    }
}
