//! The keys of the step view, and the sheet that lists them.

use leptos::prelude::*;

use super::cursor::Cursor;
use super::timeline::Player;
use crate::state::State;
use crate::widget;
use descent::walk::Level;

/// What each key does, for the sheet.
const KEYS: &[(&str, &str)] = &[
    ("← →", "one stop back, one on"),
    ("Shift ← →", "a whole phase back or on"),
    ("Enter", "look closer: phase, layer, neuron, term"),
    ("Esc", "see more again; from the phases back to the lesson"),
    ("Space", "play and pause"),
    ("Home, End", "to the first stop, to the last"),
    ("↑ ↓", "the unit before or after, in the same place"),
    ("?", "this sheet"),
];

/// Acts on a key.
pub fn on_key(
    event: &web_sys::KeyboardEvent,
    cursor: Cursor,
    player: Player,
    help: RwSignal<bool>,
    state: State,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let n_stops = || {
        let level = cursor.level.get_untracked();
        cursor.places.with_untracked(|places| places.n_stops(level))
    };
    match (event.key().as_str(), event.shift_key()) {
        ("ArrowRight", false) => cursor.next(),
        ("ArrowLeft", false) => cursor.previous(),
        ("ArrowRight", true) => cursor.finish(Level::Phase),
        ("ArrowLeft", true) => cursor.back_to(Level::Phase),
        ("ArrowUp", false) if cursor.to_sibling(-1) => {}
        ("ArrowDown", false) if cursor.to_sibling(1) => {}
        ("Home", _) => cursor.to_stop(0),
        ("End", _) => cursor.to_stop(n_stops() - 1),
        ("Enter", _) if !widget::uses_space(event) => {
            cursor.closer();
        }
        (" ", _) if !widget::uses_space(event) => player.toggle(),
        ("?", _) => help.update(|help| *help = !*help),
        ("Escape", _) if help.get_untracked() => help.set(false),
        ("Escape", _) => {
            if !cursor.farther() {
                state.close_steps(false);
            }
        }
        _ => return,
    }
    event.prevent_default();
}

/// The sheet.
#[component]
pub fn Sheet(help: RwSignal<bool>) -> impl IntoView {
    let rows = KEYS
        .iter()
        .map(
            |(key, what)| view! { <tr><th scope="row"><kbd>{*key}</kbd></th><td>{*what}</td></tr> },
        )
        .collect::<Vec<_>>();
    let close = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if let Some(close) = close.get() {
            widget::focus(&close);
        }
    });
    view! {
        <div class="sheet-of-keys panel" role="dialog" aria-label="Keys" data-testid="keys-sheet">
            <table><tbody>{rows}</tbody></table>
            <p class="field__hint">"On a touch screen, swipe over the sentence to go on or back."</p>
            <button type="button" class="button" node_ref=close on:click=move |_| help.set(false)>"Close"</button>
        </div>
    }
}
