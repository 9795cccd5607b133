//! The digits lab: a board to draw on, how the networks read it, and one view at a time of
//! why they do.

use leptos::prelude::*;

use crate::lab;
use crate::lab::open_picture::OpenPicture;
use crate::panel::{self, PanelView};
use crate::state::hidden::TRAIN;
use crate::state::use_state;
use crate::widget::keys::{self, Row, Sheet};
use crate::widget::tabs::Tabs;
use crate::widget::uses_space;

/// What each key does, for the sheet.
const KEYS: &[Row] = &[
    ("Space", "train and pause"),
    ("← ↑ ↓ →", "on the drawing board: move the pen; Space puts it down and lifts it"),
    ("← →", "on the tabs: from view to view"),
    ("?", "this sheet"),
];

/// The lab.
#[component]
pub fn Lab() -> impl IntoView {
    let state = use_state();
    keys::on_page(move |event| {
        match event.key().as_str() {
            " " if !uses_space(event) && !state.hides(TRAIN) => {
                state.toggle_training();
            }
            "?" => state.sheet.set(true),
            _ => return false,
        }
        true
    });
    let open = state.lab_view;
    view! {
        <div class="lab" data-testid="lab" data-view=move || open.get().key>
            <div class="lab__aside">
                <OpenPicture><PanelView panel=panel::draw() /></OpenPicture>
                <PanelView panel=panel::answer() />
            </div>
            <div class="lab__main">
                <Tabs label="Views of the lab" testid="lab-tab" controls="lab-view"
                    tabs=lab::ALL.iter().map(|view| (view.key, view.title)).collect()
                    open=Signal::derive(move || open.get().key)
                    choose=move |key| {
                        if let Some(view) = lab::ALL.iter().find(|view| view.key == key) {
                            open.set(view);
                        }
                    } />
                {move || {
                    let view = open.get();
                    view! {
                        <section class="panel lab__view" id="lab-view" role="tabpanel"
                            aria-label=view.title data-testid=format!("lab-{}", view.key)>
                            <p class="lab__about">{view.about}</p>
                            {(view.body)()}
                        </section>
                    }
                }}
            </div>
        </div>
        <Sheet is_open=state.sheet keys=KEYS gestures=&[] />
    }
}
