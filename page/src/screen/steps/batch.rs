//! Phase 1: the examples of the batch, as a contact sheet.

use leptos::prelude::*;

use super::{Cursor, of_trace};
use crate::format;
use crate::state::use_state;
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::plots::Colormap;

/// Pictures on the sheet; of a larger batch the rest is told as a number.
const SHEET: usize = 64;

/// The contact sheet; click an example to follow it.
#[component]
pub fn Batch(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let sheet = move || {
        of_trace(state, |trace| {
            trace
                .inputs
                .rows()
                .into_iter()
                .take(SHEET)
                .enumerate()
                .map(|(at, row)| {
                    let label = trace.labels.get(at).copied().unwrap_or_default();
                    let values = Signal::stored(row.to_vec());
                    let followed = move || cursor.example.get() == at;
                    let is_picture = row.len() == DigitImage::LEN;
                    view! {
                        <li>
                            <button type="button" class="sheet__item" class:sheet__item--here=followed
                                aria-pressed=move || followed().to_string()
                                aria-label=format!("Example {}, a {label}", at + 1)
                                on:click=move |_| cursor.example.set(at)>
                                {is_picture.then(|| view! {
                                    <Picture values colormap=Colormap::Gray label=format!("A {label}") />
                                })}
                                <span class="number">{label}</span>
                            </button>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let more = move || {
        of_trace(state, |trace| {
            let shown = trace.inputs.nrows().min(SHEET);
            (trace.batch_len > shown)
                .then(|| format!("and {} more", format::count(trace.batch_len - shown)))
        })
        .flatten()
    };
    view! {
        <ol class="sheet" aria-label="The batch">{sheet}</ol>
        <p class="field__hint">{more}</p>
    }
}
