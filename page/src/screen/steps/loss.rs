//! Phase 3: outputs beside targets, the loss of each example, their mean.

use leptos::prelude::*;

use super::units::{Column, Units};
use super::{Cursor, of_trace};
use crate::format;
use crate::state::use_state;
use descent::nn::loss::CROSS_ENTROPY;
use descent::registry::Choice;

/// Examples in the strip of losses.
const STRIP: usize = 128;

/// The ten outputs against the one-hot target, and the batch's losses.
#[component]
pub fn Losses(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let output_idx = of_trace(state, |trace| trace.layers.len() - 1).unwrap_or_default();
    let unit = cursor.unit_of(state, output_idx);
    let table = move || {
        of_trace(state, |trace| {
            let output = &trace.layers[trace.layers.len() - 1];
            let at = cursor.example.get().min(output.activations.nrows() - 1);
            let columns = vec![
                Column { name: "z", values: output.pre_activations.row(at).to_vec(), bars: false },
                Column { name: "a", values: output.activations.row(at).to_vec(), bars: true },
                Column { name: "y", values: trace.targets.row(at).to_vec(), bars: false },
            ];
            view! { <Units cursor layer_idx=output_idx unit noun="output" columns /> }
        })
    };
    let sums = move || {
        of_trace(state, |trace| {
            let at = cursor.example.get().min(trace.example_losses.len() - 1);
            let (loss, mean) = (trace.example_losses[at], trace.loss);
            let formula = trace.network.loss().formula;
            let label = usize::from(trace.labels.get(at).copied().unwrap_or_default());
            // All terms of the sum but the label's are 0.
            let made_of = (trace.network.loss() == Choice::of(&CROSS_ENTROPY)).then(|| {
                let a = trace.layers[trace.layers.len() - 1].activations[(at, label)];
                format!("−ln {} = ", format::number(f64::from(a)))
            });
            view! {
                <p class="equation">
                    <span class="equation__symbols">{format!("L = {formula}")}</span>
                    <span class="equation__numbers number">
                        "L = " {made_of} <strong title=loss.to_string() data-value=loss.to_string()>{format::number(f64::from(loss))}</strong>
                        " for this example"
                    </span>
                </p>
                <p class="equation">
                    <span class="equation__symbols">{format!("mean over {} examples", trace.batch_len)}</span>
                    <span class="equation__numbers number">
                        <strong title=mean.to_string() data-value=mean.to_string()>{format::number(f64::from(mean))}</strong>
                    </span>
                </p>
            }
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
                let here = move || cursor.example.get() == at;
                let height = (loss / largest).clamp(0.0, 1.0) * 100.0;
                let label = trace.labels.get(at).copied().unwrap_or_default();
                view! {
                    <button type="button" class="strip__bar" class:strip__bar--here=here
                        aria-label=format!("Example {}, a {label}: loss {}", at + 1, format::number(f64::from(loss)))
                        title=format!("Example {}, a {label}: {}", at + 1, format::number(f64::from(loss)))
                        on:click=move |_| cursor.example.set(at)>
                        <span style:height=format!("{height}%")></span>
                    </button>
                }
            }).collect::<Vec<_>>();
            view! {
                <div class="strip" role="group" aria-label="Loss of each example">
                    {bars}
                    <span class="strip__mean" aria-hidden="true" style:bottom=format!("{mean}%")>"mean"</span>
                </div>
                <p class="field__hint">"The loss of each example of the batch; click one to follow it."</p>
            }
        })
    };
    view! { <div class="split"><div>{table}</div><div>{sums}{strip}</div></div> }
}
