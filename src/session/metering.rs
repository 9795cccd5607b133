//! Measures of a run under way: its training curve, and its speed.

use super::schedule::{Position, examples_a_point};
use crate::training::{Meter, Metrics, StepReport};

/// The mean loss and accuracy since the last point of the training curve.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TrainingCurve {
    meter: Meter,
    /// Examples since the last point.
    n_examples: u64,
}

impl TrainingCurve {
    /// Adds a step, after which the run stands there in its epochs of `n_train` examples.
    /// A new point, if it is time for one.
    pub fn add(
        &mut self,
        report: &StepReport,
        (epoch, position): Position,
        n_train: usize,
    ) -> Option<Metrics> {
        let seen = u64::from(epoch) * n_train as u64 + position as u64;
        self.meter.add(report);
        self.n_examples += report.n_examples as u64;
        let is_due = self.n_examples >= examples_a_point(seen, n_train);
        is_due.then(|| self.take()).flatten()
    }

    /// A point of the steps since the last one, if there were any.
    pub fn take(&mut self) -> Option<Metrics> {
        self.n_examples = 0;
        self.meter.take()
    }
}

/// Examples a second, over the last half second or so of training.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Speedometer {
    seconds: f64,
    n_examples: u64,
    rate: Option<f64>,
}

impl Speedometer {
    /// Seconds of training over which speed is measured.
    const WINDOW: f64 = 0.5;

    /// Counts time spent on training, and the examples of the steps that were made in it; a
    /// step that takes several passes counts with its last one.
    pub fn add(&mut self, seconds: f64, n_examples: usize) {
        self.seconds += seconds;
        self.n_examples += n_examples as u64;
        if n_examples > 0 && self.seconds >= Self::WINDOW {
            let rate = self.current();
            *self = Self { rate, ..Self::default() };
        }
    }

    /// Examples a second; 0 before anything is known.
    pub fn rate(&self) -> f64 {
        self.rate.or_else(|| self.current()).unwrap_or(0.0)
    }

    fn current(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| self.n_examples as f64 / self.seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_follows_the_last_half_second() {
        let mut speed = Speedometer::default();
        assert_eq!(speed.rate(), 0.0);
        let mut train = |seconds: f64, n_steps: usize| {
            for _ in 0..n_steps {
                speed.add(seconds, 64);
            }
            speed.rate()
        };
        assert_eq!(train(1.0 / 1024.0, 2), 64.0 * 1024.0);
        // Twice as slow now: known after half a second, and exactly after another.
        assert!(train(1.0 / 512.0, 256) < 64.0 * 1024.0);
        assert_eq!(train(1.0 / 512.0, 256), 64.0 * 512.0);
        // A step of many seconds counts whole.
        assert!(train(4.0, 1) < 64.0);
    }
}
