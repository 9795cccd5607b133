//! Draw, train, watch: the panels on one page.

use leptos::prelude::*;

use crate::panel::{self, PanelView};
use crate::state::use_state;
use crate::widget::uses_space;

/// The lesson. Space trains and pauses, unless what has the focus uses it itself.
#[component]
pub fn Lesson() -> impl IntoView {
    let state = use_state();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.repeat());
        if event.key() == " " && plain && !uses_space(&event) {
            event.prevent_default();
            state.toggle_training();
        }
    });
    on_cleanup(move || keys.remove());
    let panels = panel::ALL.iter().map(|panel| view! { <PanelView panel /> }).collect::<Vec<_>>();
    view! { <div class="lesson">{panels}</div> }
}
