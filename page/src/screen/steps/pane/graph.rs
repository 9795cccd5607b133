//! The update as a computation graph (CURRICULUM A10): from x through every operation to
//! the loss; on each edge the value that goes forward and the gradient that comes back.

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::Num;
use super::super::of_trace;
use crate::state::use_state;
use crate::widget::picture::Picture;
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{Phase, Place, Places, Quantity, UnitAt, Weight};

/// Longer vectors are pictures.
const MAX_NUMBERS: usize = 4;

/// The graph, from left to right.
#[component]
pub fn Graph(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let nodes = move || {
        let row = cursor.row.get();
        of_trace(state, |trace| cursor.places.with(|places| graph(cursor, trace, places, row)))
    };
    view! {
        <ol class="graph" aria-label="The computation, from the inputs to the loss">{nodes}</ol>
        <p class="field__hint">"By each name what goes forward; beside it, as ∂L/∂, what of this example's loss comes back. The gradients of W and b are those of the whole batch."</p>
    }
}

/// Numbers that belong together: a name, what they are, and if known their gradient.
struct Edge {
    name: String,
    values: Vec<Quantity>,
    gradients: Vec<Quantity>,
    colormap: Colormap,
}

fn graph(cursor: Cursor, trace: &StepTrace, places: &Places, row: usize) -> Vec<AnyView> {
    let mut nodes = Vec::new();
    let n_layers = places.n_layers();
    let input = |input_idx| Quantity::Input { row, input_idx };
    let x = Edge {
        name: "x".to_owned(),
        values: (0..places.n_in(0)).map(input).collect(),
        gradients: Vec::new(),
        colormap: Colormap::Gray,
    };
    nodes.push(edge_view(cursor, trace, x, Place::of(Phase::Batch)));
    for (layer_idx, layer) in trace.layers.iter().enumerate() {
        let units = 0..layer.bias.len();
        let all = |quantity: fn(UnitAt) -> Quantity| -> Vec<Quantity> {
            units.clone().map(|unit_idx| quantity(UnitAt { row, layer_idx, unit_idx })).collect()
        };
        let known = |quantities: Vec<Quantity>| -> Vec<Quantity> {
            quantities.into_iter().filter(|quantity| quantity.value(trace).is_some()).collect()
        };
        let n = layer_idx + 1;
        let weights = |input_idx: Option<usize>| {
            units.clone().map(move |unit_idx| Weight { layer_idx, unit_idx, input_idx })
        };
        let of_weights = |quantity: fn(Weight) -> Quantity| -> Vec<Quantity> {
            units
                .clone()
                .flat_map(|unit_idx| {
                    (0..places.n_in(layer_idx)).map(move |k| Weight {
                        layer_idx,
                        unit_idx,
                        input_idx: Some(k),
                    })
                })
                .map(quantity)
                .collect()
        };
        let leaves = [
            Edge {
                name: format!("W{n}"),
                values: of_weights(Quantity::Old),
                gradients: of_weights(Quantity::Gradient),
                colormap: Colormap::Diverging,
            },
            Edge {
                name: format!("b{n}"),
                values: weights(None).map(Quantity::Old).collect(),
                gradients: weights(None).map(Quantity::Gradient).collect(),
                colormap: Colormap::Diverging,
            },
        ];
        let has_bias = places.has_bias(layer_idx);
        let shape = (layer.bias.len(), places.n_in(layer_idx));
        nodes.push(operation(
            cursor,
            trace,
            format!(
                "W{n}·{}{}",
                if layer_idx == 0 { "x".to_owned() } else { format!("a{layer_idx}") },
                if has_bias { format!(" + b{n}") } else { String::new() }
            ),
            leaves.into_iter().take(1 + usize::from(has_bias)),
            shape,
        ));
        let forward = places.of_layer(Phase::Forward, layer_idx);
        let z = Edge {
            name: format!("z{n}"),
            values: all(Quantity::PreActivation),
            gradients: known(all(Quantity::Delta)),
            colormap: Colormap::Diverging,
        };
        nodes.push(edge_view(cursor, trace, z, forward));
        let activation = trace.network.layers()[layer_idx].activation;
        nodes.push(view! { <li class="graph__op"><span class="graph__symbol">{activation.name}</span></li> }.into_any());
        let a = Edge {
            name: if layer_idx + 1 == n_layers { "ŷ".to_owned() } else { format!("a{n}") },
            values: all(Quantity::Activation),
            gradients: known(all(Quantity::OutputGradient)),
            colormap: Colormap::Diverging,
        };
        nodes.push(edge_view(cursor, trace, a, forward));
    }
    let last = n_layers - 1;
    let targets = (0..trace.targets.ncols())
        .map(|unit_idx| Quantity::Target(UnitAt { row, layer_idx: last, unit_idx }));
    let y = Edge {
        name: "y".to_owned(),
        values: targets.collect(),
        gradients: Vec::new(),
        colormap: Colormap::Diverging,
    };
    let y = numbers(cursor, trace, &y.values, y.colormap, "y");
    nodes.push(
        view! {
            <li class="graph__op">
                <div class="graph__leaf"><span class="graph__name">"y"</span>{y}</div>
                <span class="graph__symbol">{trace.network.loss().name}</span>
            </li>
        }
        .into_any(),
    );
    let loss = Edge {
        name: "L".to_owned(),
        values: vec![Quantity::ExampleLoss(row)],
        gradients: Vec::new(),
        colormap: Colormap::Diverging,
    };
    nodes.push(edge_view(cursor, trace, loss, Place::of(Phase::Loss)));
    nodes
}

fn edge_view(cursor: Cursor, trace: &StepTrace, edge: Edge, place: Place) -> AnyView {
    let Edge { name, values, gradients, colormap } = edge;
    let forward = numbers(cursor, trace, &values, colormap, &name);
    let back = (!gradients.is_empty()).then(|| {
        let name = format!("∂L/∂{name}");
        view! {
            <div class="graph__back"><span class="graph__name">{name.clone()}</span>
                {numbers(cursor, trace, &gradients, Colormap::Diverging, &name)}</div>
        }
    });
    let here = move || {
        cursor.places.with(|places| places.layer_idx(cursor.place.get()) == places.layer_idx(place))
            && cursor.place.get().phase() == place.phase()
    };
    view! {
        <li class="graph__edge" class:graph__edge--here=here>
            <button type="button" class="graph__name" on:click=move |_| cursor.go(place)>{name}</button>
            {forward}
            {back}
        </li>
    }
    .into_any()
}

fn operation(
    cursor: Cursor,
    trace: &StepTrace,
    symbol: String,
    leaves: impl IntoIterator<Item = Edge>,
    (rows, cols): (usize, usize),
) -> AnyView {
    let leaves = leaves.into_iter().map(|Edge { name, values, gradients, colormap }| {
        let shape = if values.len() == rows * cols && values.len() > MAX_NUMBERS {
            (rows, cols)
        } else {
            (1, values.len())
        };
        let one = |quantities: &[Quantity], name: &str| {
            shaped(cursor, trace, quantities, colormap, name, shape)
        };
        let back = format!("∂/∂{name}");
        view! {
            <div class="graph__leaf">
                <span class="graph__name">{name.clone()}</span>{one(&values, &name)}
                <span class="graph__name">{back.clone()}</span>{one(&gradients, &back)}
            </div>
        }
    });
    view! { <li class="graph__op">{leaves.collect::<Vec<_>>()}<span class="graph__symbol">{symbol}</span></li> }.into_any()
}

fn numbers(
    cursor: Cursor,
    trace: &StepTrace,
    quantities: &[Quantity],
    colormap: Colormap,
    name: &str,
) -> AnyView {
    // A digit's pixels are a picture of 28 by 28.
    let side = (quantities.len() as f64).sqrt() as usize;
    let is_image = colormap == Colormap::Gray && side * side == quantities.len() && side > 4;
    let shape = if is_image { (side, side) } else { (quantities.len(), 1) };
    shaped(cursor, trace, quantities, colormap, name, shape)
}

fn shaped(
    cursor: Cursor,
    trace: &StepTrace,
    quantities: &[Quantity],
    colormap: Colormap,
    name: &str,
    (rows, cols): (usize, usize),
) -> AnyView {
    if quantities.len() <= MAX_NUMBERS {
        let all = quantities
            .iter()
            .map(|&quantity| view! { <Num cursor quantity /> })
            .collect::<Vec<_>>();
        return view! { <span class="graph__numbers">{all}</span> }.into_any();
    }
    let values: Vec<f32> =
        quantities.iter().map(|quantity| quantity.value(trace).unwrap_or(f32::NAN)).collect();
    let (wide, high) = (cols.clamp(2, 12) * 5, rows.clamp(2, 16) * 5);
    view! {
        <span class="graph__picture" style=format!("width:{wide}px;--height:{high}px")>
            <Picture values=Signal::stored(values) cols rows colormap label=format!("{name}, {rows} by {cols}") />
        </span>
    }
    .into_any()
}
