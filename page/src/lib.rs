//! L5, the page: shows what the engine tells and sends what the person wants.
//! It never computes what the engine knows.
//!
//! A crate of its own, because it is compiled for size and the engine for speed. There
//! is nothing of it but in a browser.
#![cfg(target_arch = "wasm32")]

mod actions;
pub mod canvas;

pub mod engine_client;
mod format;
mod lab;
mod offline;
mod pace;
mod panel;
mod runs;
mod screen;
mod share;
mod small;
mod state;
mod storage;
mod theme;
pub mod widget;

use leptos::prelude::*;

use state::{Room, Screen, State};

/// Starts the page.
pub fn start() {
    console_error_panic_hook::set_once();
    theme::restore();
    mount_to_body(App);
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    let state = State::start();
    provide_context(state);
    // Asked for here, the colors and the pixel ratio live as long as the page.
    canvas::use_display();
    keep_page_on_drop();

    view! {
        <a class="skip-link" href="#main">"Skip to the drawing"</a>
        <div class="page">
            <widget::masthead::Masthead />
            <widget::notices::Troubles />
            <widget::notices::Kept />
            <share::Hidden />
            <main id="main" tabindex="-1">
                {move || match state.screen.get() {
                    Screen::Lesson => match state.room.get() {
                        Room::Lesson => screen::lesson::Lesson().into_any(),
                        Room::Lab => screen::lab::Lab().into_any(),
                        Room::Small => screen::small::Small().into_any(),
                        Room::Runs => screen::runs::Runs().into_any(),
                    },
                    Screen::Steps => screen::steps::Steps().into_any(),
                }}
            </main>
            <widget::footer::Footer />
            <share::ShareSheet />
        </div>
    }
}

/// A file that is dropped beside its target stays where it was: the browser would open it in
/// place of the page, and the run would be lost.
fn keep_page_on_drop() {
    let _ = window_event_listener(leptos::ev::dragover, |event| event.prevent_default());
    let _ = window_event_listener(leptos::ev::drop, |event| event.prevent_default());
}
