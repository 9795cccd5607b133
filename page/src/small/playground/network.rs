//! The network as columns of units, each with a picture of what it makes of the plane, and
//! the lines between them. Layers and units come and go here; so do inputs.

mod layout;
mod scrolled;
mod unit;

use leptos::html;
use leptos::prelude::*;

use self::layout::{COLUMN, Columns, HEAD, MOST};
use self::scrolled::Scrolled;
use self::unit::{InputUnit, LayerHead, UnitPicture};
use super::by_hand::ByHand;
use super::shape::{hidden, shaped};
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::edges::{Sheaf, edge_views};
use crate::widget::visible::use_visible;
use descent::data::Points;
use descent::data::points::Input;
use descent::nn::activation::TANH;
use descent::nn::{LayerSpec, NetworkSpec};
use descent::protocol::{Look, Reader, Seen};
use descent::registry::Choice;
use descent::training::PlaneMap;

/// Places in a row of a unit's picture.
const SIDE: usize = 22;
/// Units of a new layer.
const NEW_LAYER: usize = 4;

/// A unit of a hidden layer, by layer and number.
pub type UnitIdx = (usize, usize);

/// The network. `looked_at` is the unit that is pointed at.
#[component]
pub(super) fn Network(looked_at: RwSignal<Option<UnitIdx>>) -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let frame = NodeRef::<html::Div>::new();
    let is_visible = use_visible(frame);
    state.show_parameters(is_visible);
    let spec = Memo::new(move |_| state.config.with(|config| config.network.clone()));
    let inputs = Memo::new(move |_| {
        state.config.with(|it| it.dataset.points().map(|it| it.inputs().to_vec()))
    });
    Effect::new(move |_| {
        state.config.track();
        state.progress.track();
        if is_visible.get() && spec.with(|spec| spec.layers().len() > 1) {
            state.look(Slot::UnitPlanes, Look::Plane { side: SIDE, hidden: true });
        }
    });
    let answer = state.answers.of(Slot::UnitPlanes);
    let output = state.answers.of(Slot::Plane);
    // Both questions have the same kind of answer: a unit is in one of them.
    let map_of = move |layer_idx: usize, unit_idx: usize| {
        let read = |answer: &Option<Result<Seen, String>>| match answer {
            Some(Ok(Seen::Plane(map))) => {
                Some((map.side, values_of(Some(map), layer_idx, unit_idx)?))
            }
            _ => None,
        };
        answer.with(read).or_else(|| output.with(read))
    };

    let reshape = move |inputs: Option<Vec<Choice<Input>>>, layers: Vec<LayerSpec>, text: &str| {
        let config = state.current_config();
        let Some(points) = config.dataset.points() else { return };
        let inputs = inputs.unwrap_or_else(|| points.inputs().to_vec());
        let loss = config.network.loss();
        let begun = Points::new(points.what().clone(), inputs)
            .map_err(|error| format!("{error}."))
            .and_then(|points| shaped(config, points, layers, loss));
        match begun {
            Ok(config) => {
                error.set(None);
                looked_at.set(None);
                state.begin(config, Some(text));
            }
            Err(wrong) => error.set(Some(wrong)),
        }
    };
    let layers = move || hidden(&state.current_config());
    let toggle = move |input: Choice<Input>| {
        let config = state.current_config();
        let mut now = config.dataset.points().map(|it| it.inputs().to_vec()).unwrap_or_default();
        match now.iter().position(|it| *it == input) {
            Some(at) => drop(now.remove(at)),
            None => now.push(input),
        }
        // In the order of the list, whatever the order of the clicks.
        let now = Choice::<Input>::all().filter(|it| now.contains(it)).collect();
        reshape(Some(now), layers(), "Other inputs; a network at its start.");
    };
    let add_layer = move |_: leptos::ev::MouseEvent| {
        let mut layers = layers();
        let like = layers.last().copied();
        layers.push(like.unwrap_or(LayerSpec::new(NEW_LAYER, Choice::of(&TANH))));
        reshape(None, layers, "One more layer; a network at its start.");
    };
    let remove_layer = move |_: leptos::ev::MouseEvent| {
        let mut layers = layers();
        layers.pop();
        reshape(None, layers, "One layer less; a network at its start.");
    };
    let set_layer = move |idx: usize, layer: LayerSpec| {
        let mut layers = layers();
        layers[idx] = layer;
        reshape(None, layers, "Another layer; a network at its start.");
    };

    // The unit whose weights are set by hand.
    let picked = RwSignal::new(None::<UnitIdx>);
    let widths = Memo::new(move |_| {
        spec.with(|spec| spec.layers().iter().map(|layer| layer.width).collect::<Vec<_>>())
    });
    // Among other layers the same place is another unit's.
    Effect::new(move |before: Option<Vec<usize>>| {
        let now = widths.get();
        if before.is_some_and(|before| before != now) {
            picked.set(None);
        }
        now
    });
    // Which part of each wide layer is shown.
    let parts = RwSignal::new(Vec::<usize>::new());
    let columns = Memo::new(move |_| {
        let n_inputs = Choice::<Input>::all().count();
        parts.with(|parts| spec.with(|spec| Columns::of(n_inputs, spec, parts)))
    });
    let edges = move || {
        let parameters = state.parameters.get();
        let parameters = parameters.filter(|_| state.reader.get() == Reader::Run)?;
        let inputs = inputs.get()?;
        // Which rows of the first column they are.
        let rows: Vec<usize> = inputs
            .iter()
            .filter_map(|input| Choice::<Input>::all().position(|it| it == *input))
            .collect();
        let fits = spec.with(|spec| *spec == parameters.network);
        let layers = parameters.weights.iter().enumerate().filter(|_| fits);
        let sheaves = layers.map(|(layer_idx, weights)| {
            let lines = columns.with(|columns| columns.lines(layer_idx, weights, &rows));
            Sheaf { lines, dim: 1.0 }
        });
        Some(edge_views(&sheaves.collect::<Vec<_>>()))
    };
    let input_views = Choice::<Input>::all().map(|input| {
        let is_on = Signal::derive(move || {
            inputs.with(|inputs| inputs.as_ref().is_some_and(|it| it.contains(&input)))
        });
        view! { <InputUnit input is_on on_toggle=move || toggle(input) /> }
    });
    let input_views = input_views.collect::<Vec<_>>();
    let heads = move || {
        let layers = spec.with(|spec| spec.layers()[..spec.layers().len() - 1].to_vec());
        let head = |(idx, layer): (usize, LayerSpec)| {
            view! { <LayerHead idx layer on_set=move |layer| set_layer(idx, layer) /> }
        };
        layers.into_iter().enumerate().map(head).collect::<Vec<_>>()
    };
    let units = move || {
        columns.with(|columns| {
            let units = columns.units().map(|(layer_idx, unit_idx, seat)| {
                let map = Memo::new(move |_| map_of(layer_idx, unit_idx));
                let values =
                    Signal::derive(move || map.get().map(|(_, it)| it).unwrap_or_default());
                let side = Memo::new(move |_| map.with(|it| it.as_ref().map_or(SIDE, |it| it.0)));
                view! {
                    <UnitPicture layer_idx unit_idx seat values side=side.into() looked_at picked
                        activation=spec.with(|spec| spec.layers()[layer_idx].activation) />
                }
            });
            units.collect::<Vec<_>>()
        })
    };
    let other_parts = move || {
        columns.with(|columns| {
            let parted = columns.parted().map(|(layer_idx, (first, last), n, spot)| {
                let style =
                    format!("left: {:.1}px; top: {:.1}px; width: {COLUMN}px", spot.x, spot.y);
                let other = move |_: leptos::ev::MouseEvent| {
                    parts.update(|parts| {
                        parts.resize(parts.len().max(layer_idx + 1), 0);
                        parts[layer_idx] = (parts[layer_idx] + 1) % n.div_ceil(MOST);
                    });
                };
                view! {
                    <button type="button" class="playnet__part number" style=style
                        data-testid=format!("layer-part-{layer_idx}")
                        title="Show the units after these"
                        aria-label=format!("Layer {}: units {} to {} of {n} are shown. Show those after them", layer_idx + 1, first + 1, last + 1)
                        on:click=other>{format!("{}–{} of {n} ›", first + 1, last + 1)}</button>
                }
            });
            parted.collect::<Vec<_>>()
        })
    };
    let size = move || {
        columns.with(|it| format!("width: {:.0}px; height: {:.0}px", it.width(), it.height()))
    };
    let width = Signal::derive(move || columns.with(Columns::width));
    let n_hidden = move || spec.with(|spec| spec.layers().len() - 1);
    let n_outputs = move || spec.with(NetworkSpec::n_outputs);
    let output_head = move || {
        let left = columns.with(Columns::before_outputs);
        format!("left: {left:.0}px; width: {COLUMN}px; height: {HEAD}px")
    };
    let is_full = move || n_hidden() + 1 >= NetworkSpec::MAX_LAYERS;
    view! {
        <section class="panel panel--net" aria-labelledby="net-heading">
            <div class="panel__head">
                <h2 id="net-heading">"Network"</h2>
                <div class="field__row">
                    <span class="field__hint">{move || match n_hidden() {
                        0 => "no hidden layer".to_owned(),
                        1 => "1 hidden layer".to_owned(),
                        n => format!("{n} hidden layers"),
                    }}</span>
                    <button type="button" class="button button--round" aria-label="Remove a hidden layer"
                        data-testid="layer-remove" disabled=move || n_hidden() == 0 on:click=remove_layer>"−"</button>
                    <button type="button" class="button button--round" aria-label="Add a hidden layer"
                        data-testid="layer-add" disabled=is_full
                        on:click=add_layer>"+"</button>
                </div>
            </div>
            <Scrolled width>
                <div class="playnet" node_ref=frame style=size>
                    <svg class="playnet__edges" aria-hidden="true" style=size>{edges}</svg>
                    <p class="playnet__caption" style=format!("width: {COLUMN}px; height: {HEAD}px")>"Inputs"</p>
                    <p class="playnet__caption" style=output_head>{move || match n_outputs() {
                        1 => "Output",
                        _ => "Outputs",
                    }}</p>
                    {input_views}{heads}{units}{other_parts}
                </div>
            </Scrolled>
            <p class="field__error" role="alert" data-testid="net-error">{move || error.get()}</p>
            <ByHand picked />
        </section>
    }
}

/// What a unit makes of the plane.
pub(super) fn values_of(
    map: Option<&PlaneMap>,
    layer_idx: usize,
    unit_idx: usize,
) -> Option<Vec<f32>> {
    let map = map?;
    let layer = map.layers.get(layer_idx.checked_sub(map.first_layer)?)?;
    (unit_idx < layer.nrows()).then(|| layer.row(unit_idx).to_vec())
}
