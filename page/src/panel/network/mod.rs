//! The network as a picture: the pixels, columns of units lit by their activations,
//! the strongest weights in sign colors. Click a unit to see its numbers.

mod layout;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Panel;
use crate::format;
use crate::state::{Pretrained, UnitRef, use_state};
use crate::widget;
use crate::widget::edges::{Spot, edge_views};
use crate::widget::picture::Picture;
use crate::widget::size::use_size;
use crate::widget::visible::use_visible;
use descent::nn::NetworkSpec;
use descent::plots::Colormap;
use descent::protocol::Reader;
use layout::{Layout, edge_paths};

/// The panel.
pub static PANEL: Panel = Panel {
    key: "network",
    title: "The network",
    head: Some(|| view! { <Legend /> }.into_any()),
    body: || view! { <Network /> }.into_any(),
    shown: None,
};

#[component]
fn Legend() -> impl IntoView {
    view! {
        <p class="legend">
            <span class="legend__item"><svg viewBox="0 0 28 8" aria-hidden="true">
                <path d="M1 4h26" class="edge edge--positive" /></svg>"weight above 0"</span>
            <span class="legend__item"><svg viewBox="0 0 28 8" aria-hidden="true">
                <path d="M1 4h26" class="edge edge--negative" /></svg>"below 0"</span>
            <span class="legend__item">"the stronger, the bolder"</span>
        </p>
    }
}

/// The spec of the network that reads, once known.
pub fn reader_spec() -> Option<NetworkSpec> {
    let state = use_state();
    match state.reader.get() {
        Reader::Run => Some(state.config.with(|config| config.network.clone())),
        Reader::Pretrained => match state.pretrained.get() {
            Pretrained::Ready(spec) => Some(spec),
            _ => None,
        },
    }
}

#[component]
fn Network() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let size = use_size(frame);
    state.show_parameters(use_visible(frame));
    let layout = Memo::new(move |_| {
        let (width, height) = size.get();
        let spec = reader_spec()?;
        let name_len = |class| state.class_name(state.reader.get(), class).chars().count();
        let name_len = (0..spec.n_outputs()).map(name_len).max().unwrap_or(1);
        (width > 100.0 && height > 100.0).then(|| Layout::new(&spec, (width, height), name_len))
    });

    let input = Signal::derive(move || {
        state.image.with(|image| image.as_ref().map(|image| image.to_input()).unwrap_or_default())
    });
    let picture_place = move || {
        layout.with(|layout| {
            layout.as_ref().map(|l| {
                let p = l.picture;
                format!("left:{}px;top:{}px;width:{}px;height:{}px", p.x, p.y, p.side, p.side)
            })
        })
    };

    // The selected unit, if it is one that can be shown.
    let selected = Memo::new(move |_| {
        let unit = state.selected.get()?;
        layout.with(|l| l.as_ref().and_then(|l| l.spot(unit)).map(|_| unit))
    });
    let edges = Memo::new(move |_| {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            state.parameters.with(|parameters| {
                let parameters = parameters.as_ref()?;
                (parameters.network.n_parameters() > 0 && layout.fits(parameters))
                    .then(|| edge_paths(layout, parameters, selected.get()))
            })
        })
    });
    let edge_views = move || edge_views(edges.get().unwrap_or_default());

    let units = move || {
        layout.with(|layout| {
            layout.as_ref().map(|layout| {
                layout.spots().map(|(unit, spot)| {
                    view! { <Unit unit spot radius=layout.radius labelled=layout.is_output(unit) /> }
                }).collect::<Vec<_>>()
            })
        })
    };
    let captions = move || {
        layout.with(|layout| {
            layout.as_ref().map(|layout| {
                layout.captions().map(|caption| view! {
                    <text class="caption" x=caption.x y=caption.y text-anchor="middle">{caption.text}</text>
                }).collect::<Vec<_>>()
            })
        })
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(unit) = state.selected.get_untracked() else { return };
        let next =
            layout.with_untracked(|l| l.as_ref().and_then(|l| l.neighbor(unit, &event.key())));
        if let Some(next) = next {
            event.prevent_default();
            event.stop_propagation();
            state.selected.set(Some(next));
            focus_unit(&event, next);
        }
    };
    view! {
        <div class="network" node_ref=frame on:keydown=on_key>
            <div class="network__input" style=picture_place>
                <Picture values=input colormap=Colormap::Gray
                    label="What the network sees: 28 by 28 gray values" />
            </div>
            <svg class="network__svg" role="group" aria-label="The network's units; arrow keys move between them"
                width=move || size.get().0 height=move || size.get().1>
                <g class="network__edges">{edge_views}</g>
                <g>{units}</g>
                <g aria-hidden="true">{captions}</g>
            </svg>
            <Show when=move || layout.with(Option::is_none)>
                <p class="network__empty">"The network appears here in a moment."</p>
            </Show>
        </div>
    }
}

fn focus_unit(event: &web_sys::KeyboardEvent, unit: UnitRef) {
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

/// One unit: a circle filled by its activation.
#[component]
fn Unit(unit: UnitRef, spot: Spot, radius: f64, labelled: bool) -> impl IntoView {
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
            on:click=move |_| choose()
            on:keydown=move |event| if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                event.stop_propagation();
                choose();
            }>
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
