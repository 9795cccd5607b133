//! What the link hides, chosen from what is on the page now; and the note of who opens it.

use leptos::prelude::*;

use crate::state::hidden::{ALL, Control};
use crate::state::use_state;

/// A check box for each control that there is.
#[component]
pub(super) fn Hiding(
    /// The keys of those that are chosen.
    hide: RwSignal<Vec<String>>,
) -> impl IntoView {
    let is_there = |control: &&Control| {
        let is_hidden = hide.with_untracked(|hide| hide.iter().any(|key| key == control.key));
        is_hidden || document().query_selector(control.selector).ok().flatten().is_some()
    };
    let boxes = ALL.iter().filter(is_there).map(|control| {
        let key = control.key;
        let is_on = move || hide.with(|hide| hide.iter().any(|chosen| chosen == key));
        let turn = move |is_on: bool| {
            hide.update(|hide| {
                hide.retain(|chosen| chosen != key);
                if is_on {
                    hide.push(key.to_owned());
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" data-testid=format!("share-hide-{key}") prop:checked=is_on
                    on:change=move |event| turn(event_target_checked(&event)) />
                " "{control.name}
            </label>
        }
    });
    let n = move || match hide.with(Vec::len) {
        0 => String::new(),
        n => format!(" ({n})"),
    };
    view! {
        <details class="share-sheet__hiding" data-testid="share-hiding">
            <summary>"Hide controls in a lesson"{n}</summary>
            <p class="field__hint">
                "Whoever opens the link does not see these, and one line says so; \"Show all\" brings them back."
            </p>
            <div class="share-sheet__boxes">{boxes.collect::<Vec<_>>()}</div>
        </details>
    }
}

/// Hides what the link says, and tells that it does.
#[component]
pub fn Hidden() -> impl IntoView {
    let state = use_state();
    let is_any = Memo::new(move |_| state.hidden.with(|all| !all.is_empty()));
    view! {
        <style>{move || state.hiding_rules()}</style>
        <Show when=move || is_any.get()>
            <p class="hidden-note" role="status" data-testid="hidden-note">
                "Some controls are hidden by this link. "
                <button type="button" class="button button--small" data-testid="hidden-show"
                    on:click=move |_| state.show_all()>"Show all"</button>
            </p>
        </Show>
    }
}
