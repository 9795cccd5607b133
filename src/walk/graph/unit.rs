//! The graph of one unit of a large network: its sum, with the terms folded that the walk
//! folds; and, to the loss, those of the next layer that it feeds.

use super::super::name::input_name;
use super::super::place::Places;
use super::super::quantity::{Quantity, UnitAt, Weight};
use super::cells::Cell;
use super::draw::{BOX, CHANNEL, Drawing, GAP};
use super::{Graph, Part, Rest, Symbol};
use crate::nn::StepTrace;
use crate::nn::activation::Kind;
use crate::nn::terms::{Fold, fold_of};

/// Between a cell and the next.
const BETWEEN: f64 = 6.0;

/// From the largest terms of a unit's sum to the loss.
pub fn graph(trace: &StepTrace, places: &Places, of: UnitAt, number_width: f64) -> Graph {
    let mut drawing = Drawing::new(trace, places, of.row, number_width);
    let z = sum(&mut drawing, of);
    let a = activation(&mut drawing, of, z);
    if of.layer_idx + 1 < places.n_layers() {
        let sent = drawing.sent(of, a);
        onwards(&mut drawing, of, sent);
    } else {
        loss(&mut drawing, of, a);
    }
    drawing.finish(Some(of))
}

/// Of many terms the largest; of few all.
fn folded(n: usize, value: impl Fn(usize) -> Quantity, trace: &StepTrace) -> Fold {
    let values: Vec<f32> = (0..n).map(|idx| value(idx).value(trace).unwrap_or(f32::NAN)).collect();
    if n > Places::LARGEST {
        fold_of(&values, Places::LARGEST)
    } else {
        Fold { largest: (0..n).collect(), n_rest: 0, rest: 0.0, n_zero: 0 }
    }
}

fn rest(of: UnitAt, fold: &Fold) -> Rest {
    let drawn = std::array::from_fn(|idx| fold.largest.get(idx).copied());
    Rest { layer_idx: of.layer_idx, unit_idx: of.unit_idx, drawn }
}

/// Inputs, weights, products, and z.
fn sum(drawing: &mut Drawing<'_>, of: UnitAt) -> usize {
    let n_in = drawing.places.n_in(of.layer_idx);
    let fold = folded(n_in, |k| Quantity::Product(of, k), drawing.trace);
    let products = fold.largest.clone();
    let input = |k: usize| match of.layer_idx.checked_sub(1) {
        None => (Symbol::input(k, n_in), input_name(n_in, k)),
        Some(below) => (
            Symbol::of_unit("a", below, k, n_in),
            format!("a of {}", drawing.unit_name(of.other(below, k))),
        ),
    };
    let names: Vec<(Symbol, String)> = products.iter().map(|&k| input(k)).collect();
    let widest = names.iter().map(|(name, _)| drawing.value_width(name)).fold(0.0, f64::max);
    let weights = products.iter().map(|&k| of.weight(Some(k)));
    let columns = drawing.columns(of.layer_idx, 6.0 + widest + CHANNEL, weights);
    let pitch = Drawing::cell_height(of.layer_idx) + BETWEEN;
    let mut top = 0.0;
    let mut cells: Vec<Cell> = Vec::new();
    for (&k, name) in products.iter().zip(names) {
        let cell = drawing.cell(of, k, columns, top);
        let value = Quantity::into_layer(drawing.trace, of, k);
        let (gradient, part) = match of.layer_idx.checked_sub(1) {
            None => (None, Part::Input),
            Some(below) => {
                (Some(Quantity::OutputGradient(of.other(below, k))), Part::Function(below, k))
            }
        };
        let source = drawing.value(name, (value, gradient), part, (6.0, top + pitch / 2.0));
        drawing.feed(source, cell);
        cells.push(cell);
        top += pitch;
    }
    let mut others = Vec::new();
    let n_others = fold.n_rest + fold.n_zero;
    if n_others > 0 {
        let zeros =
            if fold.n_zero > 0 { format!(", {} are 0", fold.n_zero) } else { String::new() };
        let name = format!("{n_others} more{zeros}");
        let sum = Some((fold.rest, Quantity::PreActivation(of)));
        let part = Part::RestOfProducts(rest(of, &fold));
        others.push(drawing.folded(name, sum, part, (6.0, top + BOX / 2.0)));
        top += BOX + 2.0 * BETWEEN;
    }
    if drawing.places.has_bias(of.layer_idx) {
        others.push(drawing.bias(of, columns, top));
    }
    drawing.sum(of, &cells, &others, columns)
}

fn activation(drawing: &mut Drawing<'_>, of: UnitAt, z: usize) -> usize {
    let activation = drawing.trace.network.layers()[of.layer_idx].activation;
    let (mut x, middle) = drawing.frame(z).right();
    let part = Part::Function(of.layer_idx, of.unit_idx);
    let n_others = drawing.n_units(of.layer_idx) - 1;
    let others = (matches!(activation.kind, Kind::Softmax) && n_others > 0).then(|| {
        let name = format!("{n_others} other z");
        let at = (drawing.frame(z).x, middle + BOX + 4.0 * BETWEEN);
        drawing.folded(name, None, Part::Aside, at)
    });
    // It is as high as what comes to it.
    let bottom = others.map_or(middle, |others| drawing.frame(others).middle());
    x = others.map_or(x, |others| x.max(drawing.frame(others).right().0));
    let at = (x + GAP, (middle + bottom) / 2.0);
    let high = if others.is_some() { bottom - middle + BOX } else { 0.0 };
    let spoken = activation.name.to_owned();
    let function = drawing.operation(activation.name, spoken, part, at, high);
    let x = drawing.frame(function).right().0 + GAP;
    let a = drawing.activation(of, (x, middle));
    for node in others.into_iter().chain([z]) {
        drawing.connect(node, function);
    }
    drawing.connect_level(function, a);
    a
}

/// The units that it feeds, those first that blame it most.
fn onwards(drawing: &mut Drawing<'_>, of: UnitAt, sent: usize) {
    let next = of.layer_idx + 1;
    let fold =
        folded(drawing.n_units(next), |unit_idx| Quantity::Share(of, unit_idx), drawing.trace);
    let shares = fold.largest.clone();
    let n_others = fold.n_rest + fold.n_zero;
    let (right, middle) = drawing.frame(sent).right();
    let weights = shares.iter().map(|&unit_idx| Weight {
        layer_idx: next,
        unit_idx,
        input_idx: Some(of.unit_idx),
    });
    let columns = drawing.columns(next, right + CHANNEL, weights);
    let pitch = Drawing::cell_height(next) + BETWEEN;
    let n_rows = shares.len() as f64 + if n_others > 0 { 0.8 } else { 0.0 };
    let mut top = middle - pitch * n_rows / 2.0;
    let mut ends = Vec::new();
    for &unit_idx in &shares {
        let at = of.other(next, unit_idx);
        let cell = drawing.cell(at, of.unit_idx, columns, top);
        drawing.feed(sent, cell);
        ends.push(drawing.sum_with_others(at, cell, columns));
        top += pitch;
    }
    if n_others > 0 {
        let sum = Some((fold.rest, Quantity::Delta(of)));
        let part = Part::RestOfShares(rest(of, &fold));
        let at = (right + CHANNEL, top + BOX / 2.0);
        let node = drawing.folded(format!("{n_others} more"), sum, part, at);
        drawing.connect(sent, node);
        ends.push(node);
    }
    let x = ends.iter().map(|&end| drawing.frame(end).right().0).fold(0.0, f64::max) + CHANNEL;
    let high = pitch * n_rows;
    let onward =
        drawing.operation("…", "the rest of the network".to_owned(), Part::Loss, (x, middle), high);
    let x = drawing.frame(onward).right().0 + GAP;
    let loss = drawing.loss((x, middle));
    for end in ends {
        drawing.connect(end, onward);
    }
    drawing.connect(onward, loss);
}

fn loss(drawing: &mut Drawing<'_>, of: UnitAt, a: usize) {
    let name = drawing.trace.network.loss().name;
    let frame = drawing.frame(a);
    let below = |n: f64| (frame.x, frame.middle() + n * (BOX + 2.0 * BETWEEN));
    let mut given = vec![a, drawing.target(of, below(1.0))];
    let n_others = drawing.n_units(of.layer_idx) - 1;
    if n_others > 0 {
        let name = format!("{n_others} other outputs");
        given.push(drawing.folded(name, None, Part::Aside, below(2.0)));
    }
    let right = given.iter().map(|&node| drawing.frame(node).right().0).fold(0.0, f64::max);
    let (x, middle) = (right + CHANNEL, frame.middle() + BOX / 2.0);
    let high = given.len() as f64 * BOX;
    let loss = drawing.operation(name, name.to_owned(), Part::Loss, (x, middle), high);
    let end = (drawing.frame(loss).right().0 + GAP, middle);
    let end = drawing.loss(end);
    for node in given {
        drawing.connect(node, loss);
    }
    drawing.connect(loss, end);
}
