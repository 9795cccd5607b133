//! Where the picture, the units and the strongest weights are drawn. Pure.

use crate::state::UnitRef;
use crate::widget::edges::{Line, Sheaf, Spot};
use descent::data::DigitImage;
use descent::nn::NetworkSpec;
use descent::protocol::Parameters;
use descent::walk::Weight;

/// Units drawn of one layer; of a wider one the first and the last stand for all.
const MAX_SHOWN: usize = 16;
/// Weights drawn into each unit of the first layer.
const PIXELS_PER_UNIT: usize = 6;
/// Width of a character of an output's name.
const NAME_CHAR: f64 = 8.0;
/// Weights drawn between two columns of units.
const EDGES_PER_GAP: usize = 90;

/// The square of the input picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Side.
    pub side: f64,
}

/// A column's caption.
pub struct Caption {
    /// Center.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// What it says.
    pub text: String,
}

/// Places of everything for one network in one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Radius of a unit.
    pub radius: f64,
    /// The input picture.
    pub picture: Square,
    columns: Vec<Column>,
    n_inputs: usize,
    height: f64,
}

#[derive(Clone, Debug, PartialEq)]
struct Column {
    x: f64,
    width: usize,
    /// (unit, y) of the units that are drawn.
    shown: Vec<(usize, f64)>,
    name: String,
}

impl Layout {
    /// Lays out a network in a frame of this size; the outputs' names have at most
    /// `name_len` characters.
    pub fn new(spec: &NetworkSpec, (width, height): (f64, f64), name_len: usize) -> Self {
        let top = 8.0;
        let bottom = height - 26.0;
        let side = (width * 0.24).min((bottom - top) * 0.62).min(230.0);
        let picture = Square { x: 2.0, y: (top + bottom - side) / 2.0, side };

        let n_layers = spec.layers().len();
        let most = spec.layers().iter().map(|l| l.width.min(MAX_SHOWN + 1)).max().unwrap_or(1);
        let pitch = ((bottom - top) / most as f64).min(34.0);
        let radius = (pitch * 0.40).clamp(3.0, 11.0);
        let left = picture.x + side + (width * 0.16).max(radius * 3.0);
        let right = width - radius - 18.0 - NAME_CHAR * name_len as f64;
        let columns = spec
            .layers()
            .iter()
            .enumerate()
            .map(|(layer_idx, layer)| {
                let along =
                    if n_layers == 1 { 1.0 } else { layer_idx as f64 / (n_layers - 1) as f64 };
                let folded = layer.width > MAX_SHOWN;
                let half = MAX_SHOWN / 2;
                let units: Vec<usize> = if folded {
                    (0..half).chain(layer.width - half..layer.width).collect()
                } else {
                    (0..layer.width).collect()
                };
                // A folded column has an empty row for its ellipsis.
                let rows = units.len() + usize::from(folded);
                let first = (top + bottom) / 2.0 - pitch * (rows - 1) as f64 / 2.0;
                let shown = units
                    .iter()
                    .enumerate()
                    .map(|(row, &unit)| {
                        let row = row + usize::from(folded && row >= half);
                        (unit, first + pitch * row as f64)
                    })
                    .collect();
                let name = if layer_idx + 1 == n_layers {
                    format!("{} outputs", layer.width)
                } else {
                    format!("{} {}", layer.width, layer.activation.name)
                };
                Column { x: left + (right - left) * along, width: layer.width, shown, name }
            })
            .collect();
        Self { radius, picture, columns, n_inputs: spec.n_inputs(), height }
    }

    /// Whether parameters belong to this network.
    pub fn fits(&self, parameters: &Parameters) -> bool {
        parameters.weights.len() == self.columns.len()
            && parameters.weights.iter().zip(&self.columns).all(|(w, c)| w.nrows() == c.width)
            && parameters.network.n_inputs() == self.n_inputs
    }

    /// Every unit that is drawn, with its place.
    pub fn spots(&self) -> impl Iterator<Item = (UnitRef, Spot)> + '_ {
        self.columns.iter().enumerate().flat_map(|(layer_idx, column)| {
            column.shown.iter().map(move |&(unit_idx, y)| {
                (UnitRef { layer_idx, unit_idx }, Spot { x: column.x, y })
            })
        })
    }

    /// Where a unit is drawn, if it is.
    pub fn spot(&self, unit: UnitRef) -> Option<Spot> {
        let column = self.columns.get(unit.layer_idx)?;
        let (_, y) = column.shown.iter().find(|(unit_idx, _)| *unit_idx == unit.unit_idx)?;
        Some(Spot { x: column.x, y: *y })
    }

    /// Whether a unit is one of the outputs.
    pub fn is_output(&self, unit: UnitRef) -> bool {
        unit.layer_idx + 1 == self.columns.len()
    }

    /// The unit to which an arrow key leads.
    pub fn neighbor(&self, unit: UnitRef, key: &str) -> Option<UnitRef> {
        let column = self.columns.get(unit.layer_idx)?;
        let row = column.shown.iter().position(|(unit_idx, _)| *unit_idx == unit.unit_idx)?;
        let (layer_idx, row) = match key {
            "ArrowUp" => (unit.layer_idx, row.checked_sub(1)?),
            "ArrowDown" => (unit.layer_idx, row + 1),
            "ArrowLeft" => (unit.layer_idx.checked_sub(1)?, row),
            "ArrowRight" => (unit.layer_idx + 1, row),
            _ => return None,
        };
        let next = self.columns.get(layer_idx)?;
        let row = if layer_idx == unit.layer_idx { row } else { row.min(next.shown.len() - 1) };
        let (unit_idx, _) = next.shown.get(row)?;
        Some(UnitRef { layer_idx, unit_idx: *unit_idx })
    }

    /// What stands below each column, and the ellipsis of folded ones.
    pub fn captions(&self) -> impl Iterator<Item = Caption> + '_ {
        let middle = (8.0 + self.height - 26.0) / 2.0;
        let names = self.columns.iter().map(|column| Caption {
            x: column.x,
            y: self.height - 6.0,
            text: column.name.clone(),
        });
        let ellipses = self
            .columns
            .iter()
            .filter(|c| c.shown.len() < c.width)
            .map(move |column| Caption { x: column.x, y: middle + 5.0, text: "⋮".to_owned() });
        let picture = Caption {
            x: self.picture.x + self.picture.side / 2.0,
            y: self.height - 6.0,
            text: format!("{} pixels", self.n_inputs),
        };
        std::iter::once(picture).chain(names).chain(ellipses)
    }

    /// Center of a pixel of the input picture.
    fn pixel(&self, pixel_idx: usize) -> Spot {
        let cell = self.picture.side / DigitImage::SIDE as f64;
        let (row, col) = (pixel_idx / DigitImage::SIDE, pixel_idx % DigitImage::SIDE);
        Spot {
            x: self.picture.x + (col as f64 + 0.5) * cell,
            y: self.picture.y + (row as f64 + 0.5) * cell,
        }
    }
}

/// The strongest weights; if a unit is selected, only those into it.
pub fn edges(layout: &Layout, parameters: &Parameters, selected: Option<UnitRef>) -> Vec<Sheaf> {
    let mut sheaves = Vec::new();
    for (layer_idx, weights) in parameters.weights.iter().enumerate() {
        let column = &layout.columns[layer_idx];
        let mut lines: Vec<Line> = Vec::new();
        for &(unit_idx, y) in &column.shown {
            let only = selected.is_some_and(|s| s.layer_idx == layer_idx);
            if only && selected.is_some_and(|s| s.unit_idx != unit_idx) {
                continue;
            }
            let row = weights.row(unit_idx);
            let line = |k: usize, from: Spot| Line {
                weight: Weight { layer_idx, unit_idx, input_idx: Some(k) },
                value: row[k],
                from,
                to: Spot { x: column.x - layout.radius, y },
            };
            if layer_idx == 0 {
                let mut strongest: Vec<usize> = (0..row.len()).collect();
                let kept = if only { PIXELS_PER_UNIT * 8 } else { PIXELS_PER_UNIT };
                let kept = kept.min(row.len());
                if kept < strongest.len() {
                    strongest.select_nth_unstable_by(kept, |&a, &b| {
                        row[b].abs().total_cmp(&row[a].abs())
                    });
                }
                lines.extend(strongest[..kept].iter().map(|&i| line(i, layout.pixel(i))));
            } else {
                let before = &layout.columns[layer_idx - 1];
                let rim = before.x + layout.radius;
                lines.extend(before.shown.iter().map(|&(k, y)| line(k, Spot { x: rim, y })));
            }
        }
        lines.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        if layer_idx > 0 {
            lines.truncate(EDGES_PER_GAP);
        }
        sheaves.push(Sheaf { lines, dim: dimmed(layer_idx, selected) });
    }
    sheaves
}

/// Layers other than the selected unit's stand back.
fn dimmed(layer_idx: usize, selected: Option<UnitRef>) -> f64 {
    if selected.is_some_and(|s| s.layer_idx != layer_idx) { 0.25 } else { 1.0 }
}
