//! What has become of the run, as the figures tell it.

use leptos::prelude::*;

use super::State;
use descent::protocol::Status;
use descent::training::StopReason;

/// A loss so many times that of the start is worse than the start: less may be the noise
/// of a batch.
const WORSE: f32 = 1.5;

/// So little of the way from guessing to all answers right is nothing learned: with ten
/// classes below 19 %, with two below 55 %.
const HARDLY_BETTER: f32 = 0.1;

/// How a run that has stopped by itself went wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wreck {
    /// The share of held-out examples that it gets right.
    pub accuracy: f32,
    /// The share that guessing gets right.
    pub guessing: f32,
    /// Whether the loss has risen far above the start's on the way: what steps do that
    /// are too long.
    pub has_exploded: bool,
}

impl Wreck {
    /// Whether it does no better than guessing, or hardly.
    pub fn is_guessing(&self) -> bool {
        self.accuracy < self.guessing + HARDLY_BETTER * (1.0 - self.guessing)
    }
}

impl State {
    /// Whether the loss is no longer a finite number.
    pub fn has_diverged(&self) -> bool {
        self.progress.with(|p| p.as_ref().is_some_and(|p| p.status == Status::Diverged))
    }

    /// The stop rule that the run has met, if it stands for that reason.
    pub fn finished(&self) -> Option<StopReason> {
        self.progress.with(|progress| match progress.as_ref()?.status {
            Status::Finished(reason) => Some(reason),
            _ => None,
        })
    }

    /// η of the next update as the schedule has it, once the engine has told it.
    pub fn scheduled_rate(&self) -> Option<f32> {
        self.progress.with(|progress| progress.as_ref().map(|p| p.learning_rate))
    }

    /// Whether the schedule has brought the rate down to 0. (It may begin there, too, and
    /// rise with the first step.)
    pub fn has_come_to_rest(&self) -> bool {
        self.progress.with(|p| p.as_ref().is_some_and(|p| p.learning_rate == 0.0 && p.step > 0))
    }

    /// Whether the run does worse than it did before its first update.
    pub fn is_worse_than_at_start(&self) -> bool {
        let now = self.progress.with(|p| p.as_ref().and_then(|p| p.train));
        self.loss_at_start().zip(now).is_some_and(|(start, now)| now.loss > WORSE * start)
    }

    /// How the run went wrong, if it did, by the figures of now.
    pub fn wreck(&self) -> Option<Wreck> {
        let test = self.progress.with(|p| p.as_ref().and_then(|p| p.test))?;
        let start = self.loss_at_start()?;
        let has_exploded = self.history.with(|history| {
            history.train().iter().any(|p| p.train.is_some_and(|m| m.loss > WORSE * start))
        });
        let guessing = 1.0 / self.config.with(|config| config.dataset.n_outputs()) as f32;
        let wreck = Wreck { accuracy: test.accuracy?, guessing, has_exploded };
        (wreck.is_guessing() || self.is_worse_than_at_start()).then_some(wreck)
    }

    /// On the held-out examples, before the first update.
    pub(super) fn loss_at_start(&self) -> Option<f32> {
        self.history.with(|h| h.test().first().and_then(|point| point.test)).map(|m| m.loss)
    }
}
