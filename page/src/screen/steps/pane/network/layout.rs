//! Where the pane draws inputs and units. Pure.

use super::edges::between;
use crate::widget::edges::Spot;
use descent::data::DigitImage;
use descent::nn::NetworkSpec;
use descent::walk::Weight;

/// Units drawn of one column; of more, those that tell most.
pub const MAX_SHOWN: usize = 16;
/// Numbers stand in the units if no column has more.
const MAX_NUMBERS: usize = 4;
/// Below the columns stands what they are.
const CAPTION: f64 = 30.0;
/// Room right of the outputs: for what they should do, or for bars with their names.
const WISH: f64 = 34.0;
/// In a narrower frame the units are smaller, and it is for the lines' numbers to have room.
const NARROW: f64 = 400.0;

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
    /// The inputs are a picture: its left upper corner and its side.
    pub picture: Option<(Spot, f64)>,
    /// Below it a second one, of a first layer's unit, if one is looked at.
    pub second: Option<Spot>,
    /// There is room for a number in each unit.
    pub has_numbers: bool,
    /// Beside the outputs stand their names and bars; so wide are the names, and the bars.
    pub bars: Option<(f64, f64)>,
    /// Bottom of what is drawn, above the captions.
    pub bottom: f64,
}

impl Layout {
    /// Lays out a network in a frame. `telling` orders the units of a column (0: the
    /// inputs) by how much they tell, most first; `name_width` is the widest output's name.
    pub fn new(
        spec: &NetworkSpec,
        (width, height): (f64, f64),
        name_width: f64,
        has_second: bool,
        telling: impl Fn(usize, usize) -> Vec<usize>,
    ) -> Self {
        let widths: Vec<usize> =
            std::iter::once(spec.n_inputs()).chain(spec.layers().iter().map(|l| l.width)).collect();
        let is_picture = spec.n_inputs() == DigitImage::LEN;
        let (top, bottom) = (8.0, height - CAPTION);
        let has_numbers = widths.iter().all(|&n| n <= MAX_NUMBERS);
        let most =
            widths[usize::from(is_picture)..].iter().copied().max().unwrap_or(1).min(MAX_SHOWN + 1);
        let largest = if has_numbers { 120.0 } else { 34.0 };
        let pitch = ((bottom - top) / most as f64).min(largest);
        let radius = if has_numbers {
            if width < NARROW { 23.0 } else { (width * 0.075).clamp(25.0, 32.0) }
        } else {
            (pitch * 0.4).clamp(3.0, 12.0)
        };
        let middle = (top + bottom) / 2.0;
        let side = (width * 0.28).min((bottom - top) * 0.6).min(220.0);
        // Two of them stand above each other, each with a line of text below it.
        let side = if has_second { side.min((bottom - top) / 2.0 - 26.0) } else { side };
        let picture = is_picture.then(|| {
            let high = if has_second { 2.0 * side + 26.0 } else { side };
            (Spot { x: 2.0, y: middle - high / 2.0 }, side)
        });
        let second = picture
            .filter(|_| has_second)
            .map(|(spot, side)| Spot { x: spot.x, y: spot.y + side + 26.0 });
        let has_bars = !has_numbers && widths[widths.len() - 1] > 1;
        let bars = has_bars.then(|| (name_width, (width * 0.12).clamp(26.0, 96.0)));
        let left = picture.map_or(radius + 4.0, |(spot, side)| spot.x + side / 2.0);
        let wish = if width < NARROW { WISH - 8.0 } else { WISH };
        let beside = bars.map_or(wish, |(name, bar)| 10.0 + name + bar);
        let right = width - radius - beside;
        let gaps = (widths.len() - 1) as f64;
        let columns = widths
            .iter()
            .enumerate()
            .map(|(column_idx, &n_units)| {
                // After a picture the first gap is wider by half of it.
                let shift =
                    picture.map_or(0.0, |(_, side)| if column_idx == 0 { 0.0 } else { side * 0.5 });
                let span = right - left - picture.map_or(0.0, |(_, side)| side * 0.5);
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
        Self { columns, radius, picture, second, has_numbers, bars, bottom }
    }

    /// Where a unit of a column is drawn; of the input picture, its pixel.
    pub fn spot(&self, column_idx: usize, unit_idx: usize) -> Option<Spot> {
        let column = self.columns.get(column_idx)?;
        if let (0, Some((corner, side))) = (column_idx, self.picture) {
            let cell = side / DigitImage::SIDE as f64;
            let (row, col) = (unit_idx / DigitImage::SIDE, unit_idx % DigitImage::SIDE);
            let at = |n: usize| (n as f64 + 0.5) * cell;
            return Some(Spot { x: corner.x + at(col), y: corner.y + at(row) });
        }
        let (_, y) = column.shown.iter().find(|(unit, _)| *unit == unit_idx)?;
        Some(Spot { x: column.x, y: *y })
    }

    /// Both ends of a weight's line, if it is drawn.
    pub fn ends(&self, weight: Weight) -> Option<(Spot, Spot)> {
        let Weight { layer_idx, unit_idx, input_idx } = weight;
        let from = self.spot(layer_idx, input_idx?)?;
        let to = self.spot(layer_idx + 1, unit_idx)?;
        let is_pixel = layer_idx == 0 && self.picture.is_some();
        Some(between(from, to, (if is_pixel { 0.0 } else { self.radius }, self.radius)))
    }
}
