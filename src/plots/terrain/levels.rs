//! Which heights have level lines, and how high a height is drawn.
//!
//! Surfaces on which one descends are steep at their borders and nearly flat where it
//! matters: in even steps, Rosenbrock's valley would be one single color. So heights are
//! shown by a power of their share of the range, u = (h − low) / (high − low), chosen such
//! that half of the plane lies below half of the colors, if that makes low parts clearer:
//! a bowl is shown as it is, a ravine opens.

/// Level lines of a terrain.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    low: f64,
    high: f64,
    n: usize,
    shade: f64,
    rise: f64,
}

/// The share of the colors that is below half of the plane.
const HALF: f64 = 0.5;
/// The share of the height of a relief that is below half of the plane: less, since a relief
/// shows slopes by its light, too, and should not look like a table.
const HALF_RISE: f64 = 0.15;
/// Powers are not smaller: the rest would be all cliff.
const LEAST_POWER: f64 = 0.06;

impl Levels {
    /// Levels for these heights: `n` bands between as good as even steps of what is seen.
    /// Those that are not finite are left out.
    pub fn fit<'a>(heights: impl IntoIterator<Item = &'a f32>, n: usize) -> Self {
        let finite = heights.into_iter().filter(|height| height.is_finite());
        let mut sorted: Vec<f64> = finite.map(|&height| f64::from(height)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = n.clamp(1, 64);
        let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else {
            return Self { low: 0.0, high: 1.0, n, shade: 1.0, rise: 1.0 };
        };
        let high = if high > low { high } else { low + 1.0 };
        let middle = (sorted[sorted.len() / 2] - low) / (high - low);
        let power = |half: f64| {
            let power = half.ln() / middle.ln();
            if middle > 0.0 && middle < half { power.clamp(LEAST_POWER, 1.0) } else { 1.0 }
        };
        Self { low, high, n, shade: power(HALF), rise: power(HALF_RISE) }
    }

    /// The lowest height.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The highest one.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Bands, between neighboring levels.
    pub fn n_bands(&self) -> usize {
        self.n
    }

    /// The height at which band `k` begins, k from 0; `n_bands` is where the last one ends.
    pub fn level(&self, k: usize) -> f64 {
        let share = k as f64 / self.n as f64;
        self.low + (self.high - self.low) * share.powf(1.0 / self.shade)
    }

    /// Where a height lies among the colors, 0 to 1.
    pub fn shade(&self, height: f64) -> f64 {
        self.share(height).powf(self.shade)
    }

    /// How high a height rises in a relief, 0 to 1.
    pub fn rise(&self, height: f64) -> f64 {
        self.share(height).powf(self.rise)
    }

    /// Whether equal steps look equal in a relief; otherwise low parts are drawn larger than
    /// high ones, and people should be told.
    pub fn is_even(&self) -> bool {
        self.rise == 1.0
    }

    fn share(&self, height: f64) -> f64 {
        let share = (height - self.low) / (self.high - self.low);
        if share.is_nan() { 1.0 } else { share.clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(f: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let at = |i: i32| f64::from(i) / 20.0;
        (-20..=20)
            .flat_map(|r| (-20..=20).map(move |c| (at(c), at(r))))
            .map(|(x, y)| f(x, y) as f32)
            .collect()
    }

    #[test]
    fn a_bowl_rises_evenly_and_a_ravine_opens() {
        let bowl = Levels::fit(&square(|x, y| x * x + y * y), 10);
        assert!(bowl.is_even());
        let banana =
            Levels::fit(&square(|x, y| (x - x * x).powi(2) + 1e3 * (y - x * x).powi(4)), 10);
        assert!(!banana.is_even());
        let below = |levels: &Levels, heights: &[f32]| {
            let low = heights.iter().filter(|&&h| levels.shade(f64::from(h)) < 0.5).count();
            low as f64 / heights.len() as f64
        };
        let heights = square(|x, y| (x - x * x).powi(2) + 1e3 * (y - x * x).powi(4));
        assert!((below(&banana, &heights) - 0.5).abs() < 0.01);
    }

    #[test]
    fn levels_ascend_from_the_lowest_to_the_highest() {
        for heights in
            [square(|x, y| (30.0 * x * y).exp()), square(|_, _| 3.0), vec![], vec![f32::NAN]]
        {
            let levels = Levels::fit(&heights, 12);
            assert_eq!(levels.level(0), levels.low());
            assert_eq!(levels.level(12), levels.high());
            for k in 0..12 {
                assert!(levels.level(k) < levels.level(k + 1));
                let share = levels.shade(levels.level(k));
                assert!((share - k as f64 / 12.0).abs() < 1e-6, "{share} of {k}");
            }
        }
        let levels = Levels::fit(&[0.0, 1.0], 4);
        assert_eq!([f64::NAN, f64::INFINITY, -5.0].map(|h| levels.shade(h)), [1.0, 1.0, 0.0]);
    }
}
