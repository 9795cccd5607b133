//! Draw, train, watch: the panels on one page.

use leptos::prelude::*;

use crate::panel::{self, PanelView};
use crate::state::hidden::{STEPS, TRAIN};
use crate::state::{Screen, use_state};
use crate::widget::keys::{self, Row, Sheet};
use crate::widget::uses_space;

/// What each key does, for the sheet.
const KEYS: &[Row] = &[
    ("Space", "train and pause"),
    ("S", "freeze the run and step through its next update"),
    ("← ↑ ↓ →", "on the drawing board: move the pen; Space puts it down and lifts it"),
    ("← ↑ ↓ →", "in the network: from unit to unit; Enter looks at one"),
    ("?", "this sheet"),
];

/// The lesson. Space trains and pauses, unless what has the focus uses it itself.
#[component]
pub fn Lesson() -> impl IntoView {
    let state = use_state();
    keys::on_page(move |event| {
        match event.key().as_str() {
            " " if !uses_space(event) && !state.hides(TRAIN) => {
                state.toggle_training();
            }
            // Where a digit is missing yet the step view itself says so.
            "s" | "S" if state.screen.get_untracked() == Screen::Lesson && !state.hides(STEPS) => {
                state.open_steps();
            }
            "?" => state.sheet.set(true),
            _ => return false,
        }
        true
    });
    let panels = panel::ALL.iter().map(|panel| view! { <PanelView panel /> }).collect::<Vec<_>>();
    view! {
        <div class="lesson">{panels}</div>
        <Sheet is_open=state.sheet keys=KEYS gestures=&[] />
    }
}
