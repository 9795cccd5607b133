//! A handle in a plot: dragged by mouse or finger, moved by the arrow keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::widget::plot::percent;
use descent::plots::Axis;

/// How many steps a page key makes.
const PAGE: f64 = 10.0;
/// The engine has taken in what a key has sent after so many milliseconds at the latest.
const ON_ITS_WAY_MS: f64 = 300.0;

/// The handle; it stands between the two axes of a [`Plot`](crate::widget::plot::Plot).
#[component]
pub fn Handle(
    /// What it moves, for screen readers.
    label: &'static str,
    /// Its `data-testid`.
    testid: &'static str,
    /// To the right.
    x: Axis,
    /// Up.
    y: Axis,
    /// Where it is; it is not shown while that is not known.
    at: Signal<Option<(f64, f64)>>,
    /// How far an arrow key takes it, in x and y; 0 if it can't go that way.
    step: (f64, f64),
    /// What it stands for, for screen readers.
    text: Signal<String>,
    /// Told where it is wanted.
    on_move: impl Fn(f64, f64) + Copy + 'static,
) -> impl IntoView {
    let held = StoredValue::new(false);
    // Where a key has sent it, and when: it may not be there yet when the next one comes.
    let sent = StoredValue::new(None::<((f64, f64), f64)>);
    let (left, top) = {
        let (x, y) = (x.clone(), y.clone());
        // At the edge where the place itself is outside.
        let share = |percent: f64| format!("{:.2}%", percent.clamp(0.0, 100.0));
        (
            Memo::new(move |_| at.get().map(|at| share(percent(&x, at.0))).unwrap_or_default()),
            Memo::new(move |_| {
                at.get().map(|at| share(100.0 - percent(&y, at.1))).unwrap_or_default()
            }),
        )
    };
    let axes = StoredValue::new((x, y));
    let drag = move |event: web_sys::PointerEvent| {
        if !held.get_value() {
            return;
        }
        let Some(handle) =
            event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        else {
            return;
        };
        let Some(area) = handle.closest(".plot__area").ok().flatten() else { return };
        let bounds = area.get_bounding_client_rect();
        let share = |at: f64, from: f64, length: f64| ((at - from) / length).clamp(0.0, 1.0);
        let right = share(f64::from(event.client_x()), bounds.left(), bounds.width());
        let up = 1.0 - share(f64::from(event.client_y()), bounds.top(), bounds.height());
        let (x, y) = axes.with_value(|(x, y)| (x.value_at(right), y.value_at(up)));
        on_move(x, y);
    };
    let press = move |event: web_sys::PointerEvent| {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        held.set_value(true);
        if let Some(handle) =
            event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        {
            // Without it one has to stay on the handle; it is dragged all the same.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let (dx, dy) = match event.key().as_str() {
            "ArrowRight" => (step.0, 0.0),
            "ArrowLeft" => (-step.0, 0.0),
            "ArrowUp" => (0.0, step.1),
            "ArrowDown" => (0.0, -step.1),
            "PageUp" => (PAGE * step.0, PAGE * step.1),
            "PageDown" => (-PAGE * step.0, -PAGE * step.1),
            _ => return,
        };
        event.prevent_default();
        let now = window().performance().map_or(0.0, |performance| performance.now());
        let sent_just_now = sent.get_value().filter(|&(_, when)| now - when < ON_ITS_WAY_MS);
        if let Some((x, y)) = sent_just_now.map(|(to, _)| to).or(at.get_untracked()) {
            let limited = |axis: &Axis, value: f64| value.clamp(axis.start(), axis.end());
            let (x, y) =
                axes.with_value(|axes| (limited(&axes.0, x + dx), limited(&axes.1, y + dy)));
            sent.set_value(Some(((x, y), now)));
            on_move(x, y);
        }
    };
    let value = move || {
        let along = |at: (f64, f64)| if step.0 == 0.0 { at.1 } else { at.0 };
        at.get().map(|at| format!("{:.4}", along(at)))
    };
    let range = axes.with_value(|(x, y)| {
        let axis = if step.0 == 0.0 { y } else { x };
        (axis.start(), axis.end())
    });
    view! {
        <div class="handle" role="slider" tabindex="0" data-testid=testid aria-label=label
            aria-valuemin=range.0 aria-valuemax=range.1 aria-valuenow=value aria-valuetext=text
            aria-orientation=if step.0 == 0.0 { "vertical" } else { "horizontal" }
            hidden=move || at.with(Option::is_none)
            style:left=left style:top=top
            on:pointerdown=press on:pointermove=drag
            on:pointerup=move |_| held.set_value(false)
            on:pointercancel=move |_| held.set_value(false)
            on:keydown=key></div>
    }
}
