//! Where the pane draws inputs and units. Pure.

use descent::data::DigitImage;
use descent::nn::NetworkSpec;

/// Units drawn of one column; of more, those that tell most.
pub const MAX_SHOWN: usize = 16;
/// Numbers stand in the units if no column has more.
const MAX_NUMBERS: usize = 4;

/// A point, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// The inputs (first) or a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Center.
    pub x: f64,
    /// Its units, those that are drawn, with their centers.
    pub shown: Vec<(usize, f64)>,
    /// Its units in all.
    pub n_units: usize,
}

/// Places of everything in one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The inputs, then the layers.
    pub columns: Vec<Column>,
    /// Radius of a unit.
    pub radius: f64,
    /// The inputs are a picture with this side.
    pub picture: Option<f64>,
    /// There is room for a number in each unit.
    pub has_numbers: bool,
    /// Center of all columns.
    pub middle: f64,
}

impl Layout {
    /// Lays out a network in a frame; `telling` orders the units of a column (0: the
    /// inputs) by how much they tell, most first.
    pub fn new(
        spec: &NetworkSpec,
        (width, height): (f64, f64),
        telling: impl Fn(usize, usize) -> Vec<usize>,
    ) -> Self {
        let widths: Vec<usize> =
            std::iter::once(spec.n_inputs()).chain(spec.layers().iter().map(|l| l.width)).collect();
        let is_picture = spec.n_inputs() == DigitImage::LEN;
        let (top, bottom) = (10.0, height - 26.0);
        let has_numbers = widths.iter().all(|&n| n <= MAX_NUMBERS);
        let most =
            widths[usize::from(is_picture)..].iter().copied().max().unwrap_or(1).min(MAX_SHOWN + 1);
        let largest = if has_numbers { 96.0 } else { 34.0 };
        let pitch = ((bottom - top) / most as f64).min(largest);
        let radius =
            if has_numbers { (pitch * 0.4).min(30.0) } else { (pitch * 0.4).clamp(3.0, 12.0) };
        let picture = is_picture.then(|| (width * 0.26).min((bottom - top) * 0.6).min(196.0));
        let left = picture.map_or(radius + 4.0, |side| side / 2.0 + 2.0);
        let right = width - radius - 36.0;
        let middle = (top + bottom) / 2.0;
        let gaps = (widths.len() - 1) as f64;
        let columns = widths
            .iter()
            .enumerate()
            .map(|(column_idx, &n_units)| {
                // After a picture the first gap is wider by half of it.
                let shift =
                    picture.map_or(0.0, |side| if column_idx == 0 { 0.0 } else { side * 0.5 });
                let span = right - left - picture.map_or(0.0, |side| side * 0.5);
                let x = left + shift + span * column_idx as f64 / gaps;
                if column_idx == 0 && is_picture {
                    return Column { x, shown: Vec::new(), n_units };
                }
                let mut units: Vec<usize> = (0..n_units).collect();
                if n_units > MAX_SHOWN {
                    units = telling(column_idx, n_units);
                    units.truncate(MAX_SHOWN);
                    units.sort_unstable();
                }
                let first = middle - pitch * (units.len() - 1) as f64 / 2.0;
                let place = |(at, unit): (usize, usize)| (unit, first + pitch * at as f64);
                Column { x, shown: units.into_iter().enumerate().map(place).collect(), n_units }
            })
            .collect();
        Self { columns, radius, picture, has_numbers, middle }
    }

    /// Where a unit of a column is drawn; of the input picture, its edge.
    pub fn spot(&self, column_idx: usize, unit_idx: usize) -> Option<Spot> {
        let column = self.columns.get(column_idx)?;
        if let (0, Some(side)) = (column_idx, self.picture) {
            let cell = side / DigitImage::SIDE as f64;
            let (row, col) = (unit_idx / DigitImage::SIDE, unit_idx % DigitImage::SIDE);
            let at = |n: usize| (n as f64 + 0.5) * cell - side / 2.0;
            return Some(Spot { x: column.x + at(col), y: self.middle + at(row) });
        }
        let (_, y) = column.shown.iter().find(|(unit, _)| *unit == unit_idx)?;
        Some(Spot { x: column.x, y: *y })
    }
}
