//! One unit with its picture, one input, and what stands above a layer.

use leptos::prelude::*;

use super::UnitIdx;
use super::layout::{COLUMN, HEAD, Seat};
use crate::widget::picture::Picture;
use descent::data::points::Input;
use descent::nn::activation::{Place, SIGMOID, TANH};
use descent::nn::{Activation, LayerSpec, NetworkSpec};
use descent::plots::{Colormap, Limit};
use descent::registry::Choice;
use descent::training::plane::place_of;

/// Places in a row of an input's picture.
const SIDE: usize = 16;

fn at(Seat { spot, side }: Seat) -> String {
    let half = side / 2.0;
    format!(
        "left: {:.1}px; top: {:.1}px; width: {side}px; height: {side}px",
        spot.x - half,
        spot.y - half
    )
}

/// A hidden unit.
#[component]
pub(super) fn UnitPicture(
    layer_idx: usize,
    unit_idx: usize,
    seat: Seat,
    values: Signal<Vec<f32>>,
    side: Signal<usize>,
    activation: Choice<Activation>,
    looked_at: RwSignal<Option<UnitIdx>>,
    picked: RwSignal<Option<UnitIdx>>,
) -> impl IntoView {
    let me = (layer_idx, unit_idx);
    // What is bounded is compared with its bound.
    let is_bounded = activation == Choice::of(&TANH) || activation == Choice::of(&SIGMOID);
    let limit = if is_bounded { Limit::Fixed(1.0) } else { Limit::Largest };
    let name = format!("Layer {}, unit {}", layer_idx + 1, unit_idx + 1);
    let pictures = move || {
        let side = side.get();
        view! { <Picture values cols=side rows=side colormap=Colormap::Diverging limit label="" /> }
    };
    view! {
        <button type="button" class="playnet__unit" style=at(seat)
            title=format!("{name}: seen large; click to set its weights")
            data-testid=format!("unit-map-{layer_idx}-{unit_idx}")
            aria-label=format!("{name}: what it makes of the plane, shown large while this has the focus; press to set its weights by hand")
            aria-pressed=move || (looked_at.get() == Some(me)).to_string()
            class:playnet__unit--picked=move || picked.get() == Some(me)
            on:pointerenter=move |event| if event.pointer_type() == "mouse" { looked_at.set(Some(me)) }
            on:pointerleave=move |event| if event.pointer_type() == "mouse" { looked_at.set(None) }
            on:click=move |_| {
                looked_at.set(Some(me));
                picked.set(Some(me));
            }
            on:focus=move |_| looked_at.set(Some(me))
            on:blur=move |_| { let _ = looked_at.try_set(None); }>{pictures}</button>
    }
}

/// An input, which can be switched on and off.
#[component]
pub(super) fn InputUnit(
    input: Choice<Input>,
    is_on: Signal<bool>,
    on_toggle: impl Fn() + 'static,
) -> impl IntoView {
    let row = Choice::<Input>::all().position(|it| it == input).unwrap_or(0);
    let values: Vec<f32> = (0..SIDE * SIDE)
        .map(|place| (input.of)(place_of(place % SIDE, SIDE), -place_of(place / SIDE, SIDE)))
        .collect();
    let seat = super::layout::Columns::input(row);
    let values = Signal::stored(values);
    view! {
        <button type="button" class="playnet__unit playnet__unit--input" style=at(seat)
            data-testid=format!("input-{}", input.key) aria-pressed=move || is_on.get().to_string()
            aria-label=format!("Input {}", input.name)
            title=move || format!("{}: {}", input.name, if is_on.get() { "taken; click to leave it out" } else { "left out; click to take it" })
            on:click=move |_| on_toggle()>
            <span class="playnet__name">{input.name}</span>
            <Picture values cols=SIDE rows=SIDE colormap=Colormap::Diverging label="" />
        </button>
    }
}

/// What stands above a hidden layer: how many units, and their activation.
#[component]
pub(super) fn LayerHead(
    idx: usize,
    layer: LayerSpec,
    on_set: impl Fn(LayerSpec) + Copy + 'static,
) -> impl IntoView {
    let style = format!(
        "left: {:.0}px; width: {:.0}px; height: {HEAD}px",
        (idx + 1) as f64 * COLUMN,
        COLUMN
    );
    let width = layer.width;
    let set_width = move |width: usize| on_set(LayerSpec { width, ..layer });
    let number = idx + 1;
    let options = Choice::<Activation>::all().filter(|it| it.place == Place::Any).map(|it| {
        view! { <option value=it.key selected=it == layer.activation>{it.name}</option> }
    });
    view! {
        <div class="playnet__head" style=style role="group" aria-label=format!("Layer {number}")>
            <div class="playnet__width">
                <button type="button" class="button button--step" disabled=width == 1
                    aria-label=format!("One unit less in layer {number}")
                    on:click=move |_| set_width(width - 1)>"−"</button>
                <input class="input playnet__number number" type="number" min="1" max=NetworkSpec::MAX_WIDTH
                    aria-label=format!("Units of layer {number}") data-testid=format!("layer-width-{idx}")
                    prop:value=width.to_string()
                    on:change=move |event| {
                        set_width(event_target_value(&event).trim().parse().unwrap_or(0));
                    } />
                <button type="button" class="button button--step" aria-label=format!("One unit more in layer {number}")
                    data-testid=format!("layer-more-{idx}") on:click=move |_| set_width(width + 1)>"+"</button>
            </div>
            <select class="input playnet__activation" aria-label=format!("Activation of layer {number}")
                data-testid=format!("layer-activation-{idx}")
                on:change=move |event| {
                    if let Some(activation) = Choice::by_key(&event_target_value(&event)) {
                        on_set(LayerSpec { activation, ..layer });
                    }
                }>{options.collect::<Vec<_>>()}</select>
        </div>
    }
}
