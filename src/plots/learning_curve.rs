//! Loss and accuracy over a run, as series: training and held-out.

use super::{Mark, Series, Tint};
use crate::training::{History, HistoryPoint, Metrics};

/// What is read from the points of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Mean loss.
    Loss,
    /// Share of examples that are right.
    Accuracy,
}

impl Quantity {
    /// Its value, if there is one.
    pub fn of(self, metrics: Metrics) -> Option<f64> {
        match self {
            Self::Loss => Some(metrics.loss),
            Self::Accuracy => metrics.accuracy,
        }
        .map(f64::from)
    }

    /// The two curves of a run that has not begun: training, held-out.
    pub fn curves(self) -> Vec<Series> {
        vec![
            Series::new("training", Tint::Train, Mark::Smoothed),
            Series::new("held-out", Tint::Test, Mark::Dots),
        ]
    }

    /// Puts the points of a run in place of those that curves made by
    /// [`curves`](Self::curves) have.
    pub fn show(self, curves: &mut [Series], history: &History) {
        let [train, test] = curves else { return };
        self.fill(train, history.train(), |point| point.train);
        self.fill(test, history.test(), |point| point.test);
    }

    fn fill(
        self,
        series: &mut Series,
        points: &[HistoryPoint],
        metrics: fn(&HistoryPoint) -> Option<Metrics>,
    ) {
        series.points.clear();
        series.points.extend(points.iter().filter_map(|point| {
            let value = metrics(point).and_then(|metrics| self.of(metrics))?;
            Some((point.epoch, value))
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_becomes_curves() {
        let metrics = |loss, accuracy| Some(Metrics { loss, accuracy: Some(accuracy) });
        let point =
            |step, epoch| HistoryPoint { step, epoch, seconds: 0.0, train: None, test: None };
        let points = [
            HistoryPoint { test: metrics(2.5, 0.125), ..point(0, 0.0) },
            HistoryPoint { train: metrics(1.5, 0.5), ..point(10, 0.5) },
            HistoryPoint { train: metrics(0.5, 0.75), test: metrics(1.0, 1.0), ..point(20, 1.0) },
        ];
        let mut history = History::default();
        let mut loss = Quantity::Loss.curves();
        for point in points {
            history.push(point);
            Quantity::Loss.show(&mut loss, &history);
        }
        assert_eq!(loss[0].points, [(0.5, 1.5), (1.0, 0.5)]);
        assert_eq!(loss[1].points, [(0.0, 2.5), (1.0, 1.0)]);
        let mut accuracy = Quantity::Accuracy.curves();
        Quantity::Accuracy.show(&mut accuracy, &history);
        assert_eq!(accuracy[0].points, [(0.5, 0.5), (1.0, 0.75)]);
    }
}
