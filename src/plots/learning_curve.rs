//! Loss and accuracy over a run, as series: training and held-out.

use super::{Mark, Series, Tint};
use crate::protocol::{HistoryPoint, Metrics};

/// What is read from the points of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Mean loss.
    Loss,
    /// Share of examples that are right.
    Accuracy,
}

impl Quantity {
    fn of(self, metrics: Metrics) -> Option<f64> {
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

    /// Appends new points of the run to curves made by [`curves`](Self::curves).
    pub fn extend(self, curves: &mut [Series], history: &[HistoryPoint]) {
        let [train, test] = curves else { return };
        for point in history {
            let at = |value| (point.epoch, value);
            train.points.extend(point.train.and_then(|metrics| self.of(metrics)).map(at));
            test.points.extend(point.test.and_then(|metrics| self.of(metrics)).map(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_becomes_curves() {
        let metrics = |loss, accuracy| Some(Metrics { loss, accuracy: Some(accuracy) });
        let history = [
            HistoryPoint { step: 0, epoch: 0.0, train: None, test: metrics(2.5, 0.125) },
            HistoryPoint { step: 10, epoch: 0.5, train: metrics(1.5, 0.5), test: None },
            HistoryPoint {
                step: 20,
                epoch: 1.0,
                train: metrics(0.5, 0.75),
                test: metrics(1.0, 1.0),
            },
        ];
        let mut loss = Quantity::Loss.curves();
        Quantity::Loss.extend(&mut loss, &history[..1]);
        Quantity::Loss.extend(&mut loss, &history[1..]);
        assert_eq!(loss[0].points, [(0.5, 1.5), (1.0, 0.5)]);
        assert_eq!(loss[1].points, [(0.0, 2.5), (1.0, 1.0)]);
        let mut accuracy = Quantity::Accuracy.curves();
        Quantity::Accuracy.extend(&mut accuracy, &history);
        assert_eq!(accuracy[0].points, [(0.5, 0.5), (1.0, 0.75)]);
    }
}
