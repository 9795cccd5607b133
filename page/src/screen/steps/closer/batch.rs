//! Phase 1: the examples of the batch, as a contact sheet.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::plots::Colormap;

/// Pictures on the sheet; of a larger batch the rest is told as a number.
const SHEET: usize = 64;
/// Numbers told of an example that is no picture.
const NUMBERS: usize = 6;

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
                    let label = trace.labels.get(at).map(ToString::to_string);
                    let name = label.clone().map_or_else(|| format!("Example {}", at + 1), |l| format!("Example {}, label {l}", at + 1));
                    let values = Signal::stored(row.to_vec());
                    let followed = move || cursor.row.get() == at;
                    let is_picture = row.len() == DigitImage::LEN;
                    let numbers = (!is_picture).then(|| {
                        let all = |values: &mut dyn Iterator<Item = f32>| {
                            let texts = values.take(NUMBERS).map(|v| format::number(f64::from(v)));
                            texts.collect::<Vec<_>>().join(", ")
                        };
                        let (x, y) = (all(&mut row.iter().copied()), all(&mut trace.targets.row(at).iter().copied()));
                        view! { <span class="number sheet__numbers">{format!("x = {x}")}<br />{format!("y = {y}")}</span> }
                    });
                    view! {
                        <li>
                            <button type="button" class="sheet__item" class:sheet__item--here=followed
                                aria-pressed=move || followed().to_string()
                                aria-label=name
                                on:click=move |_| cursor.row.set(at)>
                                {is_picture.then(|| view! {
                                    <Picture values colormap=Colormap::Gray label=label.clone().unwrap_or_default() />
                                })}
                                {numbers}
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
    let is_wide = move || of_trace(state, |t| t.inputs.ncols() != DigitImage::LEN) == Some(true);
    view! {
        <ol class="sheet" class:sheet--wide=is_wide aria-label="The batch">{sheet}</ol>
        <p class="field__hint">{more}</p>
    }
}
