//! A unit's sum as it is drawn: for each product a cell with its weight, what comes in, and
//! what it adds.

use super::draw::{BOX, CHANNEL, Drawing, GAP, ROUND};
use super::{EdgeLabel, Frame, Part, Symbol};
use crate::walk::quantity::{Quantity, UnitAt, Weight};

/// From a weight down to the line of what it is multiplied with.
const LANE: f64 = 10.0;
/// Height of a line of digits.
const DIGITS: f64 = 16.0;

/// A product: its operation, and the line on which its second factor comes in.
#[derive(Clone, Copy)]
pub struct Cell {
    /// Which unit's.
    pub of: UnitAt,
    /// Which of its inputs.
    pub input_idx: usize,
    /// The operation.
    pub product: usize,
    /// Where the line begins.
    entry: (f64, f64),
}

/// Where the columns of a layer stand.
#[derive(Clone, Copy)]
pub struct Columns {
    weights: f64,
    products: f64,
    sums: f64,
}

impl Drawing<'_> {
    /// Of a single product there is no sum.
    fn has_sum(&self, layer_idx: usize) -> bool {
        self.places.n_in(layer_idx) > 1 || self.places.has_bias(layer_idx)
    }

    /// The columns of a layer that begins at `x`.
    pub fn columns(
        &self,
        layer_idx: usize,
        x: f64,
        weights: impl Iterator<Item = Weight>,
    ) -> Columns {
        let names = weights.map(|weight| self.weight_name(weight));
        let weights_width = names.map(|name| self.value_width(&name)).fold(0.0, f64::max);
        let products = x + weights_width + GAP;
        let label = if self.has_sum(layer_idx) { self.number_width + CHANNEL } else { 0.0 };
        Columns { weights: x, products, sums: products + 2.0 * ROUND + label }
    }

    fn weight_name(&self, weight: Weight) -> Symbol {
        let layer_idx = weight.layer_idx;
        Symbol::weight(weight, self.n_units(layer_idx), self.places.n_in(layer_idx))
    }

    /// A weight or a bias.
    fn weight(&mut self, weight: Weight, at: (f64, f64)) -> usize {
        let unit = self.unit_name(self.at(weight.layer_idx, weight.unit_idx));
        let spoken = match weight.input_idx {
            Some(input_idx) => format!("weight of {unit} for its input {input_idx}"),
            None => format!("bias of {unit}"),
        };
        let numbers = (Quantity::Old(weight), Some(Quantity::Nudge(weight, self.row)));
        self.value((self.weight_name(weight), spoken), numbers, Part::Weight(weight), at)
    }

    /// Height of a cell in a layer.
    pub fn cell_height(layer_idx: usize) -> f64 {
        BOX + LANE + if layer_idx > 0 { DIGITS + 8.0 } else { 10.0 }
    }

    /// A weight, below it the line of what comes in, and both multiplied; `top` is the
    /// weight's.
    pub fn cell(&mut self, of: UnitAt, input_idx: usize, columns: Columns, top: f64) -> Cell {
        let weight = of.weight(Some(input_idx));
        let leaf = self.weight(weight, (columns.weights, top + BOX / 2.0));
        let part = Part::Product { layer_idx: of.layer_idx, unit_idx: of.unit_idx, input_idx };
        let lane = top + BOX + LANE;
        let middle = (top + BOX / 2.0 + lane) / 2.0;
        let product =
            self.operation("·", "times".to_owned(), part, (columns.products, middle), 0.0);
        let frame = self.frame(product);
        let begin = self.frame(leaf).right();
        self.edge(leaf, product, vec![begin, (frame.x + 1.5, middle - 5.0)], None);
        Cell { of, input_idx, product, entry: (columns.weights, lane) }
    }

    /// The line on which a cell's second factor comes in, with what of the loss goes back
    /// over it.
    pub fn feed(&mut self, from: usize, cell: Cell) {
        let (x, lane) = cell.entry;
        let frame = self.frame(cell.product);
        let end = (frame.x + 1.5, frame.middle() + 5.0);
        let corner = (frame.x - GAP, lane);
        let label = cell.of.layer_idx.checked_sub(1).map(|below| {
            let share = Quantity::Share(cell.of.other(below, cell.input_idx), cell.of.unit_idx);
            let spoken = format!(
                "what comes to {} from {}",
                self.unit_name(cell.of.other(below, cell.input_idx)),
                self.unit_name(cell.of)
            );
            let frame = Frame { x, y: lane + 2.0, width: self.number_width, height: DIGITS };
            EdgeLabel { spoken, value: None, gradient: Some(share), frame }
        });
        let begin = self.frame(from).right();
        self.edge(from, cell.product, vec![begin, (x, lane), corner, end], label);
    }

    /// A bias; `top` is its own.
    pub fn bias(&mut self, of: UnitAt, columns: Columns, top: f64) -> usize {
        self.weight(of.weight(None), (columns.weights, top + BOX / 2.0))
    }

    /// The sum of `products` and of `others`, and z behind it, at the height of the middle of
    /// all; of a single product there is no more than z. Returns z.
    pub fn sum(
        &mut self,
        of: UnitAt,
        products: &[Cell],
        others: &[usize],
        columns: Columns,
    ) -> usize {
        let all: Vec<usize> =
            products.iter().map(|cell| cell.product).chain(others.iter().copied()).collect();
        let middles = || all.iter().map(|&node| self.frame(node).middle());
        let (top, bottom) =
            (middles().fold(f64::INFINITY, f64::min), middles().fold(f64::NEG_INFINITY, f64::max));
        let middle = (top + bottom) / 2.0;
        let part = Part::Sum(of.layer_idx, of.unit_idx);
        let name = self.unit_name(of);
        let mut x = columns.sums;
        let sum = (all.len() > 1).then(|| {
            let sum = self.operation("Σ", format!("sum of {name}"), part, (x, middle), 0.0);
            x = self.frame(sum).right().0;
            sum
        });
        let z = self.value(
            (self.symbol("z", of), format!("z of {name}")),
            (Quantity::PreActivation(of), Some(Quantity::Delta(of))),
            part,
            (x + GAP, middle),
        );
        match sum {
            None => self.connect(all[0], z),
            Some(sum) => {
                for cell in products {
                    self.add_up(*cell, sum);
                }
                for &other in others {
                    let (begin, end) = (self.frame(other).right(), self.frame(sum).left());
                    let bend = (end.0 - CHANNEL, begin.1);
                    self.edge(other, sum, vec![begin, bend, end], None);
                }
                self.connect(sum, z);
            }
        }
        z
    }

    /// A product's line into the sum of a unit of which the other terms are not drawn.
    /// Returns z.
    pub fn sum_with_others(&mut self, of: UnitAt, cell: Cell, columns: Columns) -> usize {
        if !self.has_sum(of.layer_idx) {
            return self.sum(of, &[cell], &[], columns);
        }
        let middle = self.frame(cell.product).middle();
        let part = Part::Sum(of.layer_idx, of.unit_idx);
        let name = self.unit_name(of);
        let spoken = format!("sum of {name}, with all its other terms");
        let sum = self.operation("Σ", spoken, part, (columns.sums, middle), 0.0);
        let at = (self.frame(sum).right().0 + GAP, middle);
        let z = self.value(
            (self.symbol("z", of), format!("z of {name}")),
            (Quantity::PreActivation(of), Some(Quantity::Delta(of))),
            part,
            at,
        );
        self.add_up(cell, sum);
        self.connect(sum, z);
        z
    }

    /// A product's line to its sum, with its numbers.
    fn add_up(&mut self, Cell { of, input_idx, product, .. }: Cell, sum: usize) {
        let (begin, end) = (self.frame(product).right(), self.frame(sum).left());
        let frame = Frame {
            x: begin.0 + 4.0,
            y: begin.1 - DIGITS - 1.0,
            width: self.number_width,
            height: 2.0 * DIGITS + 2.0,
        };
        let label = EdgeLabel {
            spoken: format!("weight times input {input_idx} of {}", self.unit_name(of)),
            value: Some(Quantity::Product(of, input_idx)),
            // A sum hands back to each of its terms what comes to it.
            gradient: Some(Quantity::Delta(of)),
            frame,
        };
        let bend = (end.0 - CHANNEL + 8.0, begin.1);
        self.edge(product, sum, vec![begin, bend, end], Some(label));
    }
}
