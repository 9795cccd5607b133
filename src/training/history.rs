//! The curves of a run: loss and accuracy, point by point.

use serde::{Deserialize, Serialize};

use super::trainer::StepReport;

/// Loss and accuracy over some examples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Mean loss.
    pub loss: f32,
    /// Share of examples whose class the network gets right, 0 to 1; `None` where numbers
    /// are learned and there are no classes.
    pub accuracy: Option<f32>,
}

/// A point of the curves. A training point is the mean over the batches since the
/// last training point; a held-out point is an evaluation of all held-out examples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// Updates made.
    pub step: u64,
    /// Examples seen, divided by the size of the training set.
    pub epoch: f64,
    /// Seconds spent on updates, to about a hundredth of a second.
    pub seconds: f64,
    /// Of the batches, each measured before its update.
    pub train: Option<Metrics>,
    /// Of the held-out set.
    pub test: Option<Metrics>,
}

/// Sums up steps until they are taken as one training point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meter {
    n_examples: usize,
    loss_sum: f64,
    n_classified: usize,
    n_correct: usize,
}

impl Meter {
    /// Adds a step. One that diverged, and so was no step, is left out.
    pub fn add(&mut self, report: &StepReport) {
        if !report.diverged {
            self.n_examples += report.n_examples;
            self.loss_sum += f64::from(report.loss) * report.n_examples as f64;
            self.n_classified += report.n_classified;
            self.n_correct += report.n_correct;
        }
    }

    /// The mean over the steps since the last call, if there were any.
    pub fn take(&mut self) -> Option<Metrics> {
        let Self { n_examples, loss_sum, n_classified, n_correct } = std::mem::take(self);
        (n_examples > 0).then(|| Metrics {
            loss: (loss_sum / n_examples as f64) as f32,
            accuracy: (n_classified > 0).then(|| (n_correct as f64 / n_classified as f64) as f32),
        })
    }
}

/// The points of a run, oldest first, thinned out so that a long run stays small and
/// whole: when there are [`CAPACITY`](Self::CAPACITY), neighbors become one, evenly over
/// the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    train: Curve,
    test: Curve,
}

impl History {
    /// Most points of either curve: about two a pixel of a wide chart.
    pub const CAPACITY: usize = 2_000;

    /// Adds a point, newer than all before.
    pub fn push(&mut self, point: HistoryPoint) {
        if point.train.is_some() {
            self.train.push(HistoryPoint { test: None, ..point }, mean);
        }
        if point.test.is_some() {
            // Evaluations are true values and not means: the newer one stays.
            self.test.push(HistoryPoint { train: None, ..point }, |_, _, newer| *newer);
        }
    }

    /// Forgets what came after this step: the run has gone back to it.
    pub fn truncate(&mut self, step: u64) {
        for Curve { points, .. } in [&mut self.train, &mut self.test] {
            points.truncate(points.partition_point(|point| point.step <= step));
        }
    }

    /// The history of the run as it was at `end`, with the figures of there as its last ones:
    /// what was measured only once the run stood there again is in no curve.
    #[must_use]
    pub fn until(&self, end: HistoryPoint) -> Self {
        let mut history = self.clone();
        history.truncate(end.step);
        let is_new = |points: &[HistoryPoint]| points.last().is_none_or(|it| it.step < end.step);
        let train = end.train.filter(|_| is_new(history.train()));
        let test = end.test.filter(|_| is_new(history.test()));
        history.push(HistoryPoint { train, test, ..end });
        history
    }

    /// The training figures on display after this step: those of the latest point up to it.
    pub fn train_at(&self, step: u64) -> Option<Metrics> {
        let points = &self.train.points;
        points[..points.partition_point(|point| point.step <= step)].last()?.train
    }

    /// The curves as their points lie, training and held-out, each with the steps that a
    /// merged point may stand for: all that [`from_curves`](Self::from_curves) needs.
    pub fn curves(&self) -> [(u64, &[HistoryPoint]); 2] {
        [&self.train, &self.test].map(|curve| (curve.span, &curve.points[..]))
    }

    /// The same history again. None if there are more points than one keeps, if a point has
    /// no figures of its curve or comes before its predecessor.
    pub fn from_curves(curves: [(u64, Vec<HistoryPoint>); 2]) -> Option<Self> {
        let [train, test] = curves.map(|(span, points)| Curve { points, span });
        let is_whole = |curve: &Curve, has: fn(&HistoryPoint) -> bool| {
            curve.points.len() <= Self::CAPACITY
                && curve.points.iter().all(has)
                && curve.points.is_sorted_by_key(|point| point.step)
        };
        let is_so = is_whole(&train, |point| point.train.is_some() && point.test.is_none())
            && is_whole(&test, |point| point.test.is_some() && point.train.is_none());
        is_so.then_some(Self { train, test })
    }

    /// The training curve.
    pub fn train(&self) -> &[HistoryPoint] {
        &self.train.points
    }

    /// The mean over the training points of these updates, each as long as it stands for; none
    /// if there are none.
    pub fn mean_over(&self, steps: std::ops::RangeInclusive<u64>) -> Option<Metrics> {
        let (mut n, mut loss, mut right) = (0.0, 0.0, Some(0.0));
        let mut before = 0;
        for point in &self.train.points {
            if let Some(metrics) = point.train.filter(|_| steps.contains(&point.step)) {
                let n_steps = (point.step - before) as f64;
                n += n_steps;
                loss += n_steps * f64::from(metrics.loss);
                right = right.zip(metrics.accuracy).map(|(sum, a)| sum + n_steps * f64::from(a));
            }
            before = point.step;
        }
        let mean = |sum: f64| (sum / n) as f32;
        (n > 0.0).then(|| Metrics { loss: mean(loss), accuracy: right.map(mean) })
    }

    /// The held-out curve.
    pub fn test(&self) -> &[HistoryPoint] {
        &self.test.points
    }
}

/// One point for two neighbors, of which the first stands for the steps after `start`.
type Merge = fn(start: u64, &HistoryPoint, &HistoryPoint) -> HistoryPoint;

/// Points of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Curve {
    points: Vec<HistoryPoint>,
    /// Steps that a point may stand for if it is merged from several.
    span: u64,
}

impl Curve {
    fn push(&mut self, point: HistoryPoint, merge: Merge) {
        if self.points.len() == History::CAPACITY {
            self.thin(merge);
        }
        self.take_in(point, merge);
    }

    /// Adds a point, or merges it into the last one. The first one stays: the run's start.
    fn take_in(&mut self, point: HistoryPoint, merge: Merge) {
        match &mut self.points[..] {
            [.., before, last] if point.step.saturating_sub(before.step) <= self.span => {
                *last = merge(before.step, last, &point);
            }
            _ => self.points.push(point),
        }
    }

    fn thin(&mut self, merge: Merge) {
        let n_steps = self.points.last().map_or(0, |point| point.step);
        self.span = self.span.max(n_steps / (History::CAPACITY as u64 / 2));
        loop {
            for point in std::mem::take(&mut self.points) {
                self.take_in(point, merge);
            }
            // Points that lie evenly are few enough now.
            if self.points.len() <= History::CAPACITY * 3 / 4 {
                break;
            }
            self.span = 2 * self.span.max(1);
        }
    }
}

/// The mean over the steps of both, at the later one's step: no batch is lost from the
/// curve.
fn mean(start: u64, first: &HistoryPoint, second: &HistoryPoint) -> HistoryPoint {
    let train = match (first.train, second.train) {
        (Some(a), Some(b)) => {
            let all = second.step.saturating_sub(start).max(1) as f32;
            let share = second.step.saturating_sub(first.step) as f32 / all;
            let mean = |a: f32, b: f32| a + (b - a) * share;
            let accuracy = a.accuracy.zip(b.accuracy).map(|(a, b)| mean(a, b));
            Some(Metrics { loss: mean(a.loss, b.loss), accuracy })
        }
        (a, b) => a.or(b),
    };
    HistoryPoint { train, ..*second }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(loss: f32, n_correct: usize, n_examples: usize) -> StepReport {
        StepReport {
            loss,
            n_correct,
            n_classified: n_examples,
            n_examples,
            epoch_ended: false,
            diverged: false,
            stop: None,
        }
    }

    #[test]
    fn a_training_point_is_the_mean_over_the_examples_since_the_last() {
        let mut meter = Meter::default();
        assert_eq!(meter.take(), None);
        meter.add(&report(1.0, 1, 30));
        meter.add(&report(4.0, 9, 10));
        meter.add(&StepReport { diverged: true, ..report(f32::NAN, 0, 30) });
        assert_eq!(meter.take(), Some(Metrics { loss: 1.75, accuracy: Some(0.25) }));
        assert_eq!(meter.take(), None);
        // Numbers can't be right or wrong.
        meter.add(&StepReport { n_classified: 0, ..report(1.0, 0, 10) });
        assert_eq!(meter.take(), Some(Metrics { loss: 1.0, accuracy: None }));
    }

    fn point(step: u64, train: Option<f32>, test: Option<f32>) -> HistoryPoint {
        let metrics = |loss: f32| Metrics { loss, accuracy: Some(loss / 2.0) };
        HistoryPoint {
            step,
            epoch: step as f64 / 100.0,
            seconds: step as f64 / 200.0,
            train: train.map(metrics),
            test: test.map(metrics),
        }
    }

    #[test]
    fn neighbors_are_merged_by_the_steps_behind_them() {
        // Of 10 steps, then of 30.
        let merged = mean(0, &point(10, Some(1.0), None), &point(40, Some(2.0), None));
        assert_eq!(merged, point(40, Some(1.75), None));
    }

    #[test]
    fn a_mean_weighs_points_by_their_steps() {
        let mut history = History::default();
        for (step, loss) in [(10, 8.0), (20, 1.0), (50, 2.0), (60, 9.0)] {
            history.push(point(step, Some(loss), None));
        }
        let mean = Metrics { loss: 1.75, accuracy: Some(0.875) };
        assert_eq!(history.mean_over(11..=50), Some(mean));
        assert_eq!(history.mean_over(51..=59), None);
    }

    #[test]
    fn an_earlier_end_has_the_figures_of_there() {
        let mut history = History::default();
        for (step, train, test) in
            [(0, None, Some(9.0)), (390, Some(4.0), None), (410, Some(3.0), Some(2.0))]
        {
            history.push(point(step, train, test));
        }
        let then = history.until(point(400, Some(4.0), Some(5.0)));
        assert_eq!(then.train(), [point(390, Some(4.0), None), point(400, Some(4.0), None)]);
        assert_eq!(then.test(), [point(0, None, Some(9.0)), point(400, None, Some(5.0))]);
        // What nobody has measured there is not made up, and what is there is not doubled.
        assert_eq!(history.until(point(400, None, None)).test(), [point(0, None, Some(9.0))]);
        assert_eq!(history.until(point(410, Some(3.0), Some(2.0))), history);
    }

    #[test]
    fn a_long_run_stays_small_and_keeps_its_mean_its_order_and_its_newest_points() {
        let mut history = History::default();
        let n_points = 123_457_u64;
        for step in 1..=n_points {
            let test = step.is_multiple_of(10).then_some(step as f32);
            history.push(point(step, Some(step as f32), test));
        }
        for points in [history.train(), history.test()] {
            assert!((History::CAPACITY / 4..=History::CAPACITY).contains(&points.len()));
            // No part of the run is coarser than the others, and none has gone.
            let widest = n_points / (History::CAPACITY as u64 / 4);
            assert!(
                points.windows(2).all(|pair| (1..=widest).contains(&(pair[1].step - pair[0].step)))
            );
        }
        assert_eq!(history.test().last(), Some(&point(123_450, None, Some(123_450.0))));
        assert_eq!(history.train().last().unwrap().step, n_points);
        assert_eq!((history.train()[0].step, history.test()[0].step), (1, 10), "the start stays");

        let mut start = 0;
        let mut sum = 0.0;
        for point in history.train() {
            sum += f64::from(point.train.unwrap().loss) * (point.step - start) as f64;
            start = point.step;
        }
        let mean = sum / n_points as f64;
        assert!((mean - (n_points + 1) as f64 / 2.0).abs() < 1.0, "{mean}");
        // Evaluations are never averaged.
        assert!(history.test().iter().all(|p| p.test.unwrap().loss == p.step as f32));

        let before = history.clone();
        history.truncate(n_points);
        assert_eq!(history, before);
        history.truncate(60_000);
        for (now, then) in [(history.train(), before.train()), (history.test(), before.test())] {
            assert_eq!(now, &then[..now.len()]);
            assert!(now[now.len() - 1].step <= 60_000 && then[now.len()].step > 60_000);
        }
    }
}
