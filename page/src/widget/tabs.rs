//! A row of tabs: one is open; the arrow keys go from one to the next.

use leptos::prelude::*;

use super::focus;

/// A tab's key, which ends its `data-testid`, and its title.
pub type Tab = (&'static str, &'static str);

/// The row.
#[component]
pub fn Tabs(
    /// What they lead to, for a screen reader.
    label: &'static str,
    /// What their `data-testid`s begin with.
    testid: &'static str,
    /// The id of what they open.
    controls: &'static str,
    /// All of them.
    tabs: Vec<Tab>,
    /// The key of the open one.
    #[prop(into)]
    open: Signal<&'static str>,
    /// Opens one.
    #[prop(into)]
    choose: Callback<&'static str>,
) -> impl IntoView {
    let keys: Vec<_> = tabs.iter().map(|&(key, _)| key).collect();
    let keys = StoredValue::new(keys);
    let step = move |by: isize| {
        let next = keys.with_value(|keys| {
            let at = keys.iter().position(|&key| key == open.get_untracked()).unwrap_or(0);
            keys[(at as isize + by).rem_euclid(keys.len() as isize) as usize]
        });
        choose.run(next);
        // The key is a constant: the selector is valid.
        let selector = format!("[data-testid=\"{testid}-{next}\"]");
        if let Some(tab) = document().query_selector(&selector).ok().flatten() {
            focus(&tab);
        }
    };
    let tabs = tabs.into_iter().map(move |(key, title)| {
        let is_open = move || open.get() == key;
        view! {
            <button type="button" role="tab" class="lab__tab" data-testid=format!("{testid}-{key}")
                aria-selected=move || is_open().to_string() aria-controls=controls
                tabindex=move || if is_open() { "0" } else { "-1" }
                on:click=move |_| choose.run(key)
                on:keydown=move |event| {
                    match event.key().as_str() {
                        "ArrowRight" => step(1),
                        "ArrowLeft" => step(-1),
                        _ => return,
                    }
                    event.prevent_default();
                }>{title}</button>
        }
    });
    view! {
        <div class="lab__tabs" role="tablist" aria-label=label>
            {tabs.collect::<Vec<_>>()}
        </div>
    }
}
