//! "What would this step do?": the loss of the batch along the update, by learning rate.
//! The rate of the run is marked; dragged elsewhere, it becomes the run's.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use crate::widget::plot::{Plot, path, percent};
use descent::plots::Axis;
use descent::training::{LearningRate, RateOutcome};

/// The chart reaches so many times as far above the loss now as the lowest point is below
/// it: what is higher is off the chart.
const HEADROOM: f64 = 1.2;
/// And at least this share of the loss above it.
const LEAST_HEADROOM: f64 = 0.04;
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
    let chart = move || {
        let outcomes = state.probe.with(|probe| probe.as_ref().map(|p| p.outcomes.clone()))?;
        let tried = Tried::of(&outcomes)?;
        Some(view! { <Chart cursor tried dragged /> })
    };
    view! {
        <h3>"What would this step do?"</h3>
        {chart}
        <Show when=move || state.probe.with(Option::is_none)>
            <p class="field__hint" role="status">"Trying other rates on this batch …"</p>
        </Show>
    }
}

/// What came of the rates, and the axes that show it.
#[derive(Clone)]
struct Tried {
    /// η and the loss, ascending in η.
    points: Vec<(f64, f64)>,
    /// The loss as it is.
    before: f64,
    /// Where it is lowest.
    best: (f64, f64),
    x: Axis,
    y: Axis,
}

impl Tried {
    fn of(outcomes: &[RateOutcome]) -> Option<Self> {
        let (start, tried) = outcomes.split_first()?;
        let before = f64::from(start.loss);
        let points: Vec<(f64, f64)> =
            tried.iter().map(|o| (f64::from(o.learning_rate), f64::from(o.loss))).collect();
        let finite = points.iter().copied().filter(|(_, loss)| loss.is_finite());
        let best = finite.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let low = best.1.min(before);
        let high = before
            + (HEADROOM * (before - low)).max(LEAST_HEADROOM * before.abs()).max(f64::EPSILON);
        let margin = 0.06 * (high - low);
        let x = Axis::logarithmic(points.first()?.0, points.last()?.0).with_ticks(5);
        let y = Axis::linear(low - margin, high).with_ticks(4);
        Some(Self { points, before, best, x, y })
    }

    /// The loss at a rate: on the line between the two that were tried.
    fn loss_at(&self, rate: f64) -> f64 {
        let after = self.points.partition_point(|(tried, _)| *tried < rate);
        let Some(&(x1, y1)) = self.points.get(after) else {
            return self.points.last().map_or(f64::NAN, |point| point.1);
        };
        let Some(&(x0, y0)) = after.checked_sub(1).and_then(|before| self.points.get(before))
        else {
            return y1;
        };
        if x1 == rate {
            return y1;
        }
        y0 + (y1 - y0) * (rate / x0).ln() / (x1 / x0).ln()
    }

    /// The rate from which on the loss stays above the chart, and its highest there
    /// (not finite where it is no number any more).
    fn off_chart(&self) -> Option<(f64, f64)> {
        let is_off = |loss: f64| loss.is_nan() || loss > self.y.end();
        let n_on = self.points.iter().rposition(|(_, loss)| !is_off(*loss)).map_or(0, |at| at + 1);
        let off = &self.points[n_on..];
        let highest = off.iter().map(|(_, loss)| *loss).reduce(|a, b| if a > b { a } else { b })?;
        Some((off[0].0, highest))
    }
}

#[component]
fn Chart(cursor: Cursor, tried: Tried, dragged: RwSignal<Option<f64>>) -> impl IntoView {
    let state = use_state();
    let (x, y) = (tried.x.clone(), tried.y.clone());
    let (first, last) = (x.start(), x.end());
    let before = tried.before;
    let best = tried.best;
    let d = path(
        &x,
        &y,
        tried
            .points
            .iter()
            .map(|&(rate, loss)| (rate, if loss.is_finite() { loss } else { f64::MAX })),
    );
    let level = path(&x, &y, [(first, before), (last, before)].into_iter());
    let chosen = move || {
        let rate = || of_trace(state, |trace| f64::from(trace.learning_rate));
        dragged.get().or_else(rate).unwrap_or(0.0)
    };
    let near = StoredValue::new(tried.clone());
    let told = move || {
        let rate = chosen();
        if rate <= 0.0 {
            return "At η = 0 nothing changes.".to_owned();
        }
        let rate = rate.clamp(first, last);
        // At the run's own rate the engine's number itself; while dragging what lies between
        // the rates that were tried.
        let loss = near.with_value(|tried| tried.loss_at(rate));
        let [_, loss_text] = if cursor.precise.get() {
            [before, loss].map(|loss| cursor.show(loss))
        } else {
            format::pair(before, loss)
        };
        let verdict = if !loss.is_finite() {
            "the loss is no number any more".to_owned()
        } else if loss > before {
            format!("the loss rises to {loss_text}: it overshoots")
        } else {
            format!("the loss falls to {loss_text}")
        };
        format!("At η = {}, {verdict}.", format::number(rate))
    };
    let off = tried.off_chart();
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
            let rate = chosen();
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
    let slider = NodeRef::<leptos::html::Div>::new();
    let axis = x.clone();
    let at = move |event: &web_sys::PointerEvent| {
        let area = slider.get_untracked()?.query_selector(".plot__area").ok()??;
        let bounds = area.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
        Some(axis.value_at(share.clamp(0.0, 1.0)))
    };
    let choose = move |rate: f64| {
        if let Ok(rate) = LearningRate::new(rate as f32) {
            state.choose_rate(rate);
        }
    };
    let (at_down, at_move, at_up) = (at.clone(), at.clone(), at);
    view! {
        <div class="probe" node_ref=slider data-testid="step-probe"
            role="slider" tabindex="0" aria-label="Learning rate along this update"
            aria-valuetext=told
            aria-valuemin=first aria-valuemax=last
            aria-valuenow=move || chosen().to_string()
            on:pointerdown=move |event| {
                if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
                    // Without it the drag ends at the chart's edge; no more is lost.
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
                dragged.set(at_down(&event));
            }
            on:pointermove=move |event| if dragged.get_untracked().is_some() {
                dragged.set(at_move(&event));
            }
            on:pointercancel=move |_| dragged.set(None)
            on:pointerup=move |event| {
                let rate = dragged.get_untracked().and_then(|_| at_up(&event));
                dragged.set(None);
                if let Some(rate) = rate {
                    choose(rate);
                }
            }
            on:keydown=move |event| {
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
            <Plot x y x_label="learning rate η (log scale)" y_label="loss of this batch" over=over>
                <path class="probe__before" d=level />
                <path class="probe__line" d=d />
            </Plot>
        </div>
        <p class="probe__told number" data-testid="probe-told" data-value=move || chosen().to_string()>{told}</p>
        <p class="field__hint">"Drag the upright line, or use the arrow keys: letting go sets the learning rate of the run."</p>
    }
}
