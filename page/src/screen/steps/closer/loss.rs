//! Outputs beside targets, and the loss of each example of the batch.

use leptos::prelude::*;

use super::super::of_trace;
use super::Cursor;
use super::wants::{class_name, is_word};
use crate::format;
use crate::state::use_state;
use crate::widget::plot::percent;
use descent::nn::Reduction;
use descent::plots::Axis;

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
                        "Output {}: {}, should be {}",
                        class_name(unit),
                        cursor.show(a.into()),
                        cursor.show(y.into())
                    );
                    let (title, name) = (text.clone(), class_name(unit));
                    let is_word = is_word(&name);
                    view! {
                        <li class="against" title=title>
                            <span class="visually-hidden">{text}</span>
                            <span class="against__bars" aria-hidden="true">
                                <span class="against__is" style:height=height(a)></span>
                                <span class="against__should" style:bottom=height(y)></span>
                            </span>
                            <strong class="number" class:class-name--word=is_word aria-hidden="true">{name}</strong>
                            <span class="against__value number" aria-hidden="true">{format::significant(a.into(), 2)}</span>
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
            let axis = Axis::linear(0.0, largest.into()).with_ticks(4);
            let ticks = axis
                .ticks()
                .iter()
                .map(|&tick| view! {
                    <span class="strip__tick" style:bottom=format!("{:.2}%", percent(&axis, tick))>{axis.label(tick)}</span>
                })
                .collect::<Vec<_>>();
            // Their mean, or with another convention their sum, which is no height here.
            let is_mean = trace.network.reduction() != Reduction::Sum;
            let bars = trace.example_losses.iter().enumerate().map(|(at, &loss)| {
                let here = move || cursor.row.get() == at;
                let height = (loss / largest).clamp(0.0, 1.0) * 100.0;
                let label = trace.labels.get(at).map_or_else(String::new, |label| format!(", label {label}"));
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
                    <span aria-hidden="true">{ticks}</span>
                    {bars}
                    {is_mean.then(|| view! {
                        <span class="strip__mean" aria-hidden="true" style:bottom=format!("{mean}%")><span>"mean"</span></span>
                    })}
                </div>
                <p class="field__hint">"Across: the examples of the batch, in their order. Up: the loss of each. \
                    Choose one to follow it."</p>
            }
        })
    };
    view! {
        <div class="split">
            <div>
                <h3>"Each output, and where it should stand"</h3>
                <ul class="againsts">{outputs}</ul>

            </div>
            <div><h3>"The loss of each example"</h3>{strip}</div>
        </div>
    }
}
