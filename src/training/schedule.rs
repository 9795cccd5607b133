//! Learning-rate schedules: how η changes by itself during a run.
//!
//! A schedule is a factor between 0 and 1 on the learning rate that the person sets, so
//! that the slider goes on working while it runs:
//!
//! ```text
//! η of a step = learning rate · warm-up · decay
//! warm-up     = min(1, (t + 1)/W) over W steps, or min(1, e/W) over W epochs
//! constant    = 1
//! step        = factor^⌊t/every⌋
//! linear      = 1 − (1 − floor)·min(1, t/over)
//! cosine      = floor + (1 − floor)·(1 + cos(π·min(1, t/over)))/2
//! ```
//!
//! with t the steps made before this one, or the epochs (1.5 is the middle of the
//! second), whichever the lengths are given in. Cosine: Loshchilov & Hutter, "SGDR",
//! 2017; warm-up: Goyal et al., "Accurate, large minibatch SGD", 2017.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use crate::nn::SettingError;

/// How the learning rate changes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Over which the rate rises from nearly 0, if at all.
    pub warmup: Option<Length>,
    /// How it falls.
    pub decay: Decay,
}

/// How a learning rate falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decay {
    /// Not at all.
    #[default]
    Constant,
    /// By a factor, again and again.
    Step {
        /// How often.
        every: Length,
        /// By what, 0 to 1.
        factor: f64,
    },
    /// In a straight line, then no further.
    Linear {
        /// How long.
        over: Length,
        /// To what share of the rate, 0 to 1.
        #[serde(default)]
        floor: f64,
    },
    /// Along half a wave, then no further.
    Cosine {
        /// How long.
        over: Length,
        /// To what share of the rate, 0 to 1.
        #[serde(default)]
        floor: f64,
    },
}

/// A stretch of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// So many updates.
    Steps(u64),
    /// So many passes over the training set.
    Epochs(f64),
}

impl Length {
    /// Longest, in steps.
    pub const MAX_STEPS: u64 = 100_000_000;
    /// Shortest and longest, in epochs.
    pub const EPOCHS: (f64, f64) = (1e-3, 100_000.0);

    fn check(self, steps: &'static str, epochs: &'static str) -> Result<(), SettingError> {
        match self {
            Self::Steps(n) => SettingError::check(steps, n, 1, Self::MAX_STEPS),
            Self::Epochs(n) => SettingError::check(epochs, n, Self::EPOCHS.0, Self::EPOCHS.1),
        }
    }

    /// How many times it has passed.
    fn passed(self, step: u64, epoch: f64) -> f64 {
        match self {
            Self::Steps(n) => step as f64 / n as f64,
            Self::Epochs(n) => epoch / n,
        }
    }
}

impl Schedule {
    /// Checks every number of it.
    pub fn check(&self) -> Result<(), SettingError> {
        if let Some(warmup) = self.warmup {
            warmup.check("schedule.warmup.steps", "schedule.warmup.epochs")?;
        }
        match self.decay {
            Decay::Constant => Ok(()),
            Decay::Step { every, factor } => {
                every
                    .check("schedule.decay.step.every.steps", "schedule.decay.step.every.epochs")?;
                SettingError::check("schedule.decay.step.factor", factor, 0.0, 1.0)
            }
            Decay::Linear { over, floor } => {
                over.check(
                    "schedule.decay.linear.over.steps",
                    "schedule.decay.linear.over.epochs",
                )?;
                SettingError::check("schedule.decay.linear.floor", floor, 0.0, 1.0)
            }
            Decay::Cosine { over, floor } => {
                over.check(
                    "schedule.decay.cosine.over.steps",
                    "schedule.decay.cosine.over.epochs",
                )?;
                SettingError::check("schedule.decay.cosine.floor", floor, 0.0, 1.0)
            }
        }
    }

    /// The factor on the learning rate, 0 to 1, of the step that comes after `step` steps
    /// and `epoch` epochs.
    pub fn factor(&self, step: u64, epoch: f64) -> f64 {
        let rise = match self.warmup {
            None => 1.0,
            // With the first step at 1/W: a step at rate 0 would be none.
            Some(Length::Steps(n)) => ((step + 1) as f64 / n as f64).min(1.0),
            Some(Length::Epochs(n)) => (epoch / n).min(1.0),
        };
        let fall = match self.decay {
            Decay::Constant => 1.0,
            Decay::Step { every, factor } => factor.powf(every.passed(step, epoch).floor()),
            Decay::Linear { over, floor } => {
                1.0 - (1.0 - floor) * over.passed(step, epoch).min(1.0)
            }
            Decay::Cosine { over, floor } => {
                let passed = over.passed(step, epoch).min(1.0);
                let wave = (1.0 + libm::cos(PI * passed)) / 2.0;
                floor + (1.0 - floor) * wave
            }
        };
        rise * fall
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(schedule: Schedule, steps: &[u64]) -> Vec<f64> {
        let round = |factor: f64| (factor * 1e6).round() / 1e6;
        steps.iter().map(|&step| round(schedule.factor(step, step as f64 / 10.0))).collect()
    }

    #[test]
    fn rates_rise_and_fall_as_the_formulas_say() {
        let of = |decay| Schedule { warmup: None, decay };
        assert_eq!(factors(Schedule::default(), &[0, 1_000_000]), [1.0, 1.0]);
        let step = Decay::Step { every: Length::Steps(10), factor: 0.1 };
        assert_eq!(factors(of(step), &[0, 9, 10, 25]), [1.0, 1.0, 0.1, 0.01]);
        let linear = Decay::Linear { over: Length::Epochs(2.0), floor: 0.2 };
        assert_eq!(factors(of(linear), &[0, 5, 10, 20, 99]), [1.0, 0.8, 0.6, 0.2, 0.2]);
        let cosine = Decay::Cosine { over: Length::Steps(100), floor: 0.0 };
        assert_eq!(factors(of(cosine), &[0, 50, 100, 200]), [1.0, 0.5, 0.0, 0.0]);
        let warm = Schedule { warmup: Some(Length::Steps(4)), decay: cosine };
        assert_eq!(factors(warm, &[0, 1, 50]), [0.25, 0.499877, 0.5]);
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let error = |decay| Schedule { warmup: None, decay }.check().unwrap_err().to_string();
        let factor = error(Decay::Step { every: Length::Steps(3), factor: 1.1 });
        assert!(factor.starts_with("schedule.decay.step.factor is a number from 0 to 1; 1.1"));
        let over = error(Decay::Linear { over: Length::Steps(0), floor: 0.0 });
        assert!(over.contains("linear.over.steps is a whole number from 1 to"), "{over}");
        let over = error(Decay::Cosine { over: Length::Epochs(f64::NAN), floor: 0.0 });
        assert!(over.contains("cosine.over.epochs"), "{over}");
    }
}
