//! The small labs: tabs, and the lab that is open.

use leptos::prelude::*;

use crate::small::{self, Lab};
use crate::state::hidden::{STEPS, TRAIN};
use crate::state::use_state;
use crate::widget::keys::{self, Row, Sheet};
use crate::widget::tabs::Tabs;
use crate::widget::uses_space;

/// What each key does, for the sheet.
const KEYS: &[Row] = &[
    ("Space", "train and pause, where there is a network"),
    ("S", "step through its next update"),
    ("← →", "on the tabs: from lab to lab"),
    ("?", "this sheet"),
];

/// The room.
#[component]
pub fn Small() -> impl IntoView {
    let state = use_state();
    let open = state.small_lab;
    keys::on_page(move |event| {
        let has_run = untrack(|| state.small_run()).is_some();
        match event.key().as_str() {
            " " if has_run && !uses_space(event) && !state.hides(TRAIN) => {
                state.toggle_training();
            }
            "s" | "S" if has_run && !state.hides(STEPS) => state.open_steps(),
            "?" => state.sheet.set(true),
            _ => return false,
        }
        true
    });
    let choose = move |key: &'static str| {
        if let Some(lab) = small::ALL.iter().find(|lab| lab.key == key) {
            state.open_lab(lab);
        }
    };
    view! {
        <div class="small" data-testid="small" data-lab=move || open.get().key>
            <Tabs label="Small labs" testid="small-tab" controls="small-lab"
                tabs=small::ALL.iter().map(|lab| (lab.key, lab.title)).collect()
                open=Signal::derive(move || open.get().key) choose />
            {move || view! { <Open lab=open.get() /> }}
        </div>
        <Sheet is_open=state.sheet keys=KEYS gestures=&[] />
    }
}

#[component]
fn Open(lab: &'static Lab) -> impl IntoView {
    view! {
        <section class=format!("small__lab small__lab--{}", lab.key) id="small-lab" role="tabpanel"
            aria-label=lab.title data-testid=format!("small-{}", lab.key)>
            <p class="lab__about">{lab.about}</p>
            {(lab.body)()}
        </section>
    }
}
