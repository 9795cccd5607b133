//! A course of numbers: what a line chart shows.

use std::borrow::Cow;

use super::Tint;

/// A labeled course of points, in the order of x.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is, for the legend and the table.
    pub label: Cow<'static, str>,
    /// Its color.
    pub tint: Tint,
    /// How it is drawn; two series of one chart differ in this too, so that nobody
    /// needs the color to tell them apart.
    pub mark: Mark,
    /// (x, y), x ascending. A y that is not finite leaves a gap.
    pub points: Vec<(f64, f64)>,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// For many noisy values: these as a faint line, their smoothed course as a bold one.
    Smoothed,
    /// For few exact values: a line with a dot on each.
    Dots,
    /// For one of several runs: a line with dashes of its own, and its letter at its end.
    Lettered {
        /// Which run: 0 is A.
        idx: usize,
        /// Beside another line of the same run: thinner, and without the letter.
        is_faint: bool,
    },
}

/// How lines are dashed that are told apart by it: lengths of strokes and gaps in CSS pixels,
/// by turns; the first line is whole.
pub const DASHES: [&[f64]; 8] = [
    &[],
    &[9.0, 4.0],
    &[2.0, 3.5],
    &[12.0, 3.5, 2.0, 3.5],
    &[18.0, 6.0],
    &[5.0, 2.5],
    &[12.0, 3.0, 2.0, 3.0, 2.0, 3.0],
    &[2.0, 7.0],
];

impl Series {
    /// A series without points.
    pub fn new(label: impl Into<Cow<'static, str>>, tint: Tint, mark: Mark) -> Self {
        Self { label: label.into(), tint, mark, points: Vec::new() }
    }

    /// The last point.
    pub fn latest(&self) -> Option<(f64, f64)> {
        self.points.last().copied()
    }

    /// The last point that is not beyond `x`.
    pub fn latest_until(&self, x: f64) -> Option<(f64, f64)> {
        let n = self.points.partition_point(|point| point.0 <= x);
        self.points[..n].last().copied()
    }

    /// The point whose x is nearest to `x`.
    pub fn nearest(&self, x: f64) -> Option<(f64, f64)> {
        let after = self.points.partition_point(|point| point.0 < x);
        let before = after.checked_sub(1).and_then(|idx| self.points.get(idx));
        match (before, self.points.get(after)) {
            (Some(&low), Some(&high)) => Some(if x - low.0 <= high.0 - x { low } else { high }),
            (one, other) => one.or(other).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_later_point_stands_for_an_earlier_place() {
        let mut series = Series::new("s", Tint::Train, Mark::Dots);
        assert_eq!(series.latest_until(1.0), None);
        series.points = vec![(1.0, 6.0), (3.0, 7.0)];
        assert_eq!(series.latest_until(0.9), None);
        assert_eq!(series.latest_until(1.0), Some((1.0, 6.0)));
        assert_eq!(series.latest_until(2.9), Some((1.0, 6.0)));
        assert_eq!(series.latest_until(9.0), series.latest());
    }

    #[test]
    fn nearest_picks_the_closer_neighbor() {
        let mut series = Series::new("s", Tint::Train, Mark::Dots);
        assert_eq!(series.nearest(1.0), None);
        series.points = vec![(0.0, 5.0), (1.0, 6.0), (3.0, 7.0)];
        assert_eq!(series.nearest(-9.0), Some((0.0, 5.0)));
        assert_eq!(series.nearest(1.9), Some((1.0, 6.0)));
        assert_eq!(series.nearest(2.1), Some((3.0, 7.0)));
        assert_eq!(series.nearest(9.0), Some((3.0, 7.0)));
        assert_eq!(series.nearest(f64::NAN), Some((0.0, 5.0)));
    }
}
