//! Where the units stand, in CSS pixels.

use ndarray::Array2;

use crate::widget::edges::{Line, Spot};
use descent::nn::NetworkSpec;
use descent::walk::Weight;

/// Width of a column.
pub const COLUMN: f64 = 104.0;
/// Height of what stands above the units.
pub const HEAD: f64 = 92.0;
/// Side of an input's picture, and of a unit's in a layer of few.
pub const UNIT: f64 = 46.0;
/// From an input to the one below.
const ROW: f64 = 58.0;
/// Units of a layer that have pictures at a time; of wider ones a part is shown, and another
/// by a button.
pub const MOST: usize = 48;
/// Height of that button, with the room above it.
const PART: f64 = 34.0;

/// How a layer's pictures stand: in so many files beside each other.
struct Grid {
    n_files: usize,
    side: f64,
    pitch: f64,
}

/// Few units are large; all of a layer stay beside their seven inputs.
const fn grid(n: usize) -> Grid {
    match n {
        0..=8 => Grid { n_files: 1, side: UNIT, pitch: ROW },
        9..=22 => Grid { n_files: 2, side: 36.0, pitch: 42.0 },
        _ => Grid { n_files: 3, side: 25.0, pitch: 29.0 },
    }
}

/// Where a picture stands: its middle, and its side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Its middle.
    pub spot: Spot,
    /// Its side.
    pub side: f64,
}

/// Units of each column: inputs, hidden layers, outputs; and from which one on they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns(Vec<(usize, usize)>);

impl Columns {
    /// The columns of a network, with `n_inputs` rows in the first. `parts`: which part of
    /// each layer is shown, 0 where it says nothing.
    pub fn of(n_inputs: usize, network: &NetworkSpec, parts: &[usize]) -> Self {
        let layers = network.layers().iter().enumerate().map(|(layer_idx, layer)| {
            let part = parts.get(layer_idx).copied().unwrap_or_default();
            // A layer may have become narrower.
            (layer.width, (part * MOST) % (layer.width.div_ceil(MOST) * MOST))
        });
        Self(std::iter::once((n_inputs, 0)).chain(layers).collect())
    }

    /// Of everything.
    pub fn width(&self) -> f64 {
        self.0.len() as f64 * COLUMN
    }

    /// Of everything.
    pub fn height(&self) -> f64 {
        let below = |column: usize| {
            let parts = if self.0[column].0 > MOST { PART } else { 0.0 };
            self.depth(column) + parts
        };
        HEAD + (0..self.0.len()).map(below).fold(0.0, f64::max) + 24.0
    }

    /// From the first unit's top to below the last.
    fn depth(&self, column: usize) -> f64 {
        let n = self.shown(column).len();
        let Grid { n_files, pitch, .. } = grid(n);
        n.div_ceil(n_files) as f64 * pitch
    }

    /// The units of a column that have pictures.
    fn shown(&self, column: usize) -> std::ops::Range<usize> {
        let (n, first) = self.0[column];
        first..n.min(first + MOST)
    }

    /// Where a unit's picture is, if it has one.
    fn seat(&self, column: usize, unit: usize) -> Option<Seat> {
        let shown = self.shown(column);
        let at = shown.contains(&unit).then(|| unit - shown.start)?;
        let Grid { n_files, side, pitch } = grid(shown.len());
        let (row, file) = (at / n_files, at % n_files);
        let across = (file as f64 - (n_files - 1) as f64 / 2.0) * (side + 3.0);
        let x = column as f64 * COLUMN + COLUMN / 2.0 + across;
        Some(Seat { spot: Spot { x, y: HEAD + row as f64 * pitch + side / 2.0 }, side })
    }

    /// The middle of an input's picture.
    pub fn input(row: usize) -> Seat {
        let spot = Spot { x: COLUMN / 2.0, y: HEAD + row as f64 * ROW + UNIT / 2.0 };
        Seat { spot, side: UNIT }
    }

    /// From the left to the column of the outputs.
    pub fn before_outputs(&self) -> f64 {
        (self.0.len() - 1) as f64 * COLUMN
    }

    /// Every unit that has a picture: layer, number, place.
    pub fn units(&self) -> impl Iterator<Item = (usize, usize, Seat)> + '_ {
        (0..self.0.len() - 1).flat_map(move |layer_idx| {
            let column = layer_idx + 1;
            let seat = move |unit| Some((layer_idx, unit, self.seat(column, unit)?));
            self.shown(column).filter_map(seat)
        })
    }

    /// Layers of which only a part is shown: layer, its first and last unit that are, units
    /// in all, and the top left corner of where that is said.
    pub fn parted(&self) -> impl Iterator<Item = (usize, (usize, usize), usize, Spot)> + '_ {
        (1..self.0.len()).filter(|&column| self.0[column].0 > MOST).map(|column| {
            let shown = self.shown(column);
            let spot = Spot { x: column as f64 * COLUMN, y: HEAD + self.depth(column) };
            (column - 1, (shown.start, shown.end - 1), self.0[column].0, spot)
        })
    }

    /// The lines of a layer's weights (out, in) between units that have a picture. `rows`: the
    /// rows of the first column that are inputs.
    pub fn lines(&self, layer_idx: usize, weights: &Array2<f32>, rows: &[usize]) -> Vec<Line> {
        let row = |input: usize| match layer_idx {
            0 => rows.get(input).copied(),
            _ => Some(input),
        };
        let lines = weights.indexed_iter().filter_map(|((unit, input), &value)| {
            let from = self.seat(layer_idx, row(input)?)?;
            let to = self.seat(layer_idx + 1, unit)?;
            let right = Spot { x: from.spot.x + from.side / 2.0, ..from.spot };
            let left = Spot { x: to.spot.x - to.side / 2.0, ..to.spot };
            let weight = Weight { layer_idx, unit_idx: unit, input_idx: Some(input) };
            Some(Line { weight, value, from: right, to: left })
        });
        lines.collect()
    }
}
