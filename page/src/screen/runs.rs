//! The kept runs: the list, or several of them laid over each other.

use leptos::prelude::*;

use crate::runs::Shelf;
use crate::runs::compare::Compare;
use crate::runs::list::List;
use crate::state::use_state;
use crate::widget::keys::{self, Row, Sheet};
use crate::widget::run_files::RunFiles;

/// What each key does, for the sheet.
const KEYS: &[Row] = &[
    ("Enter", "in a name that is being written: takes it; Escape leaves it as it was"),
    ("← →", "on a chart: reads the values"),
    ("?", "this sheet"),
];

/// The room.
#[component]
pub fn Runs() -> impl IntoView {
    let state = use_state();
    let shelf = Shelf::new();
    provide_context(shelf);
    state.read_ledger();
    keys::on_page(move |event| {
        let is_asked = event.key() == "?";
        if is_asked {
            state.sheet.set(true);
        }
        is_asked
    });
    let is_comparing = Memo::new(move |_| !shelf.compared.with(Vec::is_empty));
    view! {
        <div class="runs" data-testid="runs">
            <p class="lab__about">
                "Every run that has made an update is kept, in this browser and nowhere else. Open one, and it \
                 stands where it stood; tick several, and compare them."
            </p>
            {move || match is_comparing.get() {
                true => view! { <Compare /> }.into_any(),
                false => view! { <section class="panel runs__panel" aria-label="Kept runs"><List /></section> }.into_any(),
            }}
            <section class="panel runs__panel" aria-labelledby="open-run-files" data-testid="files"
                hidden=is_comparing>
                <div class="panel__head"><h2 id="open-run-files">"The open run, for other programs"</h2></div>
                <RunFiles />
            </section>
        </div>
        <Sheet is_open=state.sheet keys=KEYS gestures=&[] />
    }
}
