//! The graph of one unit of a large network: its sum, with the terms folded that the walk
//! folds; and, to the loss, those of the next layer that it feeds.

use super::super::Phase;
use super::super::place::Places;
use super::super::quantity::{Quantity, UnitAt, Weight};
use super::super::terms::{Term, terms};
use super::draw::{BOX, CHANNEL, Cell, Drawing, GAP};
use super::{Graph, Part, Symbol};
use crate::nn::StepTrace;
use crate::nn::activation::Kind;

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

/// Inputs, weights, products, and z.
fn sum(drawing: &mut Drawing<'_>, of: UnitAt) -> usize {
    let place = drawing.places.of_unit(Phase::Forward, of.layer_idx, of.unit_idx);
    let all = terms(drawing.trace, drawing.places, place, of.row);
    let n_in = drawing.places.n_in(of.layer_idx);
    let products: Vec<usize> = all
        .iter()
        .filter_map(|term| if let Term::Product(k) = term { Some(*k) } else { None })
        .collect();
    let input = |k: usize| match of.layer_idx.checked_sub(1) {
        None => (Symbol::input(k, n_in), format!("input {k}")),
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
    for term in &all {
        let node = match term {
            Term::RestOfProducts(fold) => {
                let name = format!("{} more, {} are 0", fold.n_rest + fold.n_zero, fold.n_zero);
                let part = Part::Product {
                    layer_idx: of.layer_idx,
                    unit_idx: of.unit_idx,
                    input_idx: None,
                };
                drawing.folded(name, (Some(fold.rest), None), part, (6.0, top + BOX / 2.0))
            }
            Term::Bias => drawing.bias(of, columns, top),
            _ => continue,
        };
        others.push(node);
        top += BOX + 2.0 * BETWEEN;
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
        drawing.folded(name, (None, None), Part::Sum(of.layer_idx, of.unit_idx), at)
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
    let place = drawing.places.of_unit(Phase::Backward, of.layer_idx, of.unit_idx);
    let all = terms(drawing.trace, drawing.places, place, of.row);
    let next = of.layer_idx + 1;
    let shares: Vec<usize> = all
        .iter()
        .filter_map(|term| if let Term::Share(k) = term { Some(*k) } else { None })
        .collect();
    let rest = all.iter().find_map(|term| match term {
        Term::RestOfShares(fold) => Some(fold.clone()),
        _ => None,
    });
    let (right, middle) = drawing.frame(sent).right();
    let weights = shares.iter().map(|&unit_idx| Weight {
        layer_idx: next,
        unit_idx,
        input_idx: Some(of.unit_idx),
    });
    let columns = drawing.columns(next, right + CHANNEL, weights);
    let pitch = Drawing::cell_height(next) + BETWEEN;
    let n_rows = shares.len() as f64 + if rest.is_some() { 0.8 } else { 0.0 };
    let mut top = middle - pitch * n_rows / 2.0;
    let mut ends = Vec::new();
    for &unit_idx in &shares {
        let at = of.other(next, unit_idx);
        let cell = drawing.cell(at, of.unit_idx, columns, top);
        drawing.feed(sent, cell);
        ends.push(drawing.sum_with_others(at, cell, columns));
        top += pitch;
    }
    if let Some(fold) = rest {
        let name = format!("{} more", fold.n_rest + fold.n_zero);
        let part = Part::Product { layer_idx: next, unit_idx: 0, input_idx: None };
        let at = (right + CHANNEL, top + BOX / 2.0);
        let node = drawing.folded(name, (None, Some(fold.rest)), part, at);
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
        given.push(drawing.folded(name, (None, None), Part::Target, below(2.0)));
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
