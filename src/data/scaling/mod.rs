//! Scaling (CURRICULUM E2): features brought into a range in which training goes well.
//! One file each, one line in [`ALL`].
//!
//! ```text
//! x′ = (x − offset) · scale
//! ```
//!
//! with one pair (offset, scale) for each column of numbers, and one for all pixels of
//! images, whose x is gray/255. The pairs follow from the training examples alone and are
//! applied to the held-out ones, too: what is held out must not be known beforehand.
//! A column in which all values are the same says nothing; it becomes 0 where it would
//! have to be divided by its spread.

mod min_max;
mod raw;
mod standardize;
mod unit;

pub use min_max::MIN_MAX;
pub use raw::RAW;
pub use standardize::STANDARDIZE;
pub use unit::UNIT;

use super::Features;
use crate::registry::entry;

/// Every scaling, in menu order.
pub static ALL: &[&Scaling] = &[&UNIT, &MIN_MAX, &STANDARDIZE, &RAW];

/// A way to scale features.
#[derive(Debug)]
pub struct Scaling {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The formula, as a line of text.
    pub formula: &'static str,
    /// What it does to a feature, given that feature's measures.
    pub pair: fn(&FeatureStats) -> Affine,
}

/// x′ = (x − offset) · scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// What becomes 0.
    pub offset: f64,
    /// 1 / what becomes 1 from there.
    pub scale: f64,
}

/// Measures of one column of numbers, or of all pixels, over the training examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeatureStats {
    /// Smallest x; of pixels 0, black.
    pub min: f64,
    /// Largest x; of pixels 1, white.
    pub max: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the population, √(Σ(x − mean)²/n): it is these very
    /// examples that shall have 1 afterwards, not a larger set that they are drawn from.
    /// MNIST's usual 0.3081 is computed so, too.
    pub std: f64,
    /// What x = 1 is stored as: 255 in images, 1 in columns of numbers.
    pub stored: f64,
}

impl Affine {
    /// Leaves everything as it is.
    pub const IDENTITY: Self = Self { offset: 0.0, scale: 1.0 };

    /// x′ = (x − offset)/spread; 0 for all x if there is no spread.
    pub fn over(offset: f64, spread: f64) -> Self {
        Self { offset, scale: if spread > 0.0 { 1.0 / spread } else { 0.0 } }
    }

    /// The formula, rounded once.
    pub fn apply(self, x: f32) -> f32 {
        ((f64::from(x) - self.offset) * self.scale) as f32
    }
}

impl FeatureStats {
    /// The measures of `features`: one for all pixels, or one a column.
    pub fn of(features: &Features, n_features: usize) -> Vec<Self> {
        match features {
            Features::Gray(pixels) => {
                let stats = Self::of_columns(pixels, 1, |&gray| f64::from(gray) / 255.0);
                stats.iter().map(|stats| Self::of_gray(stats.mean, stats.std)).collect()
            }
            Features::Numbers(numbers) => {
                Self::of_columns(numbers, n_features, |&number| f64::from(number))
            }
        }
    }

    /// Of the pixels of images with this mean and standard deviation of gray/255.
    pub const fn of_gray(mean: f64, std: f64) -> Self {
        Self { min: 0.0, max: 1.0, mean, std, stored: 255.0 }
    }

    /// Row by row, as the values lie in memory; a second time for the deviations, since
    /// the shortcut over the mean of squares loses digits.
    fn of_columns<T>(values: &[T], n_columns: usize, x: impl Fn(&T) -> f64) -> Vec<Self> {
        let none = Self { min: 0.0, max: 0.0, mean: 0.0, std: 0.0, stored: 1.0 };
        let mut columns = vec![none; n_columns];
        if values.is_empty() {
            return columns;
        }
        let n_rows = (values.len() / n_columns) as f64;
        for (column, first) in columns.iter_mut().zip(values) {
            (column.min, column.max) = (x(first), x(first));
        }
        for row in values.chunks_exact(n_columns) {
            for (column, value) in columns.iter_mut().zip(row) {
                column.min = column.min.min(x(value));
                column.max = column.max.max(x(value));
                column.mean += x(value) / n_rows;
            }
        }
        for row in values.chunks_exact(n_columns) {
            for (column, value) in columns.iter_mut().zip(row) {
                column.std += (x(value) - column.mean).powi(2) / n_rows;
            }
        }
        for column in &mut columns {
            // Rounding must not make a spread where all are the same.
            let is_constant = column.min == column.max;
            column.std = if is_constant { 0.0 } else { column.std.sqrt() };
        }
        columns
    }
}

impl Scaling {
    /// Scales one example: `stats` has one entry for all of `x`, or one each.
    pub fn apply(&self, stats: &[FeatureStats], x: &mut [f32]) {
        if let [stats] = stats {
            let pair = (self.pair)(stats);
            if pair != Affine::IDENTITY {
                x.iter_mut().for_each(|x| *x = pair.apply(*x));
            }
        } else {
            for (x, stats) in x.iter_mut().zip(stats) {
                *x = (self.pair)(stats).apply(*x);
            }
        }
    }
}

entry!(Scaling, "scaling");

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns, three examples; the second says nothing.
    fn scaled(scaling: &Scaling, x: [f32; 2]) -> [f32; 2] {
        let stats = FeatureStats::of(&Features::Numbers(vec![1.0, 0.1, 2.0, 0.1, 6.0, 0.1]), 2);
        let mut scaled = x;
        scaling.apply(&stats, &mut scaled);
        scaled
    }

    #[test]
    fn columns_are_scaled_by_the_training_examples() {
        assert_eq!(scaled(&UNIT, [2.0, 0.1]), [2.0, 0.1]);
        assert_eq!(scaled(&RAW, [2.0, 0.1]), [2.0, 0.1]);
        // (x − 1)/(6 − 1); what lies outside the training examples may leave [0, 1].
        let all = [1.0, 2.0, 6.0, 11.0].map(|x| scaled(&MIN_MAX, [x, 0.1]));
        assert_eq!(all, [[0.0, 0.0], [0.2, 0.0], [1.0, 0.0], [2.0, 0.0]]);
        // Mean 3, variance (4 + 1 + 9)/3.
        let std = (14.0_f64 / 3.0).sqrt();
        for x in [1.0, 2.0, 6.0] {
            let expected = ((f64::from(x) - 3.0) / std) as f32;
            let [standardized, _] = scaled(&STANDARDIZE, [x, 0.1]);
            assert!((standardized - expected).abs() < 1e-6);
        }
        // Even where a held-out example has another value, the empty column stays empty.
        assert_eq!(scaled(&STANDARDIZE, [3.0, 7.0]), [0.0, 0.0]);
        assert_eq!(scaled(&MIN_MAX, [1.0, 7.0]), [0.0, 0.0]);
    }

    #[test]
    fn pixels_share_one_pair() {
        let stats = FeatureStats::of(&Features::Gray(vec![0, 255, 51, 204]), 2);
        let scaled = |scaling: &Scaling, gray: u8| {
            let mut x = [f32::from(gray) / 255.0; 2];
            scaling.apply(&stats, &mut x);
            x[1]
        };
        for gray in 0..=255 {
            assert_eq!(scaled(&UNIT, gray), f32::from(gray) / 255.0);
            assert_eq!(scaled(&MIN_MAX, gray), f32::from(gray) / 255.0);
            assert_eq!(scaled(&RAW, gray), f32::from(gray), "the byte itself");
        }
        // Mean 0.5, variance (0.25 + 0.25 + 0.09 + 0.09)/4 = 0.17.
        assert!((f64::from(scaled(&STANDARDIZE, 255)) - 0.5 / 0.17_f64.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn the_largest_numbers_and_no_examples_at_all_stay_finite() {
        let stats = FeatureStats::of(&Features::Numbers(vec![-3e38, 3e38, 1e-45, 0.0]), 1);
        for scaling in ALL {
            for mut x in [[-3e38_f32], [3e38], [0.0]] {
                scaling.apply(&stats, &mut x);
                assert!(x[0].is_finite(), "{}", scaling.key);
            }
            let mut x = [5.0; 3];
            scaling.apply(&FeatureStats::of(&Features::Numbers(Vec::new()), 3), &mut x);
            assert!(x.iter().all(|x| x.is_finite()), "{}", scaling.key);
        }
    }
}
