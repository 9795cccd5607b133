//! The graph of a whole small network: every weight, every product.

use super::super::name::input_name;
use super::super::place::Places;
use super::cells::Cell;
use super::draw::{BOX, CHANNEL, Drawing, GAP};
use super::{Frame, Graph, Part, Symbol};
use crate::nn::StepTrace;
use crate::nn::activation::Kind;
use crate::walk::quantity::{Quantity, Weight};

/// Between two units of a layer.
const BETWEEN: f64 = 14.0;

/// From all inputs to the loss.
pub fn graph(trace: &StepTrace, places: &Places, row: usize, number_width: f64) -> Graph {
    let mut drawing = Drawing::new(trace, places, row, number_width);
    let mut sources = inputs(&mut drawing);
    let last = places.n_layers() - 1;
    let mut outputs = Vec::new();
    for layer_idx in 0..=last {
        outputs = layer(&mut drawing, layer_idx, &sources);
        let sent =
            |(unit_idx, &a): (usize, &usize)| drawing.sent(drawing.at(layer_idx, unit_idx), a);
        sources = if layer_idx < last {
            outputs.iter().enumerate().map(sent).collect()
        } else {
            Vec::new()
        };
    }
    loss(&mut drawing, &outputs);
    drawing.finish(None)
}

/// The inputs, one below the other.
fn inputs(drawing: &mut Drawing<'_>) -> Vec<usize> {
    let n_inputs = drawing.places.n_in(0);
    let height = layer_height(drawing, 0);
    let pitch = (height / n_inputs as f64).max(BOX + BETWEEN);
    let first = -pitch * (n_inputs - 1) as f64 / 2.0;
    let row = drawing.row;
    (0..n_inputs)
        .map(|input_idx| {
            let name = (Symbol::input(input_idx, n_inputs), input_name(n_inputs, input_idx));
            let numbers = (Quantity::Input { row, input_idx }, None);
            let middle = first + pitch * input_idx as f64;
            drawing.value(name, numbers, Part::Input, (6.0, middle))
        })
        .collect()
}

fn unit_height(drawing: &Drawing<'_>, layer_idx: usize) -> f64 {
    let cells = drawing.places.n_in(layer_idx) as f64 * Drawing::cell_height(layer_idx);
    let bias = if drawing.places.has_bias(layer_idx) { BOX + BETWEEN } else { 0.0 };
    // An output has what it should be below it.
    (cells + bias).max(2.0 * BOX + BETWEEN) + BETWEEN
}

fn layer_height(drawing: &Drawing<'_>, layer_idx: usize) -> f64 {
    drawing.n_units(layer_idx) as f64 * unit_height(drawing, layer_idx)
}

/// A layer, right of its `sources`; returns its activations.
fn layer(drawing: &mut Drawing<'_>, layer_idx: usize, sources: &[usize]) -> Vec<usize> {
    let (n_units, n_in) = (drawing.n_units(layer_idx), drawing.places.n_in(layer_idx));
    let right = |frame: Frame| frame.right().0;
    let x = sources.iter().map(|&node| right(drawing.frame(node))).fold(0.0, f64::max) + CHANNEL;
    let weights = (0..n_units).flat_map(|unit_idx| {
        (0..n_in).map(move |k| Weight { layer_idx, unit_idx, input_idx: Some(k) })
    });
    let columns = drawing.columns(layer_idx, x, weights);
    let height = unit_height(drawing, layer_idx);
    let first = -layer_height(drawing, layer_idx) / 2.0;
    let sums: Vec<usize> = (0..n_units)
        .map(|unit_idx| {
            let at = drawing.at(layer_idx, unit_idx);
            let top = first + height * unit_idx as f64 + BETWEEN / 2.0;
            let cell_height = Drawing::cell_height(layer_idx);
            let cells: Vec<Cell> = (0..n_in)
                .map(|k| drawing.cell(at, k, columns, top + cell_height * k as f64))
                .collect();
            for (&source, &cell) in sources.iter().zip(&cells) {
                drawing.feed(source, cell);
            }
            let bias = drawing
                .places
                .has_bias(layer_idx)
                .then(|| drawing.bias(at, columns, top + cell_height * n_in as f64));
            drawing.sum(at, &cells, bias.as_slice(), columns)
        })
        .collect();
    activations(drawing, layer_idx, &sums)
}

/// What makes a of each z, and a.
fn activations(drawing: &mut Drawing<'_>, layer_idx: usize, sums: &[usize]) -> Vec<usize> {
    let activation = drawing.trace.network.layers()[layer_idx].activation;
    let (frames, at) = (frames(drawing, sums), |unit_idx| (layer_idx, unit_idx));
    let x = frames[0].right().0 + GAP;
    let spoken = || activation.name.to_owned();
    if let Kind::Softmax = activation.kind {
        // All of them together.
        let (top, bottom) = (frames[0].middle(), frames[frames.len() - 1].middle());
        let part = Part::Function(layer_idx, 0);
        let middle = (top + bottom) / 2.0;
        let high = bottom - top + BOX;
        let softmax = drawing.operation(activation.name, spoken(), part, (x, middle), high);
        let x = drawing.frame(softmax).right().0 + GAP;
        return sums
            .iter()
            .enumerate()
            .map(|(unit_idx, &z)| {
                let middle = drawing.frame(z).middle();
                let a = drawing.activation(drawing.at(layer_idx, unit_idx), (x, middle));
                drawing.connect(z, softmax);
                drawing.connect_level(softmax, a);
                a
            })
            .collect();
    }
    sums.iter()
        .enumerate()
        .map(|(unit_idx, &z)| {
            let (layer_idx, unit_idx) = at(unit_idx);
            let middle = drawing.frame(z).middle();
            let part = Part::Function(layer_idx, unit_idx);
            let function = drawing.operation(activation.name, spoken(), part, (x, middle), 0.0);
            let x = drawing.frame(function).right().0 + GAP;
            let a = drawing.activation(drawing.at(layer_idx, unit_idx), (x, middle));
            drawing.connect(z, function);
            drawing.connect(function, a);
            a
        })
        .collect()
}

fn frames(drawing: &Drawing<'_>, nodes: &[usize]) -> Vec<Frame> {
    nodes.iter().map(|&node| drawing.frame(node)).collect()
}

/// The targets below the outputs, and the loss of both.
fn loss(drawing: &mut Drawing<'_>, outputs: &[usize]) {
    let last = drawing.places.n_layers() - 1;
    let name = drawing.trace.network.loss().name;
    let frames = frames(drawing, outputs);
    let below = |frame: Frame| frame.middle() + BOX + BETWEEN / 2.0;
    let targets: Vec<usize> = frames
        .iter()
        .enumerate()
        .map(|(unit_idx, &frame)| {
            drawing.target(drawing.at(last, unit_idx), (frame.x, below(frame)))
        })
        .collect();
    let (top, bottom) = (frames[0].middle(), below(frames[frames.len() - 1]));
    let x = frames[0].right().0 + CHANNEL;
    let (middle, high) = ((top + bottom) / 2.0, bottom - top + BOX);
    let loss = drawing.operation(name, name.to_owned(), Part::Loss, (x, middle), high);
    let x = drawing.frame(loss).right().0 + GAP;
    let end = drawing.loss((x, middle));
    for &node in outputs.iter().chain(&targets) {
        drawing.connect(node, loss);
    }
    drawing.connect(loss, end);
}
