//! The threshold that parts two kinds of pixels best.

/// Two kinds of pixels.
pub(super) struct Classes {
    /// Up to here is the one, above is the other.
    pub threshold: f32,
    /// The mean of those up to it.
    pub low: f32,
    /// Their spread: the standard deviation.
    pub low_spread: f32,
    /// The mean of those above it.
    pub high: f32,
}

/// Otsu's method: of the 255 thresholds between gray values the one that makes the variance
/// between the two classes largest, n₀·n₁·(μ₁ − μ₀)². (N. Otsu, "A threshold selection
/// method from gray-level histograms", 1979.) `None` if all values are the same.
pub(super) fn split(values: &[f32]) -> Option<Classes> {
    let mut counts = [0.0_f64; 256];
    for value in values {
        counts[value.round().clamp(0.0, 255.0) as usize] += 1.0;
    }
    let moments = |range: std::ops::Range<usize>| {
        range.fold((0.0, 0.0, 0.0), |(n, sum, squares), gray| {
            let (count, gray_value) = (counts[gray], gray as f64);
            (n + count, sum + count * gray_value, squares + count * gray_value * gray_value)
        })
    };
    let between = |threshold: usize| {
        let (n_low, sum_low, _) = moments(0..threshold + 1);
        let (n_high, sum_high, _) = moments(threshold + 1..256);
        let is_split = n_low > 0.0 && n_high > 0.0;
        is_split.then(|| n_low * n_high * (sum_high / n_high - sum_low / n_low).powi(2))
    };
    let all = (0..255).filter_map(|threshold| Some((between(threshold)?, threshold)));
    // Of equal ones, as between two separate heaps, the one in the middle of them.
    let best = all
        .clone()
        .map(|(variance, _)| variance)
        .fold(None, |best: Option<f64>, v| Some(best.map_or(v, |best| best.max(v))))?;
    let equal: Vec<usize> =
        all.filter(|(variance, _)| *variance >= best * (1.0 - 1e-12)).map(|(_, t)| t).collect();
    let threshold = equal[equal.len() / 2];
    let (n_low, sum_low, squares_low) = moments(0..threshold + 1);
    let (n_high, sum_high, _) = moments(threshold + 1..256);
    let low = sum_low / n_low;
    Some(Classes {
        threshold: threshold as f32 + 0.5,
        low: low as f32,
        low_spread: (squares_low / n_low - low * low).max(0.0).sqrt() as f32,
        high: (sum_high / n_high) as f32,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_parted_between_them() {
        let values: Vec<f32> =
            [10.0, 12.0, 14.0].repeat(30).into_iter().chain([200.0; 9]).collect();
        let classes = split(&values).unwrap();
        assert!((50.0..180.0).contains(&classes.threshold), "{}", classes.threshold);
        assert_eq!((classes.low, classes.high), (12.0, 200.0));
        assert!((classes.low_spread - (8.0_f32 / 3.0).sqrt()).abs() < 1e-3);
    }

    #[test]
    fn one_value_is_one_class() {
        assert!(split(&[7.0; 20]).is_none());
        assert!(split(&[]).is_none());
    }
}
