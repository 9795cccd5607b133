//! One input or unit of the network: a circle, filled as its number is large, in the color
//! of its sign. Below 0 its rim is dashed, as the lines of weights below 0 are.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::{Light, light};
use super::super::super::of_trace;
use super::showing::{Gate, Showing, gate, share_of, use_showing};
use crate::state::use_state;
use crate::widget::edges::Spot;
use crate::widget::keys::pressed;
use descent::walk::{Phase, Quantity, UnitAt};

#[component]
pub fn Unit(
    cursor: Cursor,
    /// 0: an input.
    column_idx: usize,
    unit_idx: usize,
    spot: Spot,
    radius: f64,
    has_number: bool,
) -> impl IntoView {
    let state = use_state();
    let shown = use_showing(cursor, column_idx, unit_idx);
    let at = move || {
        let layer_idx = column_idx.checked_sub(1)?;
        Some(UnitAt { row: cursor.row.get(), layer_idx, unit_idx })
    };
    let gate = Memo::new(move |_| {
        let shown = shown.get();
        at().and_then(|at| of_trace(state, |trace| gate(trace, at, shown))).unwrap_or(Gate::Open)
    });
    let is_here = move || {
        cursor.unit().is_some_and(|at| (at.layer_idx + 1, at.unit_idx) == (column_idx, unit_idx))
    };
    let lit =
        Memo::new(move |_| shown.get().map_or(Light::None, |shown| light(cursor, shown.quantity)));
    let name = move || {
        let place = match column_idx {
            0 => format!("Input {unit_idx}"),
            layer => format!("Layer {layer}, unit {unit_idx}"),
        };
        let number = match shown.get() {
            Some(Showing { quantity: Quantity::Delta(_), value, .. }) => {
                format!(": δ {}", cursor.show(value.into()))
            }
            Some(Showing { quantity, value, .. }) => {
                let value = cursor.show(value.into());
                match of_trace(state, |trace| share_of(trace, quantity)).flatten() {
                    Some((z, _)) => {
                        let z = cursor.show(z.into());
                        format!(": z {z}, of which softmax makes the share {value}")
                    }
                    None => format!(": {value}"),
                }
            }
            None => String::new(),
        };
        let gate = match gate.get() {
            Gate::Open => "",
            Gate::Saturated => ", saturated: its slope is nearly 0",
            Gate::Shut => ", its slope is 0: no blame gets through",
        };
        format!("{place}{number}{gate}")
    };
    let choose = move || {
        let Some(layer_idx) = column_idx.checked_sub(1) else { return };
        let phase = match cursor.place.get_untracked().phase() {
            Phase::Batch | Phase::Loss => Phase::Forward,
            phase => phase,
        };
        cursor
            .go(cursor.places.with_untracked(|places| places.of_unit(phase, layer_idx, unit_idx)));
    };
    let is_negative = move || shown.get().is_some_and(|shown| shown.value < 0.0);
    // Through what lets nothing through there goes a bar; past a number, in a mark beside it.
    let bar = move || {
        let shut = gate.get();
        let reach = if has_number { 5.0 } else { radius * 0.78 };
        let at = if has_number { radius * 0.78 } else { 0.0 };
        let (x, y) = (spot.x + at, spot.y - at);
        (shut != Gate::Open).then(|| {
            let d = format!("M{} {}L{} {}", x - reach, y + reach, x + reach, y - reach);
            view! {
                {has_number.then(|| view! { <circle class="unit__back" cx=x cy=y r="8" /> })}
                <path class="net__gate" class:net__gate--half=shut == Gate::Saturated d=d />
            }
        })
    };
    view! {
        <g class="unit" class:unit--selected=is_here class:net__unit--negative=is_negative
            class:net__unit--pointed=move || lit.get() == Light::Pointed
            class:net__unit--source=move || lit.get() == Light::Source
            role="button" aria-label=name tabindex=if column_idx == 0 { "-1" } else { "0" }
            on:pointerenter=move |_| cursor.pointed.set(shown.get_untracked().map(|shown| shown.quantity))
            on:pointerleave=move |_| cursor.pointed.set(None)
            on:focusin=move |event| {
                // The view around takes what has no number's name for nothing.
                event.stop_propagation();
                cursor.pointed.set(shown.get_untracked().map(|shown| shown.quantity));
            }
            {..pressed(choose)}>
            <circle class="unit__back" cx=spot.x cy=spot.y r=radius />
            <circle class="unit__fill" cx=spot.x cy=spot.y r=radius
                class:unit__fill--negative=is_negative
                style:fill-opacity=move || {
                    let share = shown.get().map_or(0.0, |shown| shown.share.abs());
                    (if has_number { 0.3 * share } else { share }).to_string()
                } />
            {bar}
            {has_number.then(|| view! { <Numbers cursor spot radius shown at=Signal::derive(at) /> })}
        </g>
    }
}

/// The number in the circle, and below it what it is made of.
#[component]
fn Numbers(
    cursor: Cursor,
    spot: Spot,
    radius: f64,
    shown: Memo<Option<Showing>>,
    at: Signal<Option<UnitAt>>,
) -> impl IntoView {
    let state = use_state();
    let written = move |name: &str, quantity: Quantity| {
        let value = of_trace(state, |trace| quantity.value(trace)).flatten()?;
        Some(format!("{name} {}", cursor.show(value.into())))
    };
    let below = move || {
        let (at, shown) = (at.get()?, shown.get()?);
        let is_delta = matches!(shown.quantity, Quantity::Delta(_));
        let a = is_delta.then(|| written("a", Quantity::Activation(at))).flatten();
        let lines = [written("z", Quantity::PreActivation(at)), a];
        let line = |(idx, text): (usize, String)| {
            let y = spot.y + radius + 14.0 + 14.0 * idx as f64;
            view! { <text class="net__more" x=spot.x y=y text-anchor="middle">{text}</text> }
        };
        Some(lines.into_iter().flatten().enumerate().map(line).collect::<Vec<_>>())
    };
    let text = move || shown.get().map(|shown| cursor.show(shown.value.into())).unwrap_or_default();
    // A long one is smaller, so that it stays within its circle.
    let size = move || {
        let n_letters = text().chars().count().max(1) as f64;
        format!("{:.1}px", (1.86 * radius / (0.6 * n_letters)).clamp(7.5, 13.0))
    };
    view! {
        <text class="net__number" x=spot.x y=spot.y text-anchor="middle" dominant-baseline="central"
            style:font-size=size>{text}</text>
        {below}
    }
}
