//! How numbers are spread.

use serde::{Deserialize, Serialize};

/// How numbers are spread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The smallest, which the first bin begins with.
    pub min: f32,
    /// The largest, which the last bin ends with.
    pub max: f32,
    /// How many there are in each bin; all bins are equally wide.
    pub counts: Vec<u32>,
    /// How many numbers are exactly 0.
    pub n_zero: u32,
}

impl Histogram {
    /// Counts finite numbers into `n_bins` bins; others are left out.
    pub fn of<'a>(numbers: impl Iterator<Item = &'a f32> + Clone, n_bins: usize) -> Self {
        let numbers = numbers.copied().filter(|number| number.is_finite());
        let (min, max) = numbers
            .clone()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        if min > max || n_bins == 0 {
            return Self::default();
        }
        let mut histogram = Self { min, max, counts: vec![0; n_bins], n_zero: 0 };
        // In double precision the range of any two is finite.
        let (low, range) = (f64::from(min), f64::from(max) - f64::from(min));
        for number in numbers {
            let share = if range > 0.0 { (f64::from(number) - low) / range } else { 0.5 };
            let bin = ((share * n_bins as f64) as usize).min(n_bins - 1);
            histogram.counts[bin] += 1;
            histogram.n_zero += u32::from(number == 0.0);
        }
        histogram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_into_bins() {
        let numbers = [-1.0, -0.9, 0.0, 0.0, 0.99, 1.0, f32::NAN, f32::INFINITY];
        let histogram = Histogram::of(numbers.iter(), 4);
        assert_eq!(
            histogram,
            Histogram { min: -1.0, max: 1.0, counts: vec![2, 0, 2, 2], n_zero: 2 }
        );
        assert_eq!(Histogram::of([2.5; 3].iter(), 2).counts, [0, 3]);
        assert_eq!(Histogram::of([f32::NAN].iter(), 2), Histogram::default());
        assert_eq!(Histogram::of([f32::MIN, f32::MAX].iter(), 2).counts, [1, 1]);
    }
}
