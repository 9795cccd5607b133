//! When a run stops by itself (CURRICULUM A6): after a maximum, when the error hardly
//! changes any more, or when it is good enough.

use serde::{Deserialize, Serialize};

use crate::nn::SettingError;

/// Stop rules; the first that is met stops the run. None at all by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StopRules {
    /// After so many updates.
    pub max_steps: Option<u64>,
    /// After so many epochs.
    pub max_epochs: Option<u32>,
    /// When the training loss hardly falls any more.
    pub tolerance: Option<Tolerance>,
    /// When this share of the held-out examples is right, 0 to 1 (of the training
    /// examples of the last epoch, if none are held out).
    pub target_accuracy: Option<f32>,
}

/// What "hardly changes" means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// An epoch must lower the mean training loss below the best so far by more than this.
    pub min_change: f32,
    /// So many epochs in a row may fail to.
    #[serde(default = "one")]
    pub patience: u32,
}

fn one() -> u32 {
    1
}

/// Why a run has stopped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// All updates of `max_steps` are made.
    MaxSteps,
    /// All epochs of `max_epochs` are made.
    MaxEpochs,
    /// The loss hardly falls any more.
    Tolerance,
    /// The target accuracy is reached.
    TargetAccuracy,
}

impl StopReason {
    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Self::MaxSteps => "all its steps are made",
            Self::MaxEpochs => "all its epochs are done",
            Self::Tolerance => "the loss hardly falls any more",
            Self::TargetAccuracy => "the target accuracy is reached",
        }
    }
}

impl StopRules {
    /// Checks every number of it.
    pub fn check(&self) -> Result<(), SettingError> {
        if let Some(n) = self.max_steps {
            SettingError::check("stop.max_steps", n, 1, 1_000_000_000)?;
        }
        if let Some(n) = self.max_epochs {
            SettingError::check("stop.max_epochs", u64::from(n), 1, 1_000_000)?;
        }
        if let Some(Tolerance { min_change, patience }) = self.tolerance {
            SettingError::check("stop.tolerance.min_change", min_change, 0.0, 1e6)?;
            SettingError::check("stop.tolerance.patience", u64::from(patience), 1, 1_000_000)?;
        }
        if let Some(share) = self.target_accuracy {
            SettingError::check("stop.target_accuracy", share, 0.0, 1.0)?;
        }
        Ok(())
    }
}

/// Keeps an eye on a run for its rules. Each rule speaks once; a run that is sent on
/// after that goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StopWatch {
    /// Of the epoch under way.
    n_examples: u64,
    loss_sum: f64,
    n_classified: u64,
    n_correct: u64,
    /// The lowest mean loss of an epoch.
    best_loss: Option<f64>,
    /// Epochs in a row that failed to lower it enough.
    n_failed: u32,
    has_said_target: bool,
}

/// What a step did, as far as stop rules care.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progressed {
    /// Updates made.
    pub step: u64,
    /// Epochs made, if the step ended one.
    pub ended_epoch: Option<u32>,
    /// Of the batch.
    pub n_examples: usize,
    /// Sum of its losses.
    pub loss_sum: f64,
    /// Examples that have a class, and those that are right.
    pub n_classified: usize,
    /// See `n_classified`.
    pub n_correct: usize,
    /// Whether examples are held out.
    pub holds_out: bool,
}

impl StopWatch {
    /// Takes note of a step.
    pub(super) fn after_step(
        &mut self,
        rules: &StopRules,
        step: &Progressed,
    ) -> Option<StopReason> {
        self.n_examples += step.n_examples as u64;
        self.loss_sum += step.loss_sum;
        self.n_classified += step.n_classified as u64;
        self.n_correct += step.n_correct as u64;
        let after_epoch = step.ended_epoch.and_then(|n| self.after_epoch(rules, n, step.holds_out));
        if rules.max_steps == Some(step.step) { Some(StopReason::MaxSteps) } else { after_epoch }
    }

    /// Forgets the losses so far: from where the run has been put by hand, what it had
    /// before says nothing.
    pub(super) fn begin_anew(&mut self) {
        *self = Self { has_said_target: self.has_said_target, ..Self::default() };
    }

    /// Whether the target accuracy has been reached before: the one thing here that does
    /// not follow from the steps alone, because evaluations come from outside.
    pub(super) fn has_said_target(&self) -> bool {
        self.has_said_target
    }

    /// See [`has_said_target`](Self::has_said_target).
    pub(super) fn set_has_said_target(&mut self, has_said: bool) {
        self.has_said_target = has_said;
    }

    fn after_epoch(
        &mut self,
        rules: &StopRules,
        n_epochs: u32,
        holds_out: bool,
    ) -> Option<StopReason> {
        let loss = self.loss_sum / self.n_examples as f64;
        let accuracy = (self.n_classified > 0)
            .then(|| (self.n_correct as f64 / self.n_classified as f64) as f32);
        (self.n_examples, self.loss_sum) = (0, 0.0);
        (self.n_classified, self.n_correct) = (0, 0);

        let hardly_changes = rules.tolerance.is_some_and(|tolerance| {
            let is_enough =
                self.best_loss.is_none_or(|best| loss < best - f64::from(tolerance.min_change));
            self.best_loss = Some(self.best_loss.map_or(loss, |best| best.min(loss)));
            self.n_failed = if is_enough { 0 } else { self.n_failed + 1 };
            self.n_failed == tolerance.patience
        });
        if rules.max_epochs == Some(n_epochs) {
            Some(StopReason::MaxEpochs)
        } else if hardly_changes {
            Some(StopReason::Tolerance)
        } else if holds_out {
            None
        } else {
            self.after_evaluation(rules, accuracy)
        }
    }

    /// Takes note of an evaluation of the held-out examples.
    pub(super) fn after_evaluation(
        &mut self,
        rules: &StopRules,
        accuracy: Option<f32>,
    ) -> Option<StopReason> {
        let is_reached = rules
            .target_accuracy
            .is_some_and(|target| accuracy.is_some_and(|accuracy| accuracy >= target));
        if is_reached && !self.has_said_target {
            self.has_said_target = true;
            return Some(StopReason::TargetAccuracy);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Epochs of one step each, with these losses; the epoch at which the run stops.
    fn stops_after(rules: StopRules, losses: &[f64]) -> Option<(u64, StopReason)> {
        let mut watch = StopWatch::default();
        (1..).zip(losses).find_map(|(step, &loss_sum)| {
            let step_report = Progressed {
                step,
                ended_epoch: Some(step as u32),
                n_examples: 1,
                loss_sum,
                n_classified: 1,
                n_correct: usize::from(step > 3),
                holds_out: false,
            };
            watch.after_step(&rules, &step_report).map(|reason| (step, reason))
        })
    }

    #[test]
    fn each_rule_stops_where_it_says() {
        let losses = [4.0, 3.0, 2.5, 2.49, 2.6, 1.0, 0.9, 0.899];
        let none = StopRules::default();
        assert_eq!(stops_after(none, &losses), None);
        let max_steps = StopRules { max_steps: Some(5), ..none };
        assert_eq!(stops_after(max_steps, &losses), Some((5, StopReason::MaxSteps)));
        let max_epochs = StopRules { max_epochs: Some(2), ..none };
        assert_eq!(stops_after(max_epochs, &losses), Some((2, StopReason::MaxEpochs)));
        let tolerance = |min_change, patience| StopRules {
            tolerance: Some(Tolerance { min_change, patience }),
            ..none
        };
        assert_eq!(stops_after(tolerance(0.05, 1), &losses), Some((4, StopReason::Tolerance)));
        assert_eq!(stops_after(tolerance(0.05, 2), &losses), Some((5, StopReason::Tolerance)));
        assert_eq!(stops_after(tolerance(0.05, 3), &losses), None);
        let target = StopRules { target_accuracy: Some(1.0), ..none };
        assert_eq!(stops_after(target, &losses), Some((4, StopReason::TargetAccuracy)));
    }

    #[test]
    fn a_run_that_is_sent_on_goes_on() {
        let rules = StopRules { target_accuracy: Some(0.9), ..StopRules::default() };
        let mut watch = StopWatch::default();
        assert_eq!(watch.after_evaluation(&rules, Some(0.8)), None);
        assert_eq!(watch.after_evaluation(&rules, None), None);
        let reached = watch.after_evaluation(&rules, Some(0.9));
        assert_eq!(reached, Some(StopReason::TargetAccuracy));
        assert_eq!(watch.after_evaluation(&rules, Some(0.95)), None);
    }

    #[test]
    fn absurd_rules_are_refused() {
        let error = |rules: StopRules| rules.check().unwrap_err().to_string();
        let none = StopRules::default();
        let target = StopRules { target_accuracy: Some(1.5), ..none };
        assert!(error(target).contains("stop.target_accuracy is a number from 0 to 1; 1.5"));
        let steps = StopRules { max_steps: Some(0), ..none };
        assert!(error(steps).contains("stop.max_steps is a whole number from 1"));
    }
}
