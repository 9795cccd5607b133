//! A chart in words: values for the legend, a sentence for those who don't see it.

use super::{Scale, Series};

impl Scale {
    /// A value as people read it: 0.3124, 97.43%.
    pub fn format(self, y: f64) -> String {
        match self {
            _ if y.is_nan() => "not a number".to_owned(),
            _ if y.is_infinite() => if y > 0.0 { "∞" } else { "−∞" }.to_owned(),
            Self::Share => format!("{:.2}%", y * 100.0),
            Self::Linear | Self::Logarithmic => {
                let size = y.abs();
                if y == 0.0 || (1e-3..1e4).contains(&size) {
                    let decimals = if size < 0.1 {
                        5
                    } else if size < 10.0 {
                        4
                    } else {
                        2
                    };
                    format!("{y:.decimals$}").replace('-', "−")
                } else {
                    format!("{y:.2e}").replace('-', "−")
                }
            }
        }
    }
}

/// A number of epochs, or whatever x is, as people read it.
pub fn format_x(x: f64) -> String {
    // An epoch of MNIST has up to 60,000 steps, and commonly about 2,000.
    let decimals = if x.abs() < 1.0 { 4 } else { 3 };
    let text = format!("{x:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The x, of any point of any series, that is nearest to `x`.
pub fn nearest_x(series: &[Series], x: f64) -> Option<f64> {
    let candidates = series.iter().filter_map(|series| series.nearest(x)).map(|point| point.0);
    candidates.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()))
}

/// The first x, of any point of any series, at least `stride` beyond `from`, to the
/// left if it is negative; the outermost one if none is so far.
pub fn step_x(series: &[Series], from: f64, stride: f64) -> Option<f64> {
    let target = from + stride;
    let xs = || series.iter().flat_map(|series| series.points.iter().map(|point| point.0));
    if stride < 0.0 {
        xs().filter(|&x| x <= target).reduce(f64::max).or_else(|| xs().reduce(f64::min))
    } else {
        xs().filter(|&x| x >= target).reduce(f64::min).or_else(|| xs().reduce(f64::max))
    }
}

/// What the chart shows, in a sentence or two; `None` if there is nothing to see.
pub fn summary(title: &str, x_label: &str, series: &[Series], scale: Scale) -> Option<String> {
    let x = series.iter().filter_map(|s| s.latest()).map(|point| point.0).reduce(f64::max)?;
    let mut text = format!("{title} over {x_label}s, up to {x_label} {}.", format_x(x));
    for series in series {
        if let (Some(first), Some(last)) = (series.points.first(), series.latest()) {
            let (first, last) = (scale.format(first.1), scale.format(last.1));
            text += &format!(" {}: from {first} to {last}.", series.label);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plots::{Mark, Tint};

    #[test]
    fn values_are_short_and_true() {
        let loss = |y| Scale::Linear.format(y);
        assert_eq!(loss(2.34567), "2.3457");
        assert_eq!(loss(0.043219), "0.04322");
        assert_eq!(loss(0.0), "0.00000");
        assert_eq!(loss(123.456), "123.46");
        assert_eq!(loss(-1.5), "−1.5000");
        assert_eq!(loss(1.25e-7), "1.25e−7");
        assert_eq!(loss(f64::NAN), "not a number");
        assert_eq!(loss(f64::INFINITY), "∞");
        assert_eq!(Scale::Share.format(0.98765), "98.77%");
        assert_eq!([3.0, 0.25, 4.0 / 3.0, 0.0005].map(format_x), ["3", "0.25", "1.333", "0.0005"]);
    }

    #[test]
    fn steps_go_from_point_to_point_and_stop_at_the_ends() {
        let mut a = Series::new("a", Tint::Train, Mark::Smoothed);
        let b = Series { points: vec![(0.0, 1.0), (5.0, 1.0)], ..a.clone() };
        a.points = vec![(1.0, 1.0), (1.1, 1.0), (2.0, 1.0)];
        let series = [a, b];
        let step = |from, stride| step_x(&series, from, stride);
        assert_eq!(step(1.0, 0.5), Some(2.0));
        assert_eq!(step(2.0, 0.5), Some(5.0));
        assert_eq!(step(5.0, 0.5), Some(5.0));
        assert_eq!(step(2.0, -0.5), Some(1.1));
        assert_eq!(step(0.0, -0.5), Some(0.0));
        assert_eq!(step(f64::INFINITY, 0.0), Some(5.0));
        assert_eq!(step(f64::NEG_INFINITY, 0.0), Some(0.0));
        assert_eq!(step_x(&[], 0.0, 1.0), None);
        assert_eq!(nearest_x(&series, 1.7), Some(2.0));
        assert_eq!(nearest_x(&series, 9.0), Some(5.0));
        assert_eq!(nearest_x(&[], 9.0), None);
    }

    #[test]
    fn a_summary_names_first_and_latest_values() {
        let mut series = Series::new("training", Tint::Train, Mark::Smoothed);
        assert_eq!(summary("Loss", "epoch", &[series.clone()], Scale::Linear), None);
        series.points = vec![(0.0, 2.3), (1.0, 1.0), (2.5, 0.5)];
        assert_eq!(
            summary("Loss", "epoch", &[series], Scale::Linear).as_deref(),
            Some("Loss over epochs, up to epoch 2.5. training: from 2.3000 to 0.5000.")
        );
    }
}
