//! The nodes of the computation graph.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::pointing;
use super::super::super::of_trace;
use super::{Here, Known};
use descent::walk::graph::{Frame, Part, Symbol};

/// From a box's sides to what stands in it.
const INSET: f64 = 8.0;

/// A number with its name: above what goes forward, below what comes back.
#[component]
pub fn ValueBox(
    here: Here,
    part: Part,
    frame: Frame,
    spoken: String,
    name: Symbol,
    value: Known,
    gradient: Option<Known>,
) -> impl IntoView {
    let Frame { x, y, width, height } = frame;
    let left = x + INSET + name.width() + 4.0;
    let middle = frame.middle();
    let back = gradient.map(|gradient| {
        let spoken = format!("∂L/∂ {spoken}");
        number(here.cursor, gradient, &spoken, (left, y + 34.0), true, part, here)
    });
    view! {
        <g class="cgraph__node" class:cgraph__node--here=move || here.is_at(part)>
            <rect class="cgraph__box" x=x y=y width=width height=height rx="7" />
            {symbol(&name, x + INSET, middle)}
            {gradient.map(|_| view! {
                <path class="cgraph__rule" d=format!("M{left} {middle}H{}", x + width - INSET) />
            })}
            {number(here.cursor, value, &spoken, (left, if gradient.is_some() { y + 16.0 } else { middle + 5.0 }), false, part, here)}
            {back}
        </g>
    }
}

/// w₁₂⁽¹⁾, its marks above each other.
fn symbol(name: &Symbol, x: f64, middle: f64) -> impl IntoView + use<> {
    let Symbol { base, low, high } = name.clone();
    let n_low = low.chars().count();
    view! {
        <text class="cgraph__name" x=x y=middle + 5.0 aria-hidden="true">
            <tspan>{base}</tspan>
            <tspan class="cgraph__mark" dy="5">{low}</tspan>
            // Back to above what is lowered.
            <tspan class="cgraph__mark" dx=format!("{}", -5.6 * n_low as f64) dy="-12">{high}</tspan>
        </text>
    }
}

/// A number that stands left-aligned at `x` on the baseline `y`; nothing before it is known.
/// It is a stop of the Tab key while the walk stands at it: else there would be a hundred.
pub fn number(
    cursor: Cursor,
    known: Known,
    spoken: &str,
    (x, y): (f64, f64),
    is_back: bool,
    part: Part,
    here: Here,
) -> impl IntoView + use<> {
    let Known { quantity, .. } = known;
    let spoken = spoken.to_owned();
    let is_there = Memo::new(move |_| known.by(cursor.place.get()));
    move || {
        let value = of_trace(cursor.state(), |trace| quantity.value(trace)).flatten();
        let value = value.filter(|_| is_there.get())?;
        let text = cursor.show(value.into());
        let width = 7.6 * text.chars().count() as f64 + 4.0;
        let name = format!("{spoken}: {text}");
        Some(view! {
            <g class="num drawn" class:drawn--back=is_back class:num--negative=value < 0.0
                role="button" aria-label=name data-value=value.to_string()
                tabindex=move || if here.is_at(part) { "0" } else { "-1" }
                {..pointing(quantity)}>
                <rect class="drawn__back" x=x - 3.0 y=y - 12.5 width=width + 2.0 height="16" rx="4" />
                <text x=x y=y>{text}</text>
            </g>
        })
    }
}

/// What is done with those that lead to it.
#[component]
pub fn Op(here: Here, part: Part, frame: Frame, symbol: String, spoken: String) -> impl IntoView {
    let Frame { x, y, width, height } = frame;
    let round = (width.min(height) / 2.0).min(13.0);
    let is_wide = symbol.chars().count() as f64 * 7.4 < width;
    let lines: Vec<String> =
        if is_wide { vec![symbol] } else { symbol.split(' ').map(str::to_owned).collect() };
    let first = frame.middle() - 8.0 * (lines.len() - 1) as f64;
    let lines = lines.into_iter().enumerate().map(|(idx, line)| {
        view! {
            <text class="cgraph__symbol" x=x + width / 2.0 y=first + 16.0 * idx as f64
                text-anchor="middle" dominant-baseline="central">{line}</text>
        }
    });
    view! {
        <g class="cgraph__node" class:cgraph__node--here=move || here.is_at(part)>
            <title>{spoken}</title>
            <rect class="cgraph__op" x=x y=y width=width height=height rx=round />
            {lines.collect::<Vec<_>>()}
        </g>
    }
}

/// Numbers that are not drawn one by one.
#[component]
pub fn FoldedBox(
    here: Here,
    part: Part,
    frame: Frame,
    name: String,
    /// What they come to, as a part of a number: there when that is.
    sum: Option<(f32, Known)>,
) -> impl IntoView {
    let Frame { x, y, width, height } = frame;
    let cursor = here.cursor;
    let number = move || {
        let (sum, _) = sum.filter(|(_, known)| known.by(cursor.place.get()))?;
        Some(view! {
            <text class="cgraph__folded number" class:num--negative=sum < 0.0
                x=x + width - INSET y=frame.middle() + 4.5 text-anchor="end">
                {cursor.show(sum.into())}</text>
        })
    };
    view! {
        <g class="cgraph__node" class:cgraph__node--here=move || here.is_at(part)>
            <rect class="cgraph__box cgraph__box--folded" x=x y=y width=width height=height rx="7" />
            <text class="cgraph__folded" x=x + INSET y=frame.middle() + 4.5>{name}</text>
            {number}
        </g>
    }
}
