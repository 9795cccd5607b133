//! The digits lab: a board to draw on, how the networks read it, and one view at a time of
//! why they do.

use leptos::prelude::*;

use crate::lab::open_picture::OpenPicture;
use crate::lab::{self, View};
use crate::panel::{self, PanelView};
use crate::state::use_state;
use crate::widget::keys::{self, Row, Sheet};
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
            " " if !uses_space(event) => state.toggle_training(),
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
                <Tabs open />
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

/// One tab a view; the arrow keys go from one to the next.
#[component]
fn Tabs(open: RwSignal<&'static View>) -> impl IntoView {
    let step = move |by: isize| {
        let n = lab::ALL.len() as isize;
        let at = lab::ALL.iter().position(|view| view.key == open.get_untracked().key);
        let next = (at.unwrap_or(0) as isize + by).rem_euclid(n) as usize;
        open.set(lab::ALL[next]);
        let selector = format!("[data-testid=\"lab-tab-{}\"]", lab::ALL[next].key);
        // The key is a constant: the selector is valid.
        if let Some(tab) = document().query_selector(&selector).ok().flatten() {
            crate::widget::focus(&tab);
        }
    };
    let tabs = lab::ALL.iter().map(|view| {
        let is_open = move || open.get().key == view.key;
        view! {
            <button type="button" role="tab" class="lab__tab" data-testid=format!("lab-tab-{}", view.key)
                aria-selected=move || is_open().to_string() aria-controls="lab-view"
                tabindex=move || if is_open() { "0" } else { "-1" }
                on:click=move |_| open.set(view)
                on:keydown=move |event| {
                    match event.key().as_str() {
                        "ArrowRight" => step(1),
                        "ArrowLeft" => step(-1),
                        _ => return,
                    }
                    event.prevent_default();
                }>{view.title}</button>
        }
    });
    view! {
        <div class="lab__tabs" role="tablist" aria-label="Views of the lab">
            {tabs.collect::<Vec<_>>()}
        </div>
    }
}
