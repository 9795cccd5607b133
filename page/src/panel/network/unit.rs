//! One unit of the lesson's network: a circle filled by its activation.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::format;
use crate::state::{UnitRef, use_state};
use crate::widget;
use crate::widget::edges::Spot;
use crate::widget::keys::pressed;

/// Gives a unit the focus, within what a key was pressed in.
pub(super) fn focus_unit(event: &web_sys::KeyboardEvent, unit: UnitRef) {
    let id = unit_id(unit);
    let found = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.query_selector(&format!("#{id}")).ok().flatten());
    if let Some(element) = found {
        widget::focus(&element);
    }
}

fn unit_id(unit: UnitRef) -> String {
    format!("unit-{}-{}", unit.layer_idx, unit.unit_idx)
}

/// One unit.
#[component]
pub(super) fn Unit(unit: UnitRef, spot: Spot, radius: f64, labelled: bool) -> impl IntoView {
    let state = use_state();
    let activation = Memo::new(move |_| {
        state.inspection.with(|inspection| {
            let layer = inspection.as_ref()?.layers.get(unit.layer_idx)?;
            let largest = layer.activations.iter().fold(0f32, |m, a| m.max(a.abs()));
            let a = *layer.activations.get(unit.unit_idx)?;
            // Unbounded activations (ReLU) are drawn relative to the layer's largest.
            Some((a, if largest > 1.0 { a / largest } else { a }))
        })
    });
    let selected = move || state.selected.get() == Some(unit);
    let first = unit == (UnitRef { layer_idx: 0, unit_idx: 0 });
    let name = move || {
        let place = format!("Layer {}, unit {}", unit.layer_idx + 1, unit.unit_idx);
        match activation.get() {
            Some((a, _)) => format!("{place}: activation {}", format::number(f64::from(a))),
            None => place,
        }
    };
    let choose = move || {
        let next = (state.selected.get_untracked() != Some(unit)).then_some(unit);
        state.selected.set(next);
    };
    view! {
        <g id=unit_id(unit) class="unit" class:unit--selected=selected role="button"
            aria-label=name aria-pressed=move || selected().to_string()
            tabindex=move || {
                let focusable = state.selected.get().map_or(first, |s| s == unit);
                if focusable { "0" } else { "-1" }
            }
            {..pressed(choose)}>
            <circle class="unit__back" cx=spot.x cy=spot.y r=radius />
            <circle class="unit__fill" cx=spot.x cy=spot.y r=radius
                class:unit__fill--negative=move || activation.get().is_some_and(|(a, _)| a < 0.0)
                style:fill-opacity=move || activation.get().map_or(0.0, |(_, share)| share.abs()).to_string() />
            {labelled.then(|| view! {
                <text class="unit__label" x=spot.x + radius + 8.0 y=spot.y dominant-baseline="central">
                    {move || state.class_name(state.reader.get(), unit.unit_idx)}</text>
            })}
        </g>
    }
}
