//! What graphs are drawn of: values in boxes, operations, lines between them.

use super::super::name::unit_name;
use super::super::place::Places;
use super::super::quantity::{Quantity, UnitAt};
use super::{Edge, EdgeLabel, Frame, Graph, Kind, Node, Part, Symbol};
use crate::nn::StepTrace;

/// Height of a value with its gradient.
pub const BOX: f64 = 42.0;
/// Between things that stand side by side.
pub const GAP: f64 = 13.0;
/// Room in which lines run from all of a column to all of the next.
pub const CHANNEL: f64 = 32.0;
/// Radius of a round operation.
pub const ROUND: f64 = 12.0;

/// A graph that is being drawn, about the line y = 0.
pub struct Drawing<'a> {
    pub trace: &'a StepTrace,
    pub places: &'a Places,
    pub row: usize,
    /// Room of a number.
    pub number_width: f64,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
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

    /// What is not drawn one by one, and what it comes to as a part of another number.
    pub fn folded(
        &mut self,
        name: String,
        sum: Option<(f32, Quantity)>,
        part: Part,
        (x, middle): (f64, f64),
    ) -> usize {
        let number = if sum.is_some() { self.number_width + 8.0 } else { 0.0 };
        let width = 6.6 * name.chars().count() as f64 + number + 14.0;
        let frame = Frame { x, y: middle - BOX / 2.0, width, height: BOX };
        self.add(Kind::Folded { name: name.clone(), sum }, part, name, frame)
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

    /// A line through these points, with its numbers.
    pub fn edge(
        &mut self,
        from: usize,
        to: usize,
        points: Vec<(f64, f64)>,
        label: Option<EdgeLabel>,
    ) {
        let part = self.nodes[to].part;
        self.edges.push(Edge { from, to, points, label, part });
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
