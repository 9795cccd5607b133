//! What graphs are drawn of: values in boxes, operations, and for each product a cell with
//! its weight, what comes in, and what it adds.

use super::super::name::unit_name;
use super::super::place::Places;
use super::super::quantity::{Quantity, UnitAt, Weight};
use super::{Edge, EdgeLabel, Frame, Graph, Kind, Node, Part, Symbol};
use crate::nn::StepTrace;

/// Height of a value with its gradient.
pub const BOX: f64 = 42.0;
/// Between things that stand side by side.
pub const GAP: f64 = 13.0;
/// Room in which lines run from all of a column to all of the next.
pub const CHANNEL: f64 = 32.0;
/// Radius of a round operation.
const ROUND: f64 = 12.0;
/// From a weight down to the line of what it is multiplied with.
const LANE: f64 = 10.0;
/// Height of a line of digits.
const DIGITS: f64 = 16.0;

/// A graph that is being drawn, about the line y = 0.
pub struct Drawing<'a> {
    pub trace: &'a StepTrace,
    pub places: &'a Places,
    pub row: usize,
    number_width: f64,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

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

impl<'a> Drawing<'a> {
    pub fn new(trace: &'a StepTrace, places: &'a Places, row: usize, number_width: f64) -> Self {
        Self { trace, places, row, number_width, nodes: Vec::new(), edges: Vec::new() }
    }

    /// The graph, moved into its frame.
    pub fn finish(mut self, of: Option<UnitAt>) -> Graph {
        const MARGIN: f64 = 6.0;
        let frames = || self.nodes.iter().map(|node| node.frame);
        let top = frames().map(|frame| frame.y).fold(f64::INFINITY, f64::min);
        let down = MARGIN - top;
        let width = frames().map(|frame| frame.x + frame.width).fold(0.0, f64::max) + MARGIN;
        let bottom = frames().map(|frame| frame.y + frame.height).fold(0.0, f64::max);
        let entries = self.edges.iter().flat_map(|edge| &edge.label);
        let bottom = entries.map(|label| label.frame.y + label.frame.height).fold(bottom, f64::max);
        self.nodes.iter_mut().for_each(|node| node.frame.y += down);
        for edge in &mut self.edges {
            edge.points.iter_mut().for_each(|(_, y)| *y += down);
            edge.label.iter_mut().for_each(|label| label.frame.y += down);
        }
        Graph { nodes: self.nodes, edges: self.edges, width, height: bottom + down + MARGIN, of }
    }

    /// One unit, as the example sees it.
    pub fn at(&self, layer_idx: usize, unit_idx: usize) -> UnitAt {
        UnitAt { row: self.row, layer_idx, unit_idx }
    }

    /// Units of a layer.
    pub fn n_units(&self, layer_idx: usize) -> usize {
        self.places.n_in(layer_idx + 1)
    }

    /// "unit 3 of hidden layer 1".
    pub fn unit_name(&self, at: UnitAt) -> String {
        unit_name(at.layer_idx, at.unit_idx, self.places.n_layers())
    }

    /// A node's frame.
    pub fn frame(&self, node: usize) -> Frame {
        self.nodes[node].frame
    }

    /// Widest box for values of this name.
    pub fn value_width(&self, name: &Symbol) -> f64 {
        name.width() + self.number_width + 20.0
    }

    fn add(&mut self, kind: Kind, part: Part, spoken: String, frame: Frame) -> usize {
        self.nodes.push(Node { kind, part, spoken, frame });
        self.nodes.len() - 1
    }

    /// A value that stands right of `x`, at the height `middle`.
    pub fn value(
        &mut self,
        (name, spoken): (Symbol, String),
        (value, gradient): (Quantity, Option<Quantity>),
        part: Part,
        (x, middle): (f64, f64),
    ) -> usize {
        let gradient = gradient.filter(|gradient| gradient.value(self.trace).is_some());
        let width = self.value_width(&name);
        let frame = Frame { x, y: middle - BOX / 2.0, width, height: BOX };
        self.add(Kind::Value { name, value, gradient }, part, spoken, frame)
    }

    /// An operation, at least as high as `height`.
    pub fn operation(
        &mut self,
        symbol: &str,
        spoken: String,
        part: Part,
        (x, middle): (f64, f64),
        height: f64,
    ) -> usize {
        // What is high has room for a line a word.
        let is_high = height >= BOX;
        let lines = symbol.split(' ').map(|word| word.chars().count());
        let n_letters = if is_high { lines.max().unwrap_or(0) } else { symbol.chars().count() };
        let width = if n_letters == 1 { 2.0 * ROUND } else { 7.4 * n_letters as f64 + 18.0 };
        let height = height.max(2.0 * ROUND);
        let frame = Frame { x, y: middle - height / 2.0, width, height };
        self.add(Kind::Operation(symbol.to_owned()), part, spoken, frame)
    }

    /// What is not drawn one by one.
    pub fn folded(
        &mut self,
        name: String,
        (sum, blame): (Option<f32>, Option<f32>),
        part: Part,
        (x, middle): (f64, f64),
    ) -> usize {
        let number = if sum.is_some() || blame.is_some() { self.number_width + 8.0 } else { 0.0 };
        let width = 6.6 * name.chars().count() as f64 + number + 14.0;
        let frame = Frame { x, y: middle - BOX / 2.0, width, height: BOX };
        self.add(Kind::Folded { name: name.clone(), sum, blame }, part, name, frame)
    }

    /// A line from one node to another, at the end level with `middle`.
    pub fn connect(&mut self, from: usize, to: usize) {
        let (begin, (x, middle)) = (self.frame(from).right(), self.frame(to).left());
        let frame = self.frame(to);
        // What is high is met at the height of what comes.
        let reach = frame.height / 2.0 - ROUND;
        let y = begin.1.clamp(middle - reach.max(0.0), middle + reach.max(0.0));
        self.edge(from, to, vec![begin, (x, y)], None);
    }

    /// A line on from a high node, at the height of what it leads to.
    pub fn connect_level(&mut self, from: usize, to: usize) {
        let end = self.frame(to).left();
        let begin = (self.frame(from).right().0, end.1);
        self.edge(from, to, vec![begin, end], None);
    }

    fn edge(&mut self, from: usize, to: usize, points: Vec<(f64, f64)>, label: Option<EdgeLabel>) {
        let part = self.nodes[to].part;
        self.edges.push(Edge { from, to, points, label, part });
    }

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
        let part = Part::Product {
            layer_idx: of.layer_idx,
            unit_idx: of.unit_idx,
            input_idx: Some(input_idx),
        };
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

    /// A unit's letter.
    pub fn symbol(&self, base: &str, of: UnitAt) -> Symbol {
        Symbol::of_unit(base, of.layer_idx, of.unit_idx, self.n_units(of.layer_idx))
    }

    /// a of a unit, right of `x`.
    pub fn activation(&mut self, of: UnitAt, at: (f64, f64)) -> usize {
        let name = (self.symbol("a", of), format!("a of {}", self.unit_name(of)));
        let numbers = (Quantity::Activation(of), Some(Quantity::OutputGradient(of)));
        self.value(name, numbers, Part::Function(of.layer_idx, of.unit_idx), at)
    }

    /// With dropout, what a unit sends on; else the node itself.
    pub fn sent(&mut self, of: UnitAt, activation: usize) -> usize {
        if Quantity::Sent(of).value(self.trace).is_none() {
            return activation;
        }
        let part = Part::Function(of.layer_idx, of.unit_idx);
        let (x, middle) = self.frame(activation).right();
        let mask = self.operation("mask", "dropout".to_owned(), part, (x + GAP, middle), 0.0);
        let name = (self.symbol("s", of), format!("what {} sends on", self.unit_name(of)));
        let x = self.frame(mask).right().0 + GAP;
        let sent = self.value(name, (Quantity::Sent(of), None), part, (x, middle));
        self.connect(activation, mask);
        self.connect(mask, sent);
        sent
    }

    /// y of an output, right of `x`.
    pub fn target(&mut self, of: UnitAt, at: (f64, f64)) -> usize {
        let name = Symbol { high: String::new(), ..self.symbol("y", of) };
        let name = (name, format!("y of {}", self.unit_name(of)));
        self.value(name, (Quantity::Target(of), None), Part::Target, at)
    }

    /// L, right of `x`.
    pub fn loss(&mut self, at: (f64, f64)) -> usize {
        let name = (Symbol::plain("L"), "loss of this example".to_owned());
        self.value(name, (Quantity::ExampleLoss(self.row), None), Part::Loss, at)
    }
}
