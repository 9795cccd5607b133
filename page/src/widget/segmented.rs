//! A few choices side by side, one of them on: a radio group.

use leptos::prelude::*;

/// A radio group drawn as a row of segments. Arrow keys move the choice.
#[component]
pub fn Segmented<T>(
    /// What is chosen, for screen readers.
    label: &'static str,
    /// The choices with their texts.
    options: Vec<(T, &'static str)>,
    /// The one that is on.
    #[prop(into)]
    value: Signal<T>,
    /// Told of a choice.
    on_choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let group = NodeRef::<leptos::html::Div>::new();
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => values.len() - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let now = value.get_untracked();
        let at = values.iter().position(|v| *v == now).unwrap_or(0);
        let next = (at + by) % values.len();
        on_choose(values[next]);
        if let Some(button) = group.get_untracked().and_then(|g| g.children().item(next as u32)) {
            super::focus(&button);
        }
    };
    // Where none is on, one gets there by the first.
    let all: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let is_none_on = Memo::new(move |_| !all.contains(&value.get()));
    let buttons = options
        .into_iter()
        .enumerate()
        .map(|(idx, (option, text))| {
            let on = move || value.get() == option;
            view! {
                <button type="button" role="radio"
                    aria-checked=move || on().to_string()
                    tabindex=move || if on() || (idx == 0 && is_none_on.get()) { "0" } else { "-1" }
                    on:click=move |_| on_choose(option)>{text}</button>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="segmented" role="radiogroup" aria-label=label node_ref=group on:keydown=on_key>
            {buttons}
        </div>
    }
}
