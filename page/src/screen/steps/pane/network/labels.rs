//! The numbers of a small network's weights, along their lines, where they cover neither
//! each other nor a unit. Where they stand is worked out once for a frame: they stay where
//! they are as the walk goes on.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::pointing;
use super::super::super::of_trace;
use super::layout::Layout;
use crate::widget::edges::Spot;
use descent::nn::StepTrace;
use descent::walk::{Phase, Quantity, Weight};

/// Room for a weight and, below it, its gradient.
const ROOM: (f64, f64) = (74.0, 30.0);
/// Below a unit stand two lines of numbers.
const BELOW: (f64, f64) = (68.0, 32.0);
/// Where along its line a number would stand, best first: nearer to where it comes from,
/// where lines are farther apart.
const ALONG: [f64; 17] = [
    0.34, 0.28, 0.4, 0.22, 0.46, 0.16, 0.52, 0.58, 0.64, 0.1, 0.7, 0.76, 0.82, 0.86, 0.14, 0.9,
    0.06,
];

/// How far above or below its line it may stand, where there is no room on it.
const ASIDE: [f64; 5] = [0.0, 12.0, -12.0, 24.0, -24.0];

/// A weight and the center of its numbers.
pub type Placed = (Weight, Spot);

/// Finds a place for each weight of a network whose units have their numbers in them.
pub fn place(trace: &StepTrace, layout: &Layout) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for (layer_idx, layer) in trace.layers.iter().enumerate() {
        let (n_units, n_in) = layer.weights.dim();
        for unit_idx in 0..n_units {
            for k in 0..n_in {
                let weight = Weight { layer_idx, unit_idx, input_idx: Some(k) };
                let Some((from, to)) = layout.ends(weight) else { continue };
                let along = |t: f64| Spot {
                    x: from.x + t * (to.x - from.x),
                    y: from.y + t * (to.y - from.y),
                };
                let covered = |spot: &Spot| covered(*spot, &placed, layout);
                let best = ASIDE
                    .into_iter()
                    .flat_map(|dy| ALONG.map(|t| (dy, along(t))))
                    .map(|(dy, spot)| (dy.abs(), Spot { y: spot.y + dy, ..spot }))
                    .map(|(aside, spot)| (covered(&spot) + aside, spot))
                    .reduce(|best, next| if next.0 < best.0 { next } else { best });
                placed.extend(best.map(|(_, spot)| (weight, spot)));
            }
        }
    }
    placed
}

/// How much a number there would cover of what is drawn, in square pixels.
fn covered(spot: Spot, placed: &[Placed], layout: &Layout) -> f64 {
    let overlap = |center: f64, length: f64, other: f64, its_length: f64| {
        let reach = (length + its_length) / 2.0;
        (reach - (center - other).abs()).max(0.0)
    };
    let others = placed.iter().map(|(_, other)| {
        overlap(spot.x, ROOM.0, other.x, ROOM.0) * overlap(spot.y, ROOM.1, other.y, ROOM.1)
    });
    let radius = layout.radius;
    let units = layout.columns.iter().enumerate().flat_map(|(column_idx, column)| {
        let is_unit = column_idx > 0;
        column.shown.iter().map(move |&(_, y)| {
            // How deep the number's nearest corner or side would lie in the circle.
            let (dx, dy) = ((spot.x - column.x).abs(), (spot.y - y).abs());
            let beside = (dx - ROOM.0 / 2.0).max(0.0).hypot((dy - ROOM.1 / 2.0).max(0.0));
            let circle = (radius - beside).max(0.0) * ROOM.1;
            let below = overlap(spot.x, ROOM.0, column.x, BELOW.0)
                * overlap(spot.y, ROOM.1, y + radius + BELOW.1 / 2.0, BELOW.1);
            circle + if is_unit { below } else { 0.0 }
        })
    });
    others.chain(units).sum()
}

/// A weight on its line; from the backward phase on with its gradient, in the end with its
/// new value.
#[component]
pub fn WeightNumbers(cursor: Cursor, placed: Placed) -> impl IntoView {
    let (weight, spot) = placed;
    let second = Memo::new(move |_| match cursor.place.get().phase() {
        Phase::Batch | Phase::Forward | Phase::Loss => None,
        Phase::Backward => Some(("∂ ", Quantity::Gradient(weight))),
        Phase::Update if cursor.prediction.is_asking() => None,
        Phase::Update => Some(("→ ", Quantity::New(weight))),
    });
    let numbers = move || {
        let second = second.get();
        let y = spot.y + if second.is_some() { -3.0 } else { 4.5 };
        view! {
            {line(cursor, "", Quantity::Old(weight), Spot { x: spot.x, y })}
            {second.map(|(sign, quantity)| {
                line(cursor, sign, quantity, Spot { x: spot.x, y: spot.y + 12.0 })
            })}
        }
    };
    view! { <g class="net__weight">{numbers}</g> }
}

fn line(cursor: Cursor, sign: &'static str, quantity: Quantity, spot: Spot) -> impl IntoView {
    let value = of_trace(cursor.state(), |trace| quantity.value(trace)).flatten()?;
    let text = move || format!("{sign}{}", cursor.show(value.into()));
    Some(view! {
        <g class="num drawn" class:drawn--back=!sign.is_empty() class:num--negative=value < 0.0
            data-value=value.to_string() {..pointing(quantity)}>
            <rect class="drawn__back" x=spot.x - 28.0 y=spot.y - 11.5 width="56" height="14.5" rx="4" />
            <text x=spot.x y=spot.y text-anchor="middle">{text}</text>
        </g>
    })
}
