//! The example that is followed, and the way to another.

use leptos::prelude::*;

use super::cursor::Cursor;
use super::of_trace;
use crate::format;
use crate::state::use_state;
use crate::widget::icon::{Icon, LEFT, RIGHT};
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::plots::Colormap;
use descent::protocol::Reader;

/// Its picture, its label, its number in the batch.
#[component]
pub fn Example(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let n = move || of_trace(state, |trace| trace.inputs.nrows()).unwrap_or(1).max(1);
    let go = move |by: usize| cursor.row.update(|row| *row = (*row + by) % n());
    let input = Signal::derive(move || {
        let row = cursor.row.get();
        let input = of_trace(state, |trace| {
            (row < trace.inputs.nrows()).then(|| trace.inputs.row(row).to_vec())
        });
        input.flatten().unwrap_or_default()
    });
    let is_picture = move || of_trace(state, |t| t.inputs.ncols() == DigitImage::LEN) == Some(true);
    let about = move || {
        let row = cursor.row.get();
        of_trace(state, |trace| {
            let label = trace.labels.get(row).map(|label| {
                format!("Label {}", state.class_name(Reader::Run, usize::from(*label)))
            });
            let index = trace.examples.get(row).copied().unwrap_or_default();
            let which = if state.is_chosen.get() {
                "What is on the board".to_owned()
            } else if state.card.with(Option::is_some) {
                format!("Example {}", row + 1)
            } else {
                format!("Training example {}", format::grouped(f64::from(index)))
            };
            view! {
                <p class="example__label">{label}</p>
                <p class="field__hint number">{which}</p>
            }
        })
    };
    view! {
        <aside class="example" aria-label="The example that is followed">
            <Show when=is_picture>
                <div class="example__picture">
                    <Picture values=input colormap=Colormap::Gray label="The example" />
                </div>
            </Show>
            <div class="example__about">{about}</div>
            <Show when=move || { n() > 1 }><div class="chooser">
                <button type="button" class="button button--quiet button--round" aria-label="The example before"
                    on:click=move |_| go(n() - 1)><Icon path=LEFT /></button>
                <span class="number">{move || format!("{} of {}", cursor.row.get() + 1, n())}</span>
                <button type="button" class="button button--quiet button--round" aria-label="The next example"
                    data-testid="next-example" on:click=move |_| go(1)><Icon path=RIGHT /></button>
            </div></Show>
        </aside>
    }
}
