//! "What would this step do?": the loss of the batch along the update, by learning rate.
//! The rate of the run is marked; dragged elsewhere, it becomes the run's.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::of_trace;
use super::Cursor;
use super::tried::Tried;
use crate::format;
use crate::state::use_state;
use crate::widget::plot::{Plot, path, percent};
use descent::nn::StepTrace;
use descent::plots::Axis;
use descent::training::LearningRate;
use descent::walk::digits::{FEW, rounded};

/// A press of a key: a tenth of a power of ten.
const KEY_FACTOR: f64 = 1.258_925_411_794_167_2;

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
    let dragged = RwSignal::new(None::<f64>);
    // What was tried of an update stays while it is that update: another rate of the run adds
    // to it, and the axes stand still as long as they have room for it.
    let tried = Memo::new(move |before: Option<&Option<Tried>>| {
        let now = |trace: &StepTrace| {
            ((trace.step, trace.loss.to_bits()), f64::from(trace.learning_rate))
        };
        let (update, rate) = of_trace(state, now)?;
        let outcomes = state.probe.with(|probe| probe.as_ref().map(|p| p.outcomes.clone()));
        let fresh = outcomes.and_then(|outcomes| Tried::of(update, &outcomes));
        match (before.and_then(Option::as_ref).filter(|before| before.update == update), fresh) {
            (Some(before), Some(fresh)) if before.has_room_for(rate) => Some(before.with(fresh)),
            (Some(before), None) => Some(before.clone()),
            (_, fresh) => fresh,
        }
    });
    let is_tried = Memo::new(move |_| tried.with(Option::is_some));
    view! {
        <h3>"What would this step do?"</h3>
        <Show when=move || is_tried.get() fallback=|| view! {
            <p class="field__hint" role="status">"Trying other rates on this batch …"</p>
        }>
            <Chart cursor tried dragged />
        </Show>
    }
}

#[component]
fn Chart(
    cursor: Cursor,
    tried: Memo<Option<Tried>>,
    dragged: RwSignal<Option<f64>>,
) -> impl IntoView {
    let state = use_state();
    let ends = move || tried.with(|t| t.as_ref().map_or((0.0, 0.0), |t| (t.x.start(), t.x.end())));
    let chosen = move || {
        let rate = || of_trace(state, |trace| f64::from(trace.learning_rate));
        dragged.get().or_else(rate).unwrap_or(0.0)
    };
    let told = move || {
        let precise = cursor.precise.get();
        let show = |before, loss| match precise {
            true => [before, loss].map(|loss| cursor.show(loss)),
            false => format::pair(before, loss),
        };
        tried.with(|tried| tried.as_ref().map(|tried| tried.told(chosen(), show)))
    };
    let slider = NodeRef::<leptos::html::Div>::new();
    // The rate under the pointer, with no more digits than a hand can mean.
    let at = move |event: &web_sys::PointerEvent| {
        let area = slider.get_untracked()?.query_selector(".plot__area").ok()??;
        let bounds = area.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
        let (first, last) = untrack(ends);
        tried.with_untracked(|tried| {
            let rate = tried.as_ref()?.x.value_at(share.clamp(0.0, 1.0));
            Some(rounded(rate, FEW).clamp(first, last))
        })
    };
    let is_held = StoredValue::new(false);
    // Let go, the line stays where it is until the trace has its rate.
    Effect::new(move |_| {
        state.trace.track();
        if !is_held.get_value() {
            dragged.set(None);
        }
    });
    let choose = move |rate: f64| {
        if let Ok(rate) = LearningRate::new(rate as f32) {
            state.choose_rate(rate);
        }
    };
    let plot =
        move || tried.get().map(|tried| view! { <Drawn tried chosen=Signal::derive(chosen) /> });
    view! {
        <div class="probe" node_ref=slider data-testid="step-probe"
            role="slider" tabindex="0" aria-label="Learning rate along this update"
            aria-valuetext=told
            aria-valuemin=move || ends().0.to_string() aria-valuemax=move || ends().1.to_string()
            aria-valuenow=move || chosen().to_string()
            on:pointerdown=move |event| {
                if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
                    // Without it the drag ends at the chart's edge; no more is lost.
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
                is_held.set_value(true);
                dragged.set(at(&event));
            }
            on:pointermove=move |event| if is_held.get_value() {
                dragged.set(at(&event));
            }
            on:pointercancel=move |_| {
                is_held.set_value(false);
                dragged.set(None);
            }
            on:pointerup=move |event| if is_held.get_value() {
                is_held.set_value(false);
                let rate = at(&event);
                dragged.set(rate);
                if let Some(rate) = rate {
                    choose(rate);
                }
            }
            on:keydown=move |event| {
                let (first, last) = untrack(ends);
                let now = untrack(chosen).clamp(first, last);
                let rate = match event.key().as_str() {
                    "ArrowRight" | "ArrowUp" => now * KEY_FACTOR,
                    "ArrowLeft" | "ArrowDown" => now / KEY_FACTOR,
                    "PageUp" => now * 10.0,
                    "PageDown" => now / 10.0,
                    "Home" => first,
                    "End" => last,
                    _ => return,
                };
                event.prevent_default();
                event.stop_propagation();
                dragged.set(None);
                choose(rate.clamp(first, last));
            }>
            {plot}
        </div>
        <p class="probe__told number" data-testid="probe-told" data-value=move || chosen().to_string()>{told}</p>
        <p class="field__hint">"Drag the upright line, or use the arrow keys: letting go sets the learning rate of the run."</p>
    }
}

/// The curve between its axes, and the upright line at the rate.
#[component]
fn Drawn(tried: Tried, chosen: Signal<f64>) -> impl IntoView {
    let off = tried.off_chart();
    let Tried { points, before, best, x, y, .. } = tried;
    let finite = |loss: f64| if loss.is_finite() { loss } else { f64::MAX };
    let d = path(&x, &y, points.into_iter().map(|(rate, loss)| (rate, finite(loss))));
    let level = path(&x, &y, [(x.start(), before), (x.end(), before)].into_iter());
    let (x_of, y_of) = (x.clone(), y.clone());
    let over = move || {
        let percent_of = |axis: &Axis, value: f64| format!("{:.2}%", percent(axis, value));
        let low = (percent_of(&x_of, best.0), format!("{:.2}%", 100.0 - percent(&y_of, best.1)));
        let is_low_right = percent(&x_of, best.0) > 60.0;
        let lowest = (best.1 < before).then(|| view! {
            <span class="plot__dot plot__dot--lowest" style:left=low.0.clone() style:top=low.1.clone()></span>
            <span class="plot__note plot__note--lowest" class:plot__note--left=is_low_right
                style:left=low.0.clone() style:top=low.1.clone()>{format!("lowest, η = {}", format::significant(best.0, 2))}</span>
        });
        let now_top = format!("{:.2}%", 100.0 - percent(&y_of, before));
        let away = off.map(|(from, highest)| {
            let share = percent(&x_of, from).min(99.0);
            let text = if highest.is_finite() {
                format!("off the chart ↑ up to {}", format::number(highest))
            } else {
                "off the chart ↑ then no number any more".to_owned()
            };
            view! {
                <span class="plot__off" style:left=format!("{share:.2}%")></span>
                <span class="plot__note plot__note--off">{text}</span>
            }
        });
        let x_of = x_of.clone();
        let marker = move || {
            let rate = chosen.get();
            (rate > 0.0).then(|| {
                let left = percent(&x_of, rate).clamp(0.0, 100.0);
                view! { <span class="plot__marker" style:left=format!("{left:.2}%")><i></i></span> }
            })
        };
        view! {
            {away}
            <span class="plot__note plot__note--now" style:top=now_top>"loss now"</span>
            {lowest}
            {marker}
        }
    };
    view! {
        <Plot x y x_label="learning rate η (log scale)" y_label="loss of this batch" over=over>
            <path class="probe__before" d=level />
            <path class="probe__line" d=d />
        </Plot>
    }
}
