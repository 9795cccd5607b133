//! The picture: a curve, a map or a relief, the ball on it, and the hand that moves it.

use leptos::ev::{KeyboardEvent, PointerEvent, TouchEvent};
use leptos::prelude::*;

use super::model::{Model, moment};
use super::picture::{Picture, describe, outside};
use super::transport::play;
use crate::canvas::use_canvas;
use crate::format;
use crate::widget::keys::arrow;
use descent::plots::terrain::{Levels, Places, View};
use descent::protocol::field::Course;

/// Bands of color.
const BANDS: usize = 18;
/// Radians that a drag over one pixel turns a relief, and a key.
const TURN: (f64, f64) = (0.009, 0.12);
/// A hand that moved less than this many pixels has tapped.
const TAP: f64 = 5.0;

/// A finger so near to a ball, in pixels, takes it.
const NEAR: f64 = 32.0;

/// What the hand is doing.
#[derive(Clone, Copy, PartialEq)]
enum Hand {
    /// It carries the ball.
    Carries,
    /// It is a finger that may tap, or else scrolls the page: from where it began.
    MayTap { from: (f64, f64) },
    /// It turns the relief: from where it began, and where it was last.
    Turns { from: (f64, f64), last: (f64, f64) },
}

/// The picture, with its key.
#[component]
pub fn Stage(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let places = StoredValue::new(None::<Places>);
    let levels = Memo::new(move |_| model.with_heights(|it| Levels::fit(&it.heights, BANDS)));
    let canvas = use_canvas(
        move || {
            model.with_heights(|_| ());
            model.with_race(|_| ());
            levels.track();
            model.at.track();
            model.start.track();
            model.is_foggy.track();
            model.is_relief.track();
            model.camera.track();
        },
        move |area, theme, units| {
            let drawn = model.with_heights(|heights| {
                let view = match model.is_relief.get() {
                    true => View::Relief(model.camera.get()),
                    false => View::Map,
                };
                let levels = levels.get()?;
                Picture::of(model, heights).draw(heights, &levels, view, (area, theme, units))
            });
            places.set_value(drawn.flatten());
        },
    );

    let hand = RwSignal::new(None::<Hand>);
    let carry = move |(left, top): (f64, f64)| {
        let found = places.with_value(|it| it.as_ref().and_then(|it| it.at(left, top)));
        if let Some((x, y)) = found {
            let y = if untrack(|| model.n_inputs()) == 1 { 0.0 } else { y };
            let [width, height] = model.ranges.get_untracked().map(|(from, to)| to - from);
            model.drop_at([rounded(x, width), rounded(y, height)]);
        }
        found.is_some()
    };
    // At any of those who run.
    let is_at_ball = move |(left, top): (f64, f64)| {
        let is_curve = untrack(|| model.n_inputs()) == 1;
        let balls = untrack(|| {
            let step = model.shown();
            let ball = |course: &Course| {
                let now = moment(course, step)?;
                Some((now.at[0], if is_curve { now.value } else { now.at[1] }))
            };
            model.with_race(|race| race.courses.iter().filter_map(ball).collect::<Vec<_>>())
        });
        balls.unwrap_or_default().into_iter().any(|(x, y)| {
            let place = places.with_value(|it| it.as_ref().and_then(|it| it.of(x, y)));
            place.is_some_and(|at| (at.0 - left).hypot(at.1 - top) < NEAR)
        })
    };
    let turns = move || model.is_relief.get_untracked() && untrack(|| model.n_inputs()) == 2;
    let on_down = move |event: PointerEvent| {
        let is_meant = event.is_primary() && event.button() == 0;
        let Some(point) = canvas.place_of(&event).filter(|_| is_meant) else { return };
        if turns() {
            hand.set(Some(Hand::Turns { from: point, last: point }));
        } else if event.pointer_type() != "mouse" && !is_at_ball(point) {
            hand.set(Some(Hand::MayTap { from: point }));
        } else if carry(point) {
            hand.set(Some(Hand::Carries));
        } else {
            return;
        }
        if let Some(frame) = canvas.frame.get_untracked() {
            // The pointer may be gone already: then there is nothing to hold.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
    };
    // With the ball under it, a finger does not scroll.
    let on_touch = move |event: TouchEvent| {
        if hand.get_untracked() == Some(Hand::Carries) {
            event.prevent_default();
        }
    };
    let on_move = move |event: PointerEvent| {
        let (Some(held), Some(point)) = (hand.get_untracked(), canvas.place_of(&event)) else {
            return;
        };
        match held {
            Hand::Carries => {
                carry(point);
            }
            Hand::MayTap { .. } => {}
            Hand::Turns { from, last } => {
                let (right, down) = (point.0 - last.0, point.1 - last.1);
                model.camera.update(|it| *it = it.turned(TURN.0 * right, TURN.0 * down));
                hand.set(Some(Hand::Turns { from, last: point }));
            }
        }
    };
    let on_up = move |event: PointerEvent| {
        let Some(held) = hand.get_untracked() else { return };
        hand.set(None);
        let is_dropped = match (held, canvas.place_of(&event)) {
            (Hand::Carries, _) => true,
            (Hand::Turns { from, .. } | Hand::MayTap { from }, Some(to)) => {
                (to.0 - from.0).hypot(to.1 - from.1) < TAP && carry(to)
            }
            _ => false,
        };
        // Dropped, it rolls; in the fog one goes step by step.
        if is_dropped && !model.is_foggy.get_untracked() {
            play(model);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == " " {
            event.prevent_default();
            match model.is_playing.get_untracked() {
                true => model.is_playing.set(false),
                false => play(model),
            }
            return;
        }
        let Some((right, up)) = arrow(&event) else { return };
        event.prevent_default();
        event.stop_propagation();
        if turns() {
            model.camera.update(|it| *it = it.turned(TURN.1 * right, TURN.1 * up));
            return;
        }
        let share = if event.shift_key() { 0.1 } else { 0.01 };
        let ranges = model.ranges.get_untracked();
        let [x, y] = model.start.get_untracked();
        let step = |at: f64, (from, to): (f64, f64), by: f64| {
            rounded((at + by * share * (to - from)).max(from).min(to), to - from)
        };
        let is_curve = untrack(|| model.n_inputs()) == 1;
        model.drop_at([
            step(x, ranges[0], right),
            if is_curve { y } else { step(y, ranges[1], up) },
        ]);
    };
    let label = move || describe(model);
    let hint = move || {
        if model.is_relief.get() && model.n_inputs() == 2 {
            "Drag or arrow keys turn it; a tap drops the ball."
        } else {
            "Click, drag or arrow keys drop the ball anywhere."
        }
    };
    view! {
        <div class="descent__picture" node_ref=canvas.frame tabindex="0" role="application"
            class:descent__picture--curve=move || model.n_inputs() == 1
            class:descent__picture--turns=move || model.is_relief.get() && model.n_inputs() == 2
            aria-label="The field: arrow keys move the ball, or turn the view from the side; Space plays"
            data-testid="field-stage"
            data-azimuth=move || model.camera.get().azimuth().to_string()
            on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up
            on:pointercancel=move |_| hand.set(None) on:touchstart=on_touch on:keydown=on_key>
            <canvas node_ref=canvas.element role="img" aria-label=label data-testid="field-canvas"></canvas>
        </div>
        <div class="descent__below">
            <p class="field__hint">{hint}</p>
            <p class="descent__outside" data-testid="field-outside">{move || outside(model)}</p>
            {move || levels.get().filter(|_| model.n_inputs() == 2).map(|levels| view! { <Key levels /> })}
        </div>
    }
}

/// Which height a color is.
#[component]
fn Key(levels: Levels) -> impl IntoView {
    let half = levels.level(levels.n_bands() / 2);
    view! {
        <div class="descent__key" data-testid="field-key">
            <span class="number">{format::number(levels.low())}</span>
            <span class="descent__scale" aria-hidden="true"></span>
            <span class="number">{format::number(levels.high())}</span>
            <span class="field__hint">
                {format!("half of the field is below {}", format::number(half))}
            </span>
        </div>
    }
}

/// A hundredth of a percent of the field is fine enough.
fn rounded(at: f64, width: f64) -> f64 {
    let unit = 10f64.powf((width * 1e-3).log10().floor());
    // By way of text: 0.30000000000000004 becomes 0.3.
    format!("{:.9}", (at / unit).round() * unit).parse().unwrap_or(at)
}
