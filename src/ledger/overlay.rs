//! Curves of several runs on one chart.

use super::{Contents, Summary};
use crate::plots::learning_curve::Quantity;
use crate::plots::{Mark, Series, Tint};
use crate::training::{History, HistoryPoint};

/// Most runs at a time: as many as lines can be told apart.
pub const MOST_RUNS: usize = 8;

/// What a curve goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// Updates.
    Step,
    /// Passes over the training set.
    Epoch,
    /// Seconds spent on updates.
    Second,
}

impl Across {
    /// In the singular.
    pub fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Epoch => "epoch",
            Self::Second => "second",
        }
    }

    fn of(self, point: &HistoryPoint) -> f64 {
        match self {
            Self::Step => point.step as f64,
            Self::Epoch => point.epoch,
            Self::Second => point.seconds,
        }
    }
}

/// Which curves of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// On held-out examples; where none are, on those it trains on.
    HeldOut,
    /// On those it trains on.
    Training,
    /// Both.
    Both,
}

/// How curves are laid over each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// What they show.
    pub quantity: Quantity,
    /// Of what.
    pub part: Part,
    /// Along what.
    pub across: Across,
    /// Over which share of its length each is averaged; 0 for not at all.
    pub smoothing: f64,
}

/// The letter of a run, by its place among those that are compared.
pub fn letter(idx: usize) -> char {
    char::from(b'A' + (idx % 26) as u8)
}

/// The color of a run's lines, likewise.
pub fn tint(idx: usize) -> Tint {
    Tint::RUNNERS.get(idx).copied().unwrap_or(Tint::InkSoft)
}

/// A line a curve; those of a run have its letter, its dashes and its color.
pub fn series(runs: &[(&Summary, &Contents)], view: View) -> Vec<Series> {
    let mut all = Vec::new();
    for (idx, (summary, contents)) in runs.iter().enumerate() {
        let history = &contents.history;
        let has_held_out = !history.test().is_empty();
        let parts: &[bool] = match view.part {
            Part::HeldOut if has_held_out => &[true],
            Part::HeldOut | Part::Training => &[false],
            Part::Both => &[false, true],
        };
        for &is_held_out in parts {
            let what = if is_held_out { "held-out" } else { "training" };
            let label = format!("{} {}, {what}", letter(idx), summary.label.name);
            // Beside the other one of its run it steps back.
            let is_faint = view.part == Part::Both && !is_held_out && has_held_out;
            let mark = Mark::Lettered { idx, is_faint };
            let mut series = Series::new(label, tint(idx), mark);
            let points = if is_held_out { history.test() } else { history.train() };
            series.points = smoothed(&curve(points, view), view.smoothing);
            all.push(series);
        }
    }
    all
}

fn curve(points: &[HistoryPoint], view: View) -> Vec<(f64, f64)> {
    let point = |point: &HistoryPoint| {
        let value = view.quantity.of(point.train.or(point.test)?)?;
        Some((view.across.of(point), value))
    };
    points.iter().filter_map(point).collect()
}

/// Each point as the mean of those at most half of `share` of the whole length away. Near the
/// ends as far to both sides as there is room, so that nothing leans. A value that is no
/// number stays, and counts for no other.
fn smoothed(points: &[(f64, f64)], share: f64) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let reach = 0.5 * share * (last.0 - first.0);
    if reach.is_nan() || reach <= 0.0 {
        return points.to_vec();
    }
    let mut sums = vec![(0.0, 0.0)];
    for &(_, y) in points {
        let (sum, n) = sums[sums.len() - 1];
        sums.push(if y.is_finite() { (sum + y, n + 1.0) } else { (sum, n) });
    }
    let mean = |&(x, y): &(f64, f64)| {
        let reach = reach.min(x - first.0).min(last.0 - x);
        // A hair of tolerance, for as many to the left as to the right.
        let hair = 1e-9 * (last.0 - first.0);
        let from = points.partition_point(|point| point.0 < x - reach - hair);
        let to = points.partition_point(|point| point.0 <= x + reach + hair);
        let (sum, n) = (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1);
        (x, if y.is_finite() && n > 0.0 { sum / n } else { y })
    };
    points.iter().map(mean).collect()
}

/// A run's curve in few numbers, for a picture of the size of a word: held-out accuracy, or
/// what there is of it, evenly over the run.
pub fn sketch(history: &History) -> Vec<f32> {
    let points = if history.test().len() > 1 { history.test() } else { history.train() };
    let has_classes = points
        .iter()
        .any(|point| point.train.or(point.test).is_some_and(|metrics| metrics.accuracy.is_some()));
    let quantity = if has_classes { Quantity::Accuracy } else { Quantity::Loss };
    let view = View { quantity, part: Part::Both, across: Across::Step, smoothing: 0.0 };
    let points = curve(points, view);
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let n = Summary::MAX_SKETCH.min(points.len());
    let at = |idx: usize| {
        let x = first.0 + (last.0 - first.0) * idx as f64 / (n.max(2) - 1) as f64;
        let next = points.partition_point(|point| point.0 < x).min(points.len() - 1);
        points[next].1 as f32
    };
    (0..n).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::{contents, summary};

    fn view() -> View {
        View {
            quantity: Quantity::Loss,
            part: Part::HeldOut,
            across: Across::Epoch,
            smoothing: 0.0,
        }
    }

    #[test]
    fn each_run_has_its_letter_and_its_dashes() {
        let (summaries, contents) = ([summary(1), summary(2)], contents());
        let runs = [(&summaries[0], &contents), (&summaries[1], &contents)];
        let held_out = series(&runs, view());
        let labels: Vec<_> = held_out.iter().map(|series| series.label.as_ref()).collect();
        assert_eq!(labels, ["A Run 1, held-out", "B Run 2, held-out"]);
        let both = series(&runs, View { part: Part::Both, ..view() });
        let marks: Vec<_> = both.iter().map(|series| series.mark).collect();
        let mark = |idx, is_faint| Mark::Lettered { idx, is_faint };
        assert_eq!(marks, [mark(0, true), mark(0, false), mark(1, true), mark(1, false)]);
    }

    #[test]
    fn curves_go_along_what_is_asked_for() {
        let (summary, contents) = (summary(1), contents());
        let runs = [(&summary, &contents)];
        let xs = |across| {
            let series = series(&runs, View { part: Part::Training, across, ..view() });
            series[0].points.iter().map(|point| point.0).collect::<Vec<_>>()
        };
        assert_eq!(xs(Across::Step), [10.0, 20.0, 30.0]);
        assert_eq!(xs(Across::Epoch), [0.5, 1.0, 1.5]);
        assert_eq!(xs(Across::Second), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn without_held_out_examples_the_training_curve_is_shown() {
        let (summary, mut contents) = (summary(1), contents());
        let [train, (span, _)] = contents.history.curves();
        let all = [(train.0, train.1.to_vec()), (span, Vec::new())];
        contents.history = History::from_curves(all).unwrap();
        let series = series(&[(&summary, &contents)], view());
        assert_eq!(series[0].label, "A Run 1, training");
        assert_eq!(series[0].mark, Mark::Lettered { idx: 0, is_faint: false });
    }

    #[test]
    fn smoothing_keeps_lines_and_calms_noise() {
        let line: Vec<_> = (0..=100).map(|i| (f64::from(i), 2.0 * f64::from(i))).collect();
        for ((x, y), (x0, y0)) in smoothed(&line, 0.1).into_iter().zip(&line) {
            assert!(x == *x0 && (y - y0).abs() < 1e-9, "it neither leans nor lags: {x} {y}");
        }
        let noise: Vec<_> = (0..=100).map(|i| (f64::from(i), f64::from(i % 2))).collect();
        let calm = smoothed(&noise, 0.2);
        assert!(calm[20..80].iter().all(|(_, y)| (y - 0.5).abs() < 0.03), "{calm:?}");
        let gap = smoothed(&[(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0)], 1.0);
        assert!(gap[1].1.is_nan() && gap[0].1 == 1.0);
        assert_eq!(smoothed(&noise, 0.0), noise);
        assert!(smoothed(&[], 0.1).is_empty());
    }

    #[test]
    fn a_sketch_is_small_and_ends_where_the_run_does() {
        let mut history = History::default();
        assert!(sketch(&history).is_empty());
        for step in 1..=1000 {
            let accuracy = Some(step as f32 / 1000.0);
            let test = Some(crate::training::Metrics { loss: 1.0, accuracy });
            let point = HistoryPoint { step, epoch: 0.0, seconds: 0.0, train: None, test };
            history.push(point);
        }
        let sketch = sketch(&history);
        assert_eq!((sketch.len(), sketch[0]), (Summary::MAX_SKETCH, 0.001));
        assert_eq!(sketch.last(), Some(&1.0));
        assert!(sketch.is_sorted());
    }
}
