//! The network, at the place where one stands: what has been computed so far is filled
//! in, what is being looked at stands out. Small networks have their numbers in them,
//! large ones show the units that tell most.

mod edges;
mod key;
mod labels;
mod layout;
mod outputs;
mod pictures;
mod showing;
mod unit;

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::go_to;
use super::super::of_trace;
use crate::state::use_state;
use crate::widget::edges::{Line, Spot, bold, edge_views, line_of, meant, tip};
use crate::widget::size::use_size;
use descent::walk::{Quantity, Weight, short_source_name};
use edges::{Told, edges};
use labels::WeightNumbers;
use layout::Layout;
pub use showing::drawn_units;
use showing::telling;
use unit::Unit;

/// About how wide a letter is, in CSS pixels.
const LETTER: f64 = 7.2;

/// The pane.
#[component]
pub fn Network(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let size = use_size(frame);
    // The unit that is looked at is always drawn.
    let chosen = Memo::new(move |_| cursor.unit().map(|at| (at.layer_idx, at.unit_idx)));
    let name_width = Memo::new(move |_| {
        let n_outputs = cursor.places.with(|places| places.n_in(places.n_layers()));
        state.config.with(|config| {
            let name = |idx| outputs::name(config.dataset.class_name(idx), idx).chars().count();
            LETTER * (0..n_outputs).map(name).max().unwrap_or(1) as f64 + 6.0
        })
    });
    let layout = Memo::new(move |_| {
        let (width, height) = size.get();
        let (chosen, row) = (chosen.get(), cursor.row.get());
        let has_second = chosen.is_some_and(|(layer_idx, _)| layer_idx == 0);
        (width > 120.0 && height > 100.0).then(|| {
            of_trace(state, |trace| {
                let telling = |column, n| telling(trace, row, chosen, column, n);
                let (network, size) = (&trace.network, (width, height));
                Layout::new(network, size, name_width.get(), has_second, telling)
            })
        })?
    });
    let sheaves = Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        let hides = cursor.prediction.is_asking();
        let sheaves = layout.with(|layout| {
            of_trace(state, |trace| {
                let layout = layout.as_ref()?;
                Some(cursor.places.with(|places| {
                    let told = Told::at(places, place, hides);
                    edges(trace, places, place, row, layout, told)
                }))
            })
        });
        sheaves.flatten().unwrap_or_default()
    });
    let weight = RwSignal::new(None::<Weight>);
    let point = move |next: Option<Weight>| {
        let before = weight.get_untracked();
        if before != next {
            weight.set(next);
        }
        let [before, next] = [before, next].map(|weight| weight.map(Quantity::Old));
        let pointed = cursor.pointed.get_untracked();
        // A unit, perhaps, that is pointed at instead.
        if pointed != next && (next.is_some() || pointed == before) {
            cursor.pointed.set(next);
        }
    };
    // Where the walk has gone on, it is not meant until the pointer moves again.
    Effect::new(move |_| {
        cursor.place.track();
        point(None);
    });
    let meant = move |event: &MouseEvent| sheaves.with_untracked(|sheaves| meant(event, sheaves));
    let choose = move |event: MouseEvent| {
        if let Some(weight) = meant(&event) {
            go_to(cursor, Quantity::Old(weight));
        }
    };
    let line = Memo::new(move |_| {
        let weight = weight.get()?;
        sheaves.with(|sheaves| line_of(sheaves, weight))
    });
    // The weight itself, whatever the lines show here.
    let weight_line = Memo::new(move |_| {
        let line = line.get()?;
        let value = of_trace(state, |trace| Quantity::Old(line.weight).value(trace)).flatten()?;
        Some(Line { value, ..line })
    });
    let meant_tip = move || {
        let line = weight_line.get()?;
        let from = short_source_name(line.weight.layer_idx, line.weight.input_idx?);
        let text = format!("w = {} from {from}", cursor.show(line.value.into()));
        Some(tip(line, text, size.get().0))
    };
    let units = move || {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            let units = layout.columns.iter().enumerate().flat_map(|(column_idx, column)| {
                column.shown.iter().map(move |&(unit_idx, y)| {
                    let spot = Spot { x: column.x, y };
                    let (radius, has_number) = (layout.radius, layout.has_numbers);
                    view! { <Unit cursor column_idx unit_idx spot radius has_number /> }
                })
            });
            Some(units.collect::<Vec<_>>())
        })
    };
    let beside = move || layout.get().map(|layout| view! { <outputs::Outputs cursor layout /> });
    let weights = move || {
        layout.with(|layout| {
            let layout = layout.as_ref().filter(|layout| layout.has_numbers)?;
            let placed = of_trace(state, |trace| labels::place(trace, layout))?;
            let numbers =
                placed.into_iter().map(|placed| view! { <WeightNumbers cursor placed /> });
            Some(numbers.collect::<Vec<_>>())
        })
    };
    view! {
        <div class="net-pane">
            <div class="net" class:net--meant=move || line.with(Option::is_some) node_ref=frame
                on:pointermove=move |event: PointerEvent| point(meant(&event))
                on:pointerleave=move |_| point(None) on:click=choose>
                <pictures::Pictures cursor layout />
                <svg class="net__svg" role="group" aria-label="The network; choose a unit to look at it"
                    width=move || size.get().0 height=move || size.get().1>
                    <g>{move || sheaves.with(|sheaves| edge_views(sheaves))}</g>
                    {move || weight_line.get().map(bold)}
                    <g>{weights}</g>
                    <g>{units}</g>
                    <g>{beside}</g>
                    <g aria-hidden="true">{move || layout.with(|l| l.as_ref().map(captions))}</g>
                    {meant_tip}
                </svg>
            </div>
            <key::Key cursor layout />
        </div>
    }
}

/// What stands below each column, and marks where units are left out.
fn captions(layout: &Layout) -> Vec<impl IntoView + use<>> {
    let last = layout.columns.len() - 1;
    let texts = layout.columns.iter().enumerate().map(|(idx, column)| {
        let (n, shown) = (column.n_units, column.shown.len());
        match idx {
            // The picture has its own.
            0 if layout.picture.is_some() => String::new(),
            0 => format!("{n} input{}", if n == 1 { "" } else { "s" }),
            _ if shown < n => format!("{shown} of {n}"),
            _ if idx == last => format!("{n} output{}", if n == 1 { "" } else { "s" }),
            _ => n.to_string(),
        }
    });
    let y = layout.bottom + 24.0;
    let views = texts.zip(&layout.columns).map(|(text, column)| {
        view! { <text class="caption" x=column.x y=y text-anchor="middle">{text}</text> }
    });
    views.collect()
}
