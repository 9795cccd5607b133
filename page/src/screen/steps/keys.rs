//! The keys of the step view, and the rows of its sheet.

use leptos::prelude::*;

use super::cursor::Cursor;
use super::timeline::Player;
use crate::state::State;
use crate::widget::keys::{self, Holder, Row};
use descent::walk::Level;

/// What each key does, for the sheet.
pub const KEYS: &[Row] = &[
    ("← →", "one stop back, one on"),
    ("Shift ← →", "a whole phase back or on"),
    ("↑ ↓", "the unit before or after, in the same place"),
    ("Enter", "look closer: phase, layer, neuron, term"),
    ("Esc", "see more again; from the phases back to the lesson"),
    ("Backspace", "back to where you were before you chose a number"),
    ("Space", "play and pause"),
    ("Home, End", "to the first stop, to the last"),
    ("?", "this sheet"),
];

/// What fingers do, likewise.
pub const GESTURES: &[Row] = &[
    ("Swipe the sentence", "one stop on or back"),
    ("Swipe a pane", "to the pane beside it"),
    ("Tap a number", "to where it is worked out"),
    ("Back", "to where you were before that; at last to the lesson"),
];

/// Acts on a key, wherever on the page it was pressed, unless it belongs to what has the
/// keyboard.
pub fn on_key(event: &web_sys::KeyboardEvent, cursor: Cursor, player: Player, state: State) {
    let holder = keys::holder(event);
    if holder == Holder::Field {
        return;
    }
    let n_stops = || {
        let level = cursor.level.get_untracked();
        cursor.places.with_untracked(|places| places.n_stops(level))
    };
    let arrows = holder.leaves_arrows();
    match (event.key().as_str(), event.shift_key()) {
        ("ArrowRight", false) if arrows => cursor.next(),
        ("ArrowLeft", false) if arrows => cursor.previous(),
        ("ArrowRight", true) if arrows => cursor.finish(Level::Phase),
        ("ArrowLeft", true) if arrows => cursor.back_to(Level::Phase),
        ("ArrowUp", false) if arrows && cursor.to_sibling(-1) => {}
        ("ArrowDown", false) if arrows && cursor.to_sibling(1) => {}
        ("Home", _) if arrows => cursor.to_stop(0),
        ("End", _) if arrows => cursor.to_stop(n_stops() - 1),
        ("Backspace", _) if cursor.go_back() => {}
        ("Enter", _) if holder.leaves_enter() => {
            cursor.closer();
        }
        (" ", _) if holder.leaves_enter() => player.toggle(),
        ("?", _) => state.sheet.set(true),
        ("Escape", _) => {
            if !cursor.farther() {
                state.close_steps(false);
            }
        }
        _ => return,
    }
    event.prevent_default();
}
