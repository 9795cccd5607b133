//! The network as a picture: the pixels, columns of units lit by their activations,
//! the strongest weights in sign colors. Click a unit to see its numbers, or a weight to see
//! its factors there.

mod layout;
mod unit;

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::Panel;
use crate::format;
use crate::state::{Pretrained, UnitRef, use_state};
use crate::widget::edges::{bold, edge_views, line_of, meant, tip};
use crate::widget::picture::Picture;
use crate::widget::size::use_size;
use crate::widget::visible::use_visible;
use descent::nn::NetworkSpec;
use descent::plots::Colormap;
use descent::protocol::Reader;
use descent::walk::{Weight, input_name, short_source_name};
use layout::{Layout, edges};
use unit::{Unit, focus_unit};

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
    let sheaves = Memo::new(move |_| {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            state.parameters.with(|parameters| {
                let parameters = parameters.as_ref()?;
                (parameters.network.n_parameters() > 0 && layout.fits(parameters))
                    .then(|| edges(layout, parameters, selected.get()))
            })
        })
    });
    let edge_views = move || sheaves.with(|it| it.as_deref().map(edge_views));
    let pointed = RwSignal::new(None::<Weight>);
    let meant = move |event: &MouseEvent| {
        sheaves.with_untracked(|sheaves| meant(event, sheaves.as_deref().unwrap_or_default()))
    };
    let point = move |event: PointerEvent| {
        let next = meant(&event);
        if pointed.get_untracked() != next {
            pointed.set(next);
        }
    };
    let choose = move |event: MouseEvent| {
        let Some(weight) = meant(&event) else { return };
        let Weight { layer_idx, unit_idx, .. } = weight;
        state.chosen_weight.set(Some(weight));
        state.selected.set(Some(UnitRef { layer_idx, unit_idx }));
    };
    // As it is now: while the run trains, it changes under the pointer.
    let line = Memo::new(move |_| {
        let weight = pointed.get()?;
        sheaves.with(|sheaves| line_of(sheaves.as_deref()?, weight))
    });
    let meant_tip = move || {
        line.get().map(|line| {
            let Weight { layer_idx, input_idx, .. } = line.weight;
            let from = short_source_name(layer_idx, input_idx.unwrap_or_default());
            let text = format!("w = {} from {from}", format::number(line.value.into()));
            tip(line, text, size.get().0)
        })
    };

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
        <div class="network" class:network--meant=move || line.with(Option::is_some) node_ref=frame
            on:keydown=on_key on:pointermove=point on:pointerleave=move |_| pointed.set(None)
            on:click=choose>
            <div class="network__input" style=picture_place>
                <Picture values=input colormap=Colormap::Gray
                    label="What the network sees: 28 by 28 gray values" />
            </div>
            <svg class="network__svg" role="group" aria-label="The network's units; arrow keys move between them"
                width=move || size.get().0 height=move || size.get().1>
                <g class="network__edges">{edge_views}</g>
                {move || line.get().map(bold)}
                <g>{units}</g>
                <g aria-hidden="true">{captions}</g>
                {meant_tip}
            </svg>
            <Show when=move || layout.with(Option::is_none)>
                <p class="network__empty">"The network appears here in a moment."</p>
            </Show>
        </div>
    }
}

/// Where a unit's input comes from.
pub fn source_name(layer_idx: usize, input_idx: usize) -> String {
    match layer_idx {
        0 => {
            let n_inputs = untrack(reader_spec).map_or(0, |spec| spec.n_inputs());
            input_name(n_inputs, input_idx)
        }
        _ => format!("layer {layer_idx}, unit {input_idx}"),
    }
}
