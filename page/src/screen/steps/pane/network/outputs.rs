//! Beside the outputs: their names, what they say as bars, and backward what they should do
//! as arrows.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::of_trace;
use super::layout::Layout;
use super::showing::{Showing, share_of, use_showing};
use crate::state::use_state;
use crate::widget::edges::Spot;
use descent::walk::{Phase, Quantity};

/// About how wide a letter of a tip is, in CSS pixels.
const TIP_LETTER: f64 = 7.4;

/// What an output is called: its class, or else its number.
pub fn name(class: Option<&str>, unit_idx: usize) -> String {
    class.map_or_else(|| unit_idx.to_string(), str::to_owned)
}

/// Beside all outputs that are drawn.
#[component]
pub fn Outputs(cursor: Cursor, layout: Layout) -> impl IntoView {
    let last = layout.columns.len() - 1;
    let column = layout.columns[last].clone();
    let (radius, bars) = (layout.radius, layout.bars);
    let beside = move |(unit_idx, y): (usize, f64)| {
        let spot = Spot { x: column.x + radius, y };
        view! { <Beside cursor column_idx=last unit_idx spot radius bars /> }
    };
    let shown = layout.columns[last].shown.clone();
    shown.into_iter().map(beside).collect::<Vec<_>>()
}

#[component]
fn Beside(
    cursor: Cursor,
    column_idx: usize,
    unit_idx: usize,
    /// Right of the circle.
    spot: Spot,
    radius: f64,
    bars: Option<(f64, f64)>,
) -> impl IntoView {
    let state = use_state();
    let shown = use_showing(cursor, column_idx, unit_idx);
    let is_label = Memo::new(move |_| {
        let row = cursor.row.get();
        of_trace(state, |t| t.labels.get(row).copied()).flatten().map(usize::from) == Some(unit_idx)
    });
    let class =
        move || state.config.with(|config| name(config.dataset.class_name(unit_idx), unit_idx));
    let (name_width, bar_width) = bars.unwrap_or((0.0, 24.0));
    let x = spot.x + 6.0 + name_width;
    let said = move || {
        let Showing { quantity, share, value, .. } = shown.get()?;
        let is_bar = bars.is_some() && matches!(quantity, Quantity::Activation(_));
        is_bar.then(|| {
            let width = (bar_width * f64::from(share.abs())).max(1.0);
            let class = if value < 0.0 { "net__bar net__bar--negative" } else { "net__bar" };
            view! {
                <rect class="net__track" x=x y=spot.y - 4.0 width=bar_width height="8" rx="2" />
                <rect class=class x=x y=spot.y - 4.0 width=width height="8" rx="2" />
            }
        })
    };
    let wish = move || {
        let Showing { quantity, share, value, .. } = shown.get()?;
        let is_back = cursor.place.get().phase() == Phase::Backward;
        let wants = is_back && value != 0.0 && matches!(quantity, Quantity::Delta(_));
        wants.then(|| {
            let length = 4.0 + 6.0 * f64::from(share.abs());
            let tip = if value < 0.0 { -length } else { length };
            let (x, y) = (x + 12.0, spot.y + tip / 2.0);
            let head = if value < 0.0 { 4.0 } else { -4.0 };
            let d = format!(
                "M{x} {}V{y}M{} {}L{x} {y}L{} {}",
                spot.y - tip / 2.0,
                x - 4.0,
                y + head,
                x + 4.0,
                y + head
            );
            view! { <path class="net__wish" d=d /> }
        })
    };
    // The logit that is pointed at, and what softmax makes of it.
    let tip = move || {
        let quantity = shown.get()?.quantity;
        if cursor.pointed.get() != Some(quantity) {
            return None;
        }
        let (z, share) = of_trace(state, |trace| share_of(trace, quantity)).flatten()?;
        let text = format!("z {} → {}", cursor.show(z.into()), cursor.show(share.into()));
        let width = TIP_LETTER * text.chars().count() as f64 + 12.0;
        let right = spot.x - radius * 2.0 - 6.0;
        Some(view! {
            <g class="net__tip" data-testid="share-tip">
                <rect x=right - width y=spot.y - 11.0 width=width height="22" rx="5" />
                <text x=right - 6.0 y=spot.y text-anchor="end" dominant-baseline="central">{text}</text>
            </g>
        })
    };
    view! {
        <g aria-hidden="true">
            {tip}
            {bars.map(|_| view! {
                <text class="net__class" class:net__class--label=move || is_label.get()
                    x=spot.x + 5.0 y=spot.y dominant-baseline="central">{class}</text>
            })}
            {said}
            {wish}
        </g>
    }
}
