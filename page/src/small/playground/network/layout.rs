//! Where the units stand, in CSS pixels.

use ndarray::Array2;

use crate::widget::edges::{Line, Spot};
use descent::nn::NetworkSpec;

/// Width of a column.
pub const COLUMN: f64 = 104.0;
/// Height of what stands above the units.
pub const HEAD: f64 = 92.0;
/// Side of a unit's picture.
pub const UNIT: f64 = 46.0;
/// From a unit to the one below.
const ROW: f64 = 58.0;
/// Most units of a layer that have a picture; the others are counted.
const MOST: usize = 8;

/// Units of each column: inputs, hidden layers, outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns(Vec<usize>);

impl Columns {
    /// The columns of a network, with `n_inputs` rows in the first.
    pub fn of(n_inputs: usize, network: &NetworkSpec) -> Self {
        let widths = network.layers().iter().map(|layer| layer.width);
        Self(std::iter::once(n_inputs).chain(widths).collect())
    }

    /// Of everything.
    pub fn width(&self) -> f64 {
        self.0.len() as f64 * COLUMN
    }

    /// Of everything.
    pub fn height(&self) -> f64 {
        let most = self.0.iter().map(|&n| n.min(MOST)).max().unwrap_or(1);
        HEAD + most as f64 * ROW + 24.0
    }

    /// The middle of a unit.
    fn spot(&self, column: usize, unit: usize) -> Spot {
        let x = column as f64 * COLUMN + COLUMN / 2.0;
        Spot { x, y: HEAD + unit as f64 * ROW + UNIT / 2.0 }
    }

    /// The middle of an input's picture.
    pub fn input(row: usize) -> Spot {
        Spot { x: COLUMN / 2.0, y: HEAD + row as f64 * ROW + UNIT / 2.0 }
    }

    /// From the left to the column of the outputs.
    pub fn before_outputs(&self) -> f64 {
        (self.0.len() - 1) as f64 * COLUMN
    }

    /// Every unit that has a picture: layer, number, middle.
    pub fn units(&self) -> impl Iterator<Item = (usize, usize, Spot)> + '_ {
        (0..self.0.len() - 1).flat_map(move |layer_idx| {
            let n = self.0[layer_idx + 1].min(MOST);
            (0..n).map(move |unit| (layer_idx, unit, self.spot(layer_idx + 1, unit)))
        })
    }

    /// How many units of each layer have none, and where that is said.
    pub fn folded(&self) -> impl Iterator<Item = (usize, Spot)> + '_ {
        (1..self.0.len()).filter(|&column| self.0[column] > MOST).map(|column| {
            let Spot { x, y } = self.spot(column, MOST);
            (self.0[column] - MOST, Spot { x, y: y - UNIT / 2.0 })
        })
    }

    /// The lines of a layer's weights (out, in) between units that have a picture. `rows`: the
    /// rows of the first column that are inputs.
    pub fn lines(&self, layer_idx: usize, weights: &Array2<f32>, rows: &[usize]) -> Vec<Line> {
        let row = |input: usize| match layer_idx {
            0 => rows.get(input).copied(),
            _ => (input < MOST).then_some(input),
        };
        let lines = weights.indexed_iter().filter_map(|((unit, input), &weight)| {
            let from = self.spot(layer_idx, row(input)?);
            let to = self.spot(layer_idx + 1, (unit < MOST).then_some(unit)?);
            let (from_x, to_x) = (from.x + UNIT / 2.0, to.x - UNIT / 2.0);
            Some((weight, Spot { x: from_x, ..from }, Spot { x: to_x, ..to }))
        });
        lines.collect()
    }
}
