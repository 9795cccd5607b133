//! What the drawing means at a place: what circles and lines show, which color is which
//! sign, and what is drawn in full color.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::of_trace;
use super::edges::Told;
use super::layout::{Layout, MAX_SHOWN};
use super::showing::{Gate, gate, showing};
use crate::state::use_state;
use descent::walk::{Level, Phase, Quantity, UnitAt};

/// The key of the network.
#[component]
pub fn Key(cursor: Cursor, layout: Memo<Option<Layout>>) -> impl IntoView {
    let state = use_state();
    let has_numbers =
        Memo::new(move |_| layout.with(|l| l.as_ref().is_some_and(|l| l.has_numbers)));
    let lines = move || {
        let place = cursor.place.get();
        let hides = cursor.prediction.is_asking();
        let told = cursor.places.with(|places| Told::at(places, place, hides));
        let is_unit = place.part(Level::Neuron).is_some();
        let last = cursor.places.with(|places| places.n_layers() - 1);
        let has_next = cursor.layer_idx().is_some_and(|layer_idx| layer_idx < last);
        let back = place.phase() == Phase::Backward && is_unit && has_next;
        let more = if back { format!("; after it {}", Told::Share.name()) } else { String::new() };
        let numbers = match place.phase() {
            Phase::Backward if has_numbers.get() => "; on them w, and below ∂loss/∂w",
            Phase::Update if has_numbers.get() && !hides => "; on them w, and below the new w",
            _ if has_numbers.get() => "; on them w",
            _ => "",
        };
        format!("lines: {}{more}{numbers}", told.name())
    };
    // Of the layer where one stands, or of the last one that shows anything.
    let circles = move || {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        let last = cursor.places.with(|places| places.n_layers() - 1);
        let layer_idx = cursor.layer_idx().unwrap_or(last);
        let shown = of_trace(state, |trace| {
            cursor.places.with(|places| showing(trace, places, place, row, layer_idx + 1, 0))
        });
        let Some(shown) = shown.flatten() else {
            let is_after = cursor.places.with(|places| place == places.after());
            return is_after.then(|| {
                "circles: blank, for of the second reading only the loss is recorded".to_owned()
            });
        };
        let name = if matches!(shown.quantity, Quantity::Delta(_)) { "δ" } else { "a" };
        let full = cursor.show(shown.largest.into());
        let more = if has_numbers.get() { ", below them z" } else { "" };
        Some(format!("circles: {name}{more}; full color is {full}"))
    };
    let folded = move || {
        layout.with(|layout| {
            let columns = &layout.as_ref()?.columns;
            let is_folded =
                columns.iter().skip(1).any(|column| column.shown.len() < column.n_units);
            is_folded.then(|| {
                format!(
                    "Of wide layers the {MAX_SHOWN} units are drawn that this example blames \
                     most (largest |δ|), and always the one that is looked at."
                )
            })
        })
    };
    let shut = Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        layout
            .with(|layout| {
                let layout = layout.as_ref()?;
                of_trace(state, |trace| {
                    cursor.places.with(|places| {
                        layout.columns.iter().enumerate().skip(1).any(|(column_idx, column)| {
                            column.shown.iter().any(|&(unit_idx, _)| {
                                let shown =
                                    showing(trace, places, place, row, column_idx, unit_idx);
                                let at = UnitAt { row, layer_idx: column_idx - 1, unit_idx };
                                gate(trace, at, shown) != Gate::Open
                            })
                        })
                    })
                })
            })
            .unwrap_or(false)
    });
    view! {
        <div class="net__key">
            <p class="legend">
                <span class="legend__item"><svg viewBox="0 0 40 12" aria-hidden="true">
                    <circle class="unit__back" cx="7" cy="6" r="5" />
                    <circle class="unit__fill" cx="7" cy="6" r="5" fill-opacity="0.7" />
                    <path d="M16 6h24" class="edge edge--positive" /></svg>"above 0"</span>
                <span class="legend__item net__unit--negative"><svg viewBox="0 0 40 12" aria-hidden="true">
                    <circle class="unit__back" cx="7" cy="6" r="5" />
                    <circle class="unit__fill unit__fill--negative" cx="7" cy="6" r="5" fill-opacity="0.7" />
                    <path d="M16 6h24" class="edge edge--negative" /></svg>"below 0"</span>
                <Show when=move || shut.get()>
                    <span class="legend__item"><svg viewBox="0 0 40 12" aria-hidden="true">
                        <circle class="unit__back" cx="7" cy="6" r="5" />
                        <path class="net__gate" d="M3 10L11 2" /></svg><span>"slope 0 (dotted: nearly): no blame gets through"</span></span>
                </Show>
                <span>{circles}</span>
                <span>{lines}</span>
            </p>
            {move || folded().map(|text| view! { <p class="field__hint">{text}</p> })}
        </div>
    }
}
