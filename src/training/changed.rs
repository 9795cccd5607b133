//! What has become of a network's weights from one of its states to another.

use ndarray::{Array2, Zip};
use serde::{Deserialize, Serialize};

use crate::data::DigitImage;
use crate::nn::{DenseLayer, Network};

/// How a layer's parameters have changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerChange {
    /// Units of the layer.
    pub n_units: usize,
    /// Numbers that each of them is fed.
    pub n_inputs: usize,
    /// Mean of |ΔW| over all weights.
    pub mean: f64,
    /// ‖ΔW‖ = √ΣΔw².
    pub norm: f64,
    /// ‖W‖ before.
    pub norm_before: f64,
    /// Mean of |Δb|.
    pub bias_mean: f64,
    /// Where it is that the weights have changed.
    pub picture: ChangePicture,
}

/// ΔW to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ChangePicture {
    /// Of a layer that looks at images: unit by unit, those that have changed most first, no
    /// more than [`MOST_UNITS`](Self::MOST_UNITS).
    Units(Vec<UnitChange>),
    /// Of any other: the whole matrix. Of a large one each number is that of a block which has
    /// changed most, with its sign.
    Matrix {
        /// (rows, cols): a row of units, a column of inputs.
        values: Array2<f32>,
        /// Units and inputs of a block.
        block: (usize, usize),
    },
}

/// How a unit's weights have changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitChange {
    /// Its number within the layer.
    pub unit_idx: usize,
    /// √ΣΔw² of its weights.
    pub norm: f64,
    /// ΔW (28·28), row by row.
    pub values: Vec<f32>,
}

impl ChangePicture {
    /// Most units that are shown one by one.
    pub const MOST_UNITS: usize = 64;
    /// Most rows, and most columns, of a matrix.
    pub const MOST_SIDE: usize = 64;

    /// The number that is largest without its sign: what gets the full color.
    pub fn largest(&self) -> f32 {
        let most = |largest: f32, value: &f32| largest.max(value.abs());
        match self {
            Self::Units(units) => units.iter().flat_map(|unit| &unit.values).fold(0.0, most),
            Self::Matrix { values, .. } => values.iter().fold(0.0, most),
        }
    }
}

impl LayerChange {
    /// Of each layer from `before` to `after`; none if they are of different shapes.
    pub fn of_all(before: &Network, after: &Network) -> Option<Vec<Self>> {
        let shapes = |network: &Network| network.spec().shapes().collect::<Vec<_>>();
        if shapes(before) != shapes(after) {
            return None;
        }
        let layers = before.layers().iter().zip(after.layers());
        Some(layers.map(|(before, after)| Self::of(before, after)).collect())
    }

    /// ‖ΔW‖ / ‖W‖; none where there was nothing to begin with.
    pub fn relative(&self) -> Option<f64> {
        (self.norm_before > 0.0).then(|| self.norm / self.norm_before)
    }

    fn of(before: &DenseLayer, after: &DenseLayer) -> Self {
        let change = &after.weights - &before.weights;
        let (n_units, n_inputs) = change.dim();
        let norm = |squares: f64| squares.sqrt();
        let square = |value: &f32| f64::from(*value).powi(2);
        let bias = Zip::from(&before.bias)
            .and(&after.bias)
            .fold(0.0, |sum, &before, &after| sum + f64::from((after - before).abs()));
        Self {
            n_units,
            n_inputs,
            mean: mean(change.iter().map(|value| f64::from(value.abs())).sum(), change.len()),
            norm: norm(change.iter().map(square).sum()),
            norm_before: norm(before.weights.iter().map(square).sum()),
            bias_mean: mean(bias, n_units),
            picture: if n_inputs == DigitImage::LEN { units(&change) } else { matrix(&change) },
        }
    }
}

fn mean(sum: f64, n: usize) -> f64 {
    if n == 0 { 0.0 } else { sum / n as f64 }
}

fn units(change: &Array2<f32>) -> ChangePicture {
    let unit = |(unit_idx, row): (usize, ndarray::ArrayView1<f32>)| UnitChange {
        unit_idx,
        norm: row.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt(),
        values: row.to_vec(),
    };
    let mut units: Vec<_> = change.rows().into_iter().enumerate().map(unit).collect();
    units.sort_by(|a, b| b.norm.total_cmp(&a.norm));
    units.truncate(ChangePicture::MOST_UNITS);
    ChangePicture::Units(units)
}

fn matrix(change: &Array2<f32>) -> ChangePicture {
    let (n_units, n_inputs) = change.dim();
    let block = |n: usize| n.div_ceil(ChangePicture::MOST_SIDE).max(1);
    let (high, wide) = (block(n_units), block(n_inputs));
    let values =
        Array2::from_shape_fn((n_units.div_ceil(high), n_inputs.div_ceil(wide)), |(row, col)| {
            let (top, left) = (row * high, col * wide);
            let (bottom, right) = ((top + high).min(n_units), (left + wide).min(n_inputs));
            let block = change.slice(ndarray::s![top..bottom, left..right]);
            block.iter().fold(0.0_f32, |most, &it| if it.abs() > most.abs() { it } else { most })
        });
    ChangePicture::Matrix { values, block: (high, wide) }
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use super::*;

    fn layer(n_units: usize, n_inputs: usize, of: impl Fn(usize, usize) -> f32) -> DenseLayer {
        DenseLayer {
            weights: Array2::from_shape_fn((n_units, n_inputs), |(unit, input)| of(unit, input)),
            bias: Array1::zeros(n_units),
        }
    }

    #[test]
    fn of_a_large_matrix_each_block_tells_its_largest_change() {
        let before = layer(3, 130, |_, _| 1.0);
        let mut after = before.clone();
        after.weights[[2, 4]] = -4.0;
        after.weights[[2, 5]] = 3.0;
        after.weights[[0, 129]] = 1.5;
        after.bias[1] = 3.0;
        let change = LayerChange::of(&before, &after);
        let ChangePicture::Matrix { values, block } = &change.picture else { panic!() };
        assert_eq!((values.dim(), *block), ((3, 44), (1, 3)));
        assert_eq!((values[[2, 1]], values[[0, 43]], values[[1, 1]]), (-5.0, 0.5, 0.0));
        assert_eq!(change.picture.largest(), 5.0);
        assert!((change.mean - 7.5 / 390.0).abs() < 1e-12);
        assert!((change.norm - (25.0_f64 + 4.0 + 0.25).sqrt()).abs() < 1e-12);
        assert_eq!(change.relative(), Some(change.norm / 390.0_f64.sqrt()));
        assert_eq!(change.bias_mean, 1.0);
    }

    #[test]
    fn units_that_look_at_images_are_told_the_most_changed_first() {
        let before = layer(70, DigitImage::LEN, |_, _| 0.0);
        let after =
            layer(70, DigitImage::LEN, |unit, input| if input == 9 { unit as f32 } else { 0.0 });
        let change = LayerChange::of(&before, &after);
        assert_eq!(change.relative(), None, "it was all 0");
        let ChangePicture::Units(units) = &change.picture else { panic!() };
        let told: Vec<_> = units.iter().map(|unit| (unit.unit_idx, unit.norm)).collect();
        assert_eq!((told.len(), told[0], told[63]), (64, (69, 69.0), (6, 6.0)));
        assert_eq!(units[0].values[9], 69.0);
    }
}
