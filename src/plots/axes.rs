//! Which part of the plane a chart shows: ranges that hold still.
//!
//! A range that followed the data exactly would make every line jitter on every
//! frame of a training run. So ranges grow by round steps, and the zoom of an
//! accuracy axis only changes when the data have clearly moved.

use super::{Axis, Series};

/// How y is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// From 0 upward (or from below 0, if the data are).
    Linear,
    /// In equal factors.
    Logarithmic,
    /// A share of 1 in percent, up to 100 %; the low part is left out once the
    /// curves have left it behind.
    Share,
}

/// The two ranges of a chart, without ticks (these depend on its size).
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// From 0 to a round number.
    pub x: Axis,
    /// By [`Scale`].
    pub y: Axis,
    scale: Scale,
}

impl Axes {
    /// Ranges for the series. `previous` is what was shown before, if anything:
    /// a zoom stays as it was while it still does.
    pub fn fit(series: &[Series], scale: Scale, previous: Option<&Self>) -> Self {
        let points = || series.iter().flat_map(|series| &series.points);
        let finite = || points().map(|point| point.1).filter(|y| y.is_finite());
        let x_max = points().map(|point| point.0).filter(|x| x.is_finite()).reduce(f64::max);
        let x_end = x_max.map_or(1.0, |x| round_up(x.max(X_LEAST), X_STEPS));
        let max = finite().fold(f64::NEG_INFINITY, f64::max);
        let y = match scale {
            Scale::Linear => {
                let min = finite().fold(f64::INFINITY, f64::min);
                let start = if min < 0.0 { -round_up(-min, Y_STEPS) } else { 0.0 };
                let end = if max > 0.0 { round_up(max, Y_STEPS) } else { 0.0 };
                Axis::linear(start, end)
            }
            Scale::Logarithmic => {
                let min = finite().filter(|&y| y > 0.0).fold(f64::INFINITY, f64::min);
                // Of each line by itself: beside one that explodes the other is seen, too.
                let top = |series: &Series| {
                    let ys = series.points.iter().map(|point| point.1);
                    ys.filter(|y| y.is_finite() && *y > 0.0).reduce(f64::max)
                };
                let lowest_top = series.iter().filter_map(top).fold(f64::INFINITY, f64::min);
                logarithmic_range(min.max(lowest_top / LOG_SPAN), max)
            }
            Scale::Share => {
                let previous = previous.filter(|axes| axes.scale == Scale::Share);
                let shown = previous.map_or(0.0, |axes| axes.y.start());
                Axis::linear(share_start(series, shown), 1.0).in_percent()
            }
        };
        Self { x: Axis::linear(0.0, x_end), y, scale }
    }

    /// The same with x in equal factors, from the first x above 0 on.
    pub fn with_logarithmic_x(self, series: &[Series]) -> Self {
        let xs = series.iter().flat_map(|series| &series.points).map(|point| point.0);
        let min = xs.filter(|&x| x > 0.0 && x.is_finite()).fold(f64::INFINITY, f64::min);
        let x = logarithmic_range(min.max(self.x.end() / LOG_SPAN), self.x.end());
        Self { x, ..self }
    }
}

/// Smallest end of x: a few single steps of a run are still apart from each other.
const X_LEAST: f64 = 0.002;
/// Mantissas at which x ends. Few: each change squeezes all the lines.
const X_STEPS: &[f64] = &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0];
/// Mantissas at which y ends.
const Y_STEPS: &[f64] = &[1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
/// Mantissas at which a logarithmic axis begins and ends.
const LOG_STEPS: &[f64] = &[1.0, 2.0, 5.0, 10.0];
/// What is farther below a line's top is left out of a logarithmic axis: one 1e-30 does
/// not flatten all the rest.
const LOG_SPAN: f64 = 1e8;
/// Where a share axis can begin, as data climb.
const SHARE_STARTS: &[f64] = &[0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99];

/// The next step · 10ᵏ at or above a positive, finite value.
fn round_up(value: f64, steps: &[f64]) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    // A hair of tolerance: 3.0000000001 need not become 5.
    let step = steps.iter().find(|&&step| step * power >= value * 0.999_999);
    step.copied().unwrap_or(10.0) * power
}

/// The next step · 10ᵏ at or below a positive, finite value.
fn round_down(value: f64, steps: &[f64]) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let step = steps.iter().rev().find(|&&step| step * power <= value * 1.000_001);
    step.copied().unwrap_or(1.0) * power
}

/// At least one decade around the positive data.
fn logarithmic_range(min: f64, max: f64) -> Axis {
    if !(min > 0.0 && max.is_finite() && min <= max) {
        return Axis::logarithmic(0.1, 1.0);
    }
    let end = round_up(max, LOG_STEPS);
    let start = round_down(min, LOG_STEPS);
    Axis::logarithmic(start.min(end / 10.0), end)
}

/// Where a share axis begins, given where it began before.
fn share_start(series: &[Series], shown: f64) -> f64 {
    // The first part of a line climbs from chance: it does not count. What counts is each
    // line by itself: a short one that fails is not outvoted by a long one that climbs.
    let settled = |series: &Series| {
        let end = series.points.last().map_or(0.0, |point| point.0);
        let points = series.points.iter().filter(|point| point.0 > 0.2 * end);
        points.map(|point| point.1).filter(|y| y.is_finite()).collect::<Vec<_>>()
    };
    let lines: Vec<Vec<f64>> =
        series.iter().map(settled).filter(|points| !points.is_empty()).collect();
    if lines.is_empty() {
        return 0.0;
    }
    let share_below = |y: f64| {
        let below = |line: &Vec<f64>| {
            line.iter().filter(|&&point| point < y).count() as f64 / line.len() as f64
        };
        lines.iter().map(below).fold(0.0, f64::max)
    };
    // In: when nearly all is above, with room to spare. Out: when it clearly is not.
    let roomy = |start: f64| share_below(start + 0.1 * (1.0 - start)) <= 0.02;
    let cramped = |start: f64| share_below(start) > 0.05;
    let candidates = SHARE_STARTS.iter().rev().copied();
    candidates
        .into_iter()
        .find(|&start| if start > shown { roomy(start) } else { !cramped(start) })
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plots::{Mark, Tint};

    fn series(points: Vec<(f64, f64)>) -> [Series; 1] {
        [Series { points, ..Series::new("s", Tint::Train, Mark::Smoothed) }]
    }

    #[test]
    fn ranges_hold_still_while_data_grow() {
        let course: Vec<_> =
            (1..=5000).map(|i| f64::from(i) / 1000.0).map(|x| (x, 2.4 / (1.0 + x))).collect();
        let mut changes = 0;
        let mut axes = None;
        for n in (1..course.len()).step_by(10) {
            let next = Axes::fit(&series(course[..n].to_vec()), Scale::Linear, axes.as_ref());
            assert_eq!((next.y.start(), next.y.end()), (0.0, 2.5));
            assert!(next.x.end() >= course[n - 1].0);
            changes += usize::from(axes.replace(next.clone()) != Some(next));
        }
        assert!(changes < 25, "{changes} jumps");
    }

    #[test]
    fn an_accuracy_axis_zooms_in_and_does_not_flutter() {
        let climb = |top: f64| {
            series(
                (0..500)
                    .map(|i| f64::from(i) / 100.0)
                    .map(|x| (x, top - 0.8 / (1.0 + 40.0 * x)))
                    .collect(),
            )
        };
        let start = |series: &[Series], before: Option<&Axes>| {
            Axes::fit(series, Scale::Share, before).y.start()
        };
        assert_eq!(start(&series(vec![(0.0, 0.1)]), None), 0.0);
        assert_eq!(start(&climb(0.92), None), 0.8);
        let zoomed = Axes::fit(&climb(0.94), Scale::Share, None);
        assert_eq!(zoomed.y.start(), 0.9);
        // A little lower than it takes to zoom in: it stays.
        assert_eq!(start(&climb(0.92), Some(&zoomed)), 0.9);
        // Far lower: it goes.
        assert_eq!(start(&climb(0.6), Some(&zoomed)), 0.5);
    }

    #[test]
    fn ranges_hold_whatever_comes() {
        let odd = [0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        for scale in [Scale::Linear, Scale::Logarithmic, Scale::Share] {
            Axes::fit(&[], scale, None);
            for a in odd {
                for b in odd {
                    let axes = Axes::fit(&series(vec![(a, b), (b, a)]), scale, None);
                    for axis in [&axes.x, &axes.y] {
                        assert!(axis.start().is_finite() && axis.end().is_finite());
                        assert!(axis.start() < axis.end());
                        assert!(axis.clone().with_ticks(5).ticks().len() <= 12, "{axis:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn x_in_equal_factors_begins_above_0() {
        let series = series(vec![(0.0, 1.0), (0.3, 1.0), (70.0, 1.0)]);
        let x = Axes::fit(&series, Scale::Linear, None).with_logarithmic_x(&series).x;
        assert!(x.is_logarithmic() && (x.start(), x.end()) == (0.2, 100.0), "{x:?}");
        let x = Axes::fit(&[], Scale::Linear, None).with_logarithmic_x(&[]).x;
        assert!(x.is_logarithmic() && x.start() < x.end());
    }

    #[test]
    fn a_line_that_fails_hides_no_other_and_is_not_hidden() {
        let line = |points: Vec<(f64, f64)>| Series { points, ..series(Vec::new())[0].clone() };
        let exploded = line(vec![(1.0, 3.0), (2.0, 1e20), (3.0, 1e31)]);
        let cured = line((1..500).map(|step| (f64::from(step), 0.35)).collect());
        let y = Axes::fit(&[exploded, cured], Scale::Logarithmic, None).y;
        assert!(y.start() <= 0.35 && y.end() >= 1e31);
        // A single outlier downward still flattens nothing.
        let y = Axes::fit(&series(vec![(1.0, 1.0), (2.0, 1e-30)]), Scale::Logarithmic, None).y;
        assert!(y.start() >= 1e-9);
        let failed = line((1..5).map(|step| (f64::from(step), 0.1)).collect());
        let climbs = line((1..500).map(|step| (f64::from(step), 0.93)).collect());
        assert_eq!(Axes::fit(&[failed, climbs], Scale::Share, None).y.start(), 0.0);
    }

    #[test]
    fn a_logarithmic_axis_spans_at_least_a_decade() {
        let range = |a, b| {
            let y = Axes::fit(&series(vec![(0.0, a), (1.0, b)]), Scale::Logarithmic, None).y;
            (y.start(), y.end())
        };
        assert_eq!(range(2.3, 2.3), (0.5, 5.0));
        assert_eq!(range(2.3, 0.031), (0.02, 5.0));
        assert_eq!(range(0.0, 2.3), (0.5, 5.0));
        assert_eq!(range(1e-30, 1.0), (1e-8, 1.0));
    }
}
