//! "What would this step do?": the loss of the batch along the update, by learning rate.
//! The rate of the run is marked; dragged elsewhere, it becomes the run's.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use descent::training::LearningRate;

/// Size of the drawing, in its own units.
const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 220.0;
/// Losses beyond so many times the largest interesting one leave the picture at its top.
const HEADROOM: f64 = 1.6;

/// The chart. It asks for its numbers when it is first shown.
#[component]
pub fn StepProbe(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    Effect::new(move |_| {
        // Again for each new trace.
        if state.trace.with(Option::is_some) && state.probe.with_untracked(Option::is_none) {
            state.ask_probe();
        }
    });
    // While dragging: the rate under the pointer.
    let dragged = RwSignal::new(None::<f32>);
    let chart = move || {
        state.probe.with(|probe| {
            let outcomes = probe.as_ref()?.outcomes.clone();
            let (start, tried) = outcomes.split_first()?;
            let before = f64::from(start.loss);
            let best = tried.iter().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
            let (first, last) = (f64::from(tried.first()?.learning_rate), f64::from(tried.last()?.learning_rate));
            let low = f64::from(best.loss).min(before);
            let high = before + HEADROOM * (before - low).max(0.02 * before.abs()).max(1e-9);
            let x = move |rate: f64| (rate.ln() - first.ln()) / (last.ln() - first.ln()) * WIDTH;
            let y = move |loss: f64| HEIGHT - (loss - low).clamp(0.0, high - low) / (high - low) * (HEIGHT - 14.0) - 2.0;
            let d: String = tried
                .iter()
                .enumerate()
                .map(|(i, o)| {
                    let loss = if o.loss.is_finite() { f64::from(o.loss) } else { high };
                    format!("{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, x(o.learning_rate.into()), y(loss))
                })
                .collect();
            let rates: Vec<(f32, f32)> = tried.iter().map(|o| (o.learning_rate, o.loss)).collect();
            let chosen = move || {
                dragged.get().or_else(|| of_trace(state, |trace| trace.learning_rate)).unwrap_or(0.0)
            };
            let nearest = move |rate: f32| {
                rates
                    .iter()
                    .min_by(|a, b| (a.0.ln() - rate.ln()).abs().total_cmp(&(b.0.ln() - rate.ln()).abs()))
                    .copied()
                    .unwrap_or((rate, f32::NAN))
            };
            let told = move || {
                let (rate, loss) = nearest(chosen().max(f32::MIN_POSITIVE));
                let change = f64::from(loss) - before;
                let verdict = if !loss.is_finite() {
                    "the loss is no number any more".to_owned()
                } else if change > 0.0 {
                    format!("the loss rises to {}: it overshoots", cursor.show(loss.into()))
                } else {
                    format!("the loss falls to {}", cursor.show(loss.into()))
                };
                format!("At η = {}, {verdict}.", format::number(f64::from(rate)))
            };
            let marker = move || {
                let rate = f64::from(chosen());
                (rate > 0.0).then(|| x(rate).clamp(0.0, WIDTH))
            };
            let at = move |event: &web_sys::PointerEvent| {
                let target = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
                let bounds = target.get_bounding_client_rect();
                let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
                let rate = (first.ln() + share.clamp(0.0, 1.0) * (last.ln() - first.ln())).exp() as f32;
                LearningRate::new(rate).ok()
            };
            let marks = [first, (first * last).sqrt(), last].map(|rate| {
                let anchor = if rate == first { "start" } else if rate == last { "end" } else { "middle" };
                view! { <text class="caption" x=x(rate) y=HEIGHT + 18.0 text-anchor=anchor>{format::significant(rate, 2)}</text> }
            }).to_vec();
            Some(view! {
                <svg class="probe" viewBox=format!("0 -6 {WIDTH} {}", HEIGHT + 30.0) data-testid="step-probe"
                    role="slider" tabindex="0" aria-label="Learning rate along this update"
                    aria-valuetext=told.clone()
                    aria-valuenow=move || chosen().to_string()
                    on:pointerdown=move |event| {
                        if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
                            // Without it the drag ends at the chart's edge; no more is lost.
                            let _ = element.set_pointer_capture(event.pointer_id());
                        }
                        dragged.set(at(&event).map(LearningRate::get));
                    }
                    on:pointermove=move |event| if dragged.get_untracked().is_some() {
                        dragged.set(at(&event).map(LearningRate::get));
                    }
                    on:pointercancel=move |_| dragged.set(None)
                    on:pointerup=move |event| {
                        dragged.set(None);
                        if let Some(rate) = at(&event) {
                            state.choose_rate(rate);
                        }
                    }
                    on:keydown=move |event| {
                        let factor = match event.key().as_str() {
                            "ArrowRight" | "ArrowUp" => 1.2589f32,
                            "ArrowLeft" | "ArrowDown" => 1.0 / 1.2589,
                            _ => return,
                        };
                        event.prevent_default();
                        event.stop_propagation();
                        if let Ok(rate) = LearningRate::new(untrack(chosen) * factor) {
                            state.choose_rate(rate);
                        }
                    }>
                    <path class="probe__before" d=format!("M0 {:.1}H{WIDTH}", y(before)) />
                    <text class="caption" x="4" y=y(before) - 5.0>{format!("loss now, {}", format::number(before))}</text>
                    <path class="probe__line" d=d />
                    {move || marker().map(|x| view! {
                        <path class="probe__marker" d=format!("M{x:.1} 0V{HEIGHT}") />
                        <circle class="probe__handle" cx=x cy=HEIGHT r="7" />
                    })}
                    {marks}
                </svg>
                <p class="probe__told number" data-testid="probe-told">{told}</p>
                <p class="field__hint">"Drag the line: letting go sets the learning rate of the run."</p>
            })
        })
    };
    view! {
        <h3>"What would this step do?"</h3>
        {chart}
        <Show when=move || state.probe.with(Option::is_none)>
            <p class="field__hint" role="status">"Trying other rates on this batch …"</p>
        </Show>
    }
}
