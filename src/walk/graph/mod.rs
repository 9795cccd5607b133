//! An update as a computation graph (CURRICULUM A10), as Karpathy's micrograd and
//! Stanford's cs231n draw it: values and operations as nodes from left to right, each value
//! with what goes forward above and what of this example's loss comes back below.
//!
//! A small network is drawn whole; of a large one the graph of a single unit, its sums
//! folded as the walk folds them. Pure: the names of the trace's numbers, and where on the
//! page they stand, in CSS pixels.

mod cells;
mod draw;
mod known;
mod symbol;
mod unit;
mod whole;

pub use known::{Part, Rest, is_here, is_known, worked_out_at};
pub use symbol::Symbol;

use super::place::Places;
use super::quantity::{Quantity, UnitAt};
use crate::nn::StepTrace;

/// Most weights of a layer in a graph of the whole network.
const MOST_WEIGHTS: usize = 9;

/// Something in the graph. A value or an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Which part of the network's computation it belongs to.
    pub part: Part,
    /// In words, for those who do not see it.
    pub spoken: String,
    /// Where it is drawn.
    pub frame: Frame,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number with a name.
    Value {
        /// What it is called.
        name: Symbol,
        /// What goes forward.
        value: Quantity,
        /// What comes back; none if nothing asks for it.
        gradient: Option<Quantity>,
    },
    /// What is done with those that lead to it.
    Operation(String),
    /// Numbers that are not drawn one by one.
    Folded {
        /// How many.
        name: String,
        /// What they come to, and the number that it is a part of; nothing where they
        /// only stand for themselves.
        sum: Option<(f32, Quantity)>,
    },
}

/// A rectangle, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Of its left side.
    pub x: f64,
    /// Of its top.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Frame {
    /// Where lines end that come to it.
    pub fn left(self) -> (f64, f64) {
        (self.x, self.middle())
    }

    /// Where lines begin that go on.
    pub fn right(self) -> (f64, f64) {
        (self.x + self.width, self.middle())
    }

    /// Half its height from the top.
    pub fn middle(self) -> f64 {
        self.y + self.height / 2.0
    }

    /// Whether they cover each other.
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// A line with an arrowhead, from one node to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The node that it begins at.
    pub from: usize,
    /// The node that it ends at.
    pub to: usize,
    /// The points that it goes through.
    pub points: Vec<(f64, f64)>,
    /// Numbers at the line itself.
    pub label: Option<EdgeLabel>,
    /// Which part of the computation it is.
    pub part: Part,
}

impl Edge {
    /// As an SVG path: level where it can be, in soft bends between.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (idx, &(x, y)) in self.points.iter().enumerate() {
            match idx.checked_sub(1).map(|before| self.points[before]) {
                None => path += &format!("M{x:.1} {y:.1}"),
                Some((_, from_y)) if from_y == y => path += &format!("H{x:.1}"),
                Some((from_x, from_y)) => {
                    let bend = (from_x + x) / 2.0;
                    path += &format!("C{bend:.1} {from_y:.1} {bend:.1} {y:.1} {x:.1} {y:.1}");
                }
            }
        }
        path
    }
}

/// A product at its line: above it what goes forward, below it what comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeLabel {
    /// In words.
    pub spoken: String,
    /// What goes forward.
    pub value: Option<Quantity>,
    /// What comes back.
    pub gradient: Option<Quantity>,
    /// The room for both.
    pub frame: Frame,
}

/// The graph, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// Each before those that it leads to.
    pub nodes: Vec<Node>,
    /// From left to right.
    pub edges: Vec<Edge>,
    /// Of all of it.
    pub width: f64,
    /// Of all of it.
    pub height: f64,
    /// The unit that it is the graph of; none if it is the whole network's.
    pub of: Option<UnitAt>,
}

impl Graph {
    /// Whether a network is small enough to be drawn whole.
    pub fn is_whole(places: &Places) -> bool {
        (0..places.n_layers())
            .all(|layer_idx| places.n_in(layer_idx) * places.n_in(layer_idx + 1) <= MOST_WEIGHTS)
    }

    /// The graph of what one example sees: of the whole network, or if that is large of the
    /// unit `of`. `number_width` is the room that a number takes, in CSS pixels.
    pub fn new(trace: &StepTrace, places: &Places, of: UnitAt, number_width: f64) -> Self {
        if Self::is_whole(places) {
            whole::graph(trace, places, of.row, number_width)
        } else {
            unit::graph(trace, places, of, number_width)
        }
    }

    /// Every number of the trace in it, each with its name in words.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, Option<Quantity>, Option<Quantity>)> {
        let nodes = self.nodes.iter().filter_map(|node| match &node.kind {
            Kind::Value { value, gradient, .. } => {
                Some((node.spoken.as_str(), Some(*value), *gradient))
            }
            _ => None,
        });
        let labels = self.edges.iter().filter_map(|edge| edge.label.as_ref());
        nodes.chain(labels.map(|label| (label.spoken.as_str(), label.value, label.gradient)))
    }
}
