//! The network, at the place where one stands: what has been computed so far is filled
//! in, what is being looked at stands out. Small networks have their numbers in them,
//! large ones show the units that tell most.

mod edges;
mod layout;

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::{Light, go_to, light};
use super::super::of_trace;
use crate::state::use_state;
use crate::widget::picture::Picture;
use crate::widget::size::use_size;
use descent::data::DigitImage;
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{Phase, Place, Places, Quantity, UnitAt, Weight};
use edges::edges;
use layout::{Layout, Spot};

/// The pane.
#[component]
pub fn Network(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let size = use_size(frame);
    // The unit that is looked at is always drawn.
    let chosen = Memo::new(move |_| cursor.unit().map(|at| (at.layer_idx, at.unit_idx)));
    let layout = Memo::new(move |_| {
        let (width, height) = size.get();
        let (chosen, row) = (chosen.get(), cursor.row.get());
        (width > 120.0 && height > 100.0).then(|| {
            of_trace(state, |trace| {
                let telling = |column, n| telling(trace, row, chosen, column, n);
                Layout::new(&trace.network, (width, height), telling)
            })
        })?
    });
    let input = Signal::derive(move || {
        let row = cursor.row.get();
        let input =
            of_trace(state, |t| (row < t.inputs.nrows()).then(|| t.inputs.row(row).to_vec()));
        input.flatten().unwrap_or_default()
    });
    let picture = move || {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            let side = layout.picture?;
            let (left, top) = (layout.columns[0].x - side / 2.0, layout.middle - side / 2.0);
            Some(format!("left:{left}px;top:{top}px;width:{side}px;height:{side}px"))
        })
    };
    let is_picture = move || of_trace(state, |t| t.inputs.ncols() == DigitImage::LEN) == Some(true);
    let edge_views = move || {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        let paths = layout.with(|layout| {
            of_trace(state, |trace| {
                let layout = layout.as_ref()?;
                Some(cursor.places.with(|places| edges(trace, places, place, row, layout)))
            })
        });
        let paths = paths.flatten().unwrap_or_default();
        paths
            .into_iter()
            .map(|path| {
                let sign =
                    if path.positive { "edge edge--positive" } else { "edge edge--negative" };
                view! { <path d=path.d class=sign style:opacity=path.opacity.to_string()
                style:stroke-width=format!("{}px", path.width) /> }
            })
            .collect::<Vec<_>>()
    };
    let units = move || {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            let last = layout.columns.len() - 1;
            let units = layout.columns.iter().enumerate().flat_map(|(column_idx, column)| {
                column.shown.iter().map(move |&(unit_idx, y)| {
                    let spot = Spot { x: column.x, y };
                    view! { <Unit cursor column_idx unit_idx spot radius=layout.radius
                    has_number=layout.has_numbers is_output=column_idx == last /> }
                })
            });
            Some(units.collect::<Vec<_>>())
        })
    };
    let weights = move || {
        layout.with(|layout| {
            let layout = layout.as_ref().filter(|layout| layout.has_numbers)?;
            of_trace(state, |trace| {
                let all = trace.layers.iter().enumerate().flat_map(|(layer_idx, layer)| {
                    let (units, inputs) = layer.weights.dim();
                    (0..units).flat_map(move |unit_idx| {
                        (0..inputs).map(move |k| Weight { layer_idx, unit_idx, input_idx: Some(k) })
                    })
                });
                all.filter_map(|weight| {
                    let from = layout.spot(weight.layer_idx, weight.input_idx?)?;
                    let to = layout.spot(weight.layer_idx + 1, weight.unit_idx)?;
                    // Nearer to where it comes from: there the edges are farther apart.
                    let at = |a: f64, b: f64| a + 0.42 * (b - a);
                    let spot = Spot { x: at(from.x, to.x), y: at(from.y, to.y) };
                    Some(view! { <EdgeNumber cursor weight spot /> })
                })
                .collect::<Vec<_>>()
            })
        })
    };
    let key = move || {
        let has_numbers = layout.with(|layout| layout.as_ref().is_some_and(|l| l.has_numbers));
        has_numbers.then(|| match cursor.place.get().phase() {
            Phase::Backward => {
                "In the circles δ, once it is known; on the edges the weights and their gradients."
            }
            Phase::Update => "In the circles δ; on the edges each weight before and after.",
            _ => "In the circles a, below them z; on the edges the weights.",
        })
    };
    let captions = move || {
        let height = size.get().1;
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            let last = layout.columns.len() - 1;
            Some(layout.columns.iter().enumerate().map(|(idx, column)| {
                let n = column.n_units;
                let shown = column.shown.len();
                let what = match idx {
                    0 => format!("{n} inputs"),
                    _ if shown < n => format!("{shown} of {n}"),
                    _ if idx == last => format!("{n} output{}", if n == 1 { "" } else { "s" }),
                    _ => n.to_string(),
                };
                view! { <text class="caption" x=column.x y=height - 6.0 text-anchor="middle">{what}</text> }
            }).collect::<Vec<_>>())
        })
    };
    view! {
        <div class="net" node_ref=frame>
            <Show when=is_picture>
                <div class="net__input" style=picture>
                    <Picture values=input colormap=Colormap::Gray label="The example's pixels" />
                </div>
            </Show>
            <svg class="net__svg" role="group" aria-label="The network; choose a unit to look at it"
                width=move || size.get().0 height=move || size.get().1>
                <g>{edge_views}</g>
                <g>{weights}</g>
                <g>{units}</g>
                <g aria-hidden="true">{captions}</g>
            </svg>
            <p class="net__key field__hint">{key}</p>
        </div>
    }
}

/// The units of a layer that are drawn, if not all of them are: those with the largest
/// |δ| for the example.
pub fn drawn_units(trace: &StepTrace, row: usize, layer_idx: usize) -> Option<Vec<usize>> {
    let n = trace.layers[layer_idx].bias.len();
    (n > layout::MAX_SHOWN).then(|| {
        let mut units = telling(trace, row, None, layer_idx + 1, n);
        units.truncate(layout::MAX_SHOWN);
        units.sort_unstable();
        units
    })
}

/// The units of a column, those that tell most first; the chosen one before all.
fn telling(
    trace: &StepTrace,
    row: usize,
    chosen: Option<(usize, usize)>,
    column_idx: usize,
    n: usize,
) -> Vec<usize> {
    let size = |unit_idx: usize| match column_idx.checked_sub(1) {
        None => trace.inputs.get([row, unit_idx]).map_or(0.0, |x| x.abs()),
        Some(layer_idx) if chosen == Some((layer_idx, unit_idx)) => f32::INFINITY,
        Some(layer_idx) => {
            trace.layers[layer_idx].deltas.get([row, unit_idx]).map_or(0.0, |delta| delta.abs())
        }
    };
    let mut units: Vec<usize> = (0..n).collect();
    units.sort_by(|&i, &j| size(j).total_cmp(&size(i)));
    units
}

/// What a unit shows at a place: a number, drawn as so strong a share of the column's
/// largest; none before it is worked out.
fn showing(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    column_idx: usize,
    unit_idx: usize,
) -> Option<(Quantity, f32, f32)> {
    let Some(layer_idx) = column_idx.checked_sub(1) else {
        let quantity = Quantity::Input { row, input_idx: unit_idx };
        let value = quantity.value(trace)?;
        return Some((quantity, value, value));
    };
    let at = UnitAt { row, layer_idx, unit_idx };
    let here = places.layer_idx(place);
    let (quantity, values) = match place.phase() {
        Phase::Batch => return None,
        Phase::Forward if here.is_some_and(|here| layer_idx > here) => return None,
        Phase::Forward | Phase::Loss => {
            (Quantity::Activation(at), &trace.layers[layer_idx].activations)
        }
        Phase::Backward if here.is_some_and(|here| layer_idx < here) => {
            (Quantity::Activation(at), &trace.layers[layer_idx].activations)
        }
        Phase::Backward | Phase::Update => (Quantity::Delta(at), &trace.layers[layer_idx].deltas),
    };
    let value = quantity.value(trace)?;
    let largest = values.row(row).iter().fold(f32::MIN_POSITIVE, |m, v| m.max(v.abs()));
    let is_share = matches!(quantity, Quantity::Activation(_)) && largest <= 1.0;
    Some((quantity, value, if is_share { value } else { value / largest }))
}

#[component]
fn Unit(
    cursor: Cursor,
    /// 0: an input.
    column_idx: usize,
    unit_idx: usize,
    spot: Spot,
    radius: f64,
    has_number: bool,
    is_output: bool,
) -> impl IntoView {
    let state = use_state();
    let shown = Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        of_trace(state, |trace| {
            cursor.places.with(|places| showing(trace, places, place, row, column_idx, unit_idx))
        })
        .flatten()
    });
    let is_here = move || {
        cursor.unit().is_some_and(|at| (at.layer_idx + 1, at.unit_idx) == (column_idx, unit_idx))
    };
    let lit = Memo::new(move |_| {
        shown.get().map_or(Light::None, |(quantity, ..)| light(cursor, quantity))
    });
    let name = move || {
        let place = match column_idx {
            0 => format!("Input {unit_idx}"),
            layer => format!("Layer {layer}, unit {unit_idx}"),
        };
        match shown.get() {
            Some((Quantity::Delta(_), value, _)) => {
                format!("{place}: δ {}", cursor.show(value.into()))
            }
            Some((_, value, _)) => format!("{place}: {}", cursor.show(value.into())),
            None => place,
        }
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
    // A small network has room for z and δ, too.
    let more = move || {
        let layer_idx = column_idx.checked_sub(1)?;
        let at = UnitAt { row: cursor.row.get(), layer_idx, unit_idx };
        let place = cursor.place.get();
        shown.get()?;
        let value = |quantity: Quantity| of_trace(state, |trace| quantity.value(trace)).flatten();
        let z = value(Quantity::PreActivation(at))?;
        let has_delta = matches!(place.phase(), Phase::Backward | Phase::Update)
            && !cursor.places.with(|places| {
                place.phase() == Phase::Backward
                    && places.layer_idx(place).is_some_and(|here| layer_idx < here)
            });
        let second = if has_delta {
            format!("a {}", cursor.show(value(Quantity::Activation(at))?.into()))
        } else {
            String::new()
        };
        Some(format!("z {}  {second}", cursor.show(z.into())))
    };
    // What an output should do: larger or smaller.
    let wish = move || {
        let place = cursor.place.get();
        let (_, value, share) = shown.get()?;
        let wants = is_output && place.phase() == Phase::Backward && value != 0.0;
        wants.then(|| {
            let length = 6.0 + 16.0 * f64::from(share.abs());
            let tip = if value < 0.0 { -length } else { length };
            let (x, y) = (spot.x + radius + 27.0, spot.y + tip / 2.0);
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
    view! {
        <g class="unit" class:unit--selected=is_here
            class:net__unit--pointed=move || lit.get() == Light::Pointed
            class:net__unit--source=move || lit.get() == Light::Source
            role="button" aria-label=name tabindex=if column_idx == 0 { "-1" } else { "0" }
            on:pointerenter=move |_| cursor.pointed.set(shown.get_untracked().map(|(quantity, ..)| quantity))
            on:pointerleave=move |_| cursor.pointed.set(None)
            on:click=move |_| choose()
            on:keydown=move |event| if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                event.stop_propagation();
                choose();
            }>
            <circle class="unit__back" cx=spot.x cy=spot.y r=radius />
            <circle class="unit__fill" cx=spot.x cy=spot.y r=radius
                class:unit__fill--negative=move || shown.get().is_some_and(|(_, value, _)| value < 0.0)
                style:fill-opacity=move || {
                    let share = shown.get().map_or(0.0, |(_, _, share)| share.abs());
                    (if has_number { 0.3 * share } else { share }).to_string()
                } />
            {has_number.then(|| view! {
                <text class="net__number" x=spot.x y=spot.y text-anchor="middle" dominant-baseline="central">
                    {move || shown.get().map(|(_, value, _)| cursor.show(value.into()))}</text>
            })}
            {(has_number && column_idx > 0).then(|| view! {
                <text class="net__more" x=spot.x y=spot.y + radius + 14.0 text-anchor="middle">{more}</text>
            })}
            {(is_output && !has_number).then(|| view! {
                <text class="unit__label" x=spot.x + radius + 6.0 y=spot.y dominant-baseline="central">{unit_idx}</text>
            })}
            {wish}
        </g>
    }
}

/// A weight on its edge; from the backward phase on with its gradient, in the end with its
/// new value.
#[component]
fn EdgeNumber(cursor: Cursor, weight: Weight, spot: Spot) -> impl IntoView {
    let state = use_state();
    let text = move || {
        let phase = cursor.place.get().phase();
        of_trace(state, |trace| {
            let show =
                |quantity: Quantity| quantity.value(trace).map(|value| cursor.show(value.into()));
            let old = show(Quantity::Old(weight))?;
            Some(match phase {
                Phase::Backward => format!("{old}  (g {})", show(Quantity::Gradient(weight))?),
                Phase::Update if !cursor.prediction.is_asking() => {
                    format!("{old} → {}", show(Quantity::New(weight))?)
                }
                _ => old,
            })
        })
        .flatten()
    };
    let lit = Memo::new(move |_| light(cursor, Quantity::Old(weight)));
    view! {
        <text class="net__weight" x=spot.x y=spot.y - 5.0 text-anchor="middle"
            class:net__weight--source=move || lit.get() != Light::None
            on:pointerenter=move |_| cursor.pointed.set(Some(Quantity::Old(weight)))
            on:pointerleave=move |_| cursor.pointed.set(None)
            on:click=move |_| go_to(cursor, Quantity::Old(weight))>{text}</text>
    }
}
