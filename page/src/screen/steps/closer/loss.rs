//! Outputs beside targets, and the loss of each example of the batch.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;

/// Examples in the strip of losses.
const STRIP: usize = 128;

/// The outputs against what they should have been, and the batch's losses.
#[component]
pub fn Losses(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let outputs = move || {
        let row = cursor.row.get();
        of_trace(state, |trace| {
            let output = &trace.layers[trace.layers.len() - 1].activations;
            (0..output.ncols())
                .map(|unit| {
                    let (a, y) = (output[[row, unit]], trace.targets[[row, unit]]);
                    let height =
                        |value: f32| format!("{}%", (value.clamp(0.0, 1.0) * 100.0).max(0.5));
                    let text = format!(
                        "Output {unit}: {}, should be {}",
                        cursor.show(a.into()),
                        cursor.show(y.into())
                    );
                    let title = text.clone();
                    view! {
                        <li class="against" title=title>
                            <span class="visually-hidden">{text}</span>
                            <span class="against__bars" aria-hidden="true">
                                <span class="against__is" style:height=height(a)></span>
                                <span class="against__should" style:bottom=height(y)></span>
                            </span>
                            <span class="number" aria-hidden="true">{unit}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let strip = move || {
        of_trace(state, |trace| {
            let largest = trace
                .example_losses
                .iter()
                .fold(f32::MIN_POSITIVE, |m, &l| if l.is_finite() { m.max(l) } else { m });
            let mean = (trace.loss / largest).clamp(0.0, 1.0) * 100.0;
            let bars = trace.example_losses.iter().take(STRIP).enumerate().map(|(at, &loss)| {
                let here = move || cursor.row.get() == at;
                let height = (loss / largest).clamp(0.0, 1.0) * 100.0;
                let label = trace.labels.get(at).map_or_else(String::new, |label| format!(", a {label}"));
                view! {
                    <button type="button" class="strip__bar" class:strip__bar--here=here
                        aria-label=format!("Example {}{label}: loss {}", at + 1, format::number(f64::from(loss)))
                        title=format!("Example {}{label}: {}", at + 1, format::number(f64::from(loss)))
                        on:click=move |_| cursor.row.set(at)>
                        <span style:height=format!("{height}%")></span>
                    </button>
                }
            }).collect::<Vec<_>>();
            view! {
                <div class="strip" role="group" aria-label="Loss of each example">
                    {bars}
                    <span class="strip__mean" aria-hidden="true" style:bottom=format!("{mean}%")>"mean"</span>
                </div>
                <p class="field__hint">"Choose an example to follow it."</p>
            }
        })
    };
    view! {
        <div class="split">
            <div>
                <h3>"Each output, and where it should stand"</h3>
                <ul class="againsts">{outputs}</ul>
                <p class="field__hint">"Bar: the output. Line: the target."</p>
            </div>
            <div><h3>"The loss of each example"</h3>{strip}</div>
        </div>
    }
}
