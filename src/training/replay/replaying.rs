//! On the way to a past step.

use super::Past;
use crate::count::grouped;
use crate::data::Dataset;
use crate::training::trainer::{Advance, Settings, StepReport, Trainer};

/// A trainer on its way from a checkpoint to a step that the run once stood at.
///
/// Whoever must soon be free again calls [`advance`](Self::advance) until
/// [`into_trainer`](Self::into_trainer) gives the trainer away.
#[derive(Clone, Debug)]
pub struct Replaying {
    trainer: Trainer,
    from: u64,
    target: u64,
    past: Past,
    made: Option<StepReport>,
}

/// How far a replay has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayProgress {
    /// Steps made again.
    pub n_made: u64,
    /// Steps from the checkpoint to the target.
    pub n_steps: u64,
}

/// Why a step can't be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// Before the start of the record, or never made.
    #[error("step {step} was not recorded: choose one from {first} to {last}", step = grouped(*step), first = grouped(*first), last = grouped(*last))]
    NotRecorded {
        /// What was asked for.
        step: u64,
        /// The first that can be gone to.
        first: u64,
        /// The last that can be gone to.
        last: u64,
    },
    /// The data have not come as far as the run once did. Nothing is lost: it goes on when
    /// they have.
    #[error("the examples of step {step} are not here (yet): load the whole data set", step = grouped(*step))]
    NotHere {
        /// The step that can't be made, counted from 1.
        step: u64,
    },
    /// These are not the examples that the run learned from: the loss of one of its steps
    /// is not finite now.
    #[error(
        "step {step} can't be made again with these data: take those that the run was made with",
        step = grouped(*step)
    )]
    OtherData {
        /// The step, counted from 1.
        step: u64,
    },
}

impl Replaying {
    /// From where `trainer` stands to `target`.
    pub(super) fn new(trainer: Trainer, target: u64, past: Past) -> Self {
        let mut replaying = Self { from: trainer.step_count(), trainer, target, past, made: None };
        replaying.prepare();
        replaying
    }

    /// Goes on by one pass of at most [`Workspace::MAX_ROWS`](crate::nn::Workspace::MAX_ROWS)
    /// examples; does nothing when it is there.
    ///
    /// # Errors
    /// If the examples of the next step are not in `data`, or are not those of the run.
    pub fn advance(&mut self, data: &Dataset) -> Result<ReplayProgress, ReplayError> {
        self.made = None;
        if self.is_there() {
            return Ok(self.progress());
        }
        let step = self.trainer.step_count() + 1;
        match self.trainer.advance(data) {
            Advance::UnderWay => {}
            Advance::WaitingForData => return Err(ReplayError::NotHere { step }),
            Advance::Stepped(report) if report.diverged => {
                return Err(ReplayError::OtherData { step });
            }
            Advance::Stepped(report) => {
                self.made = Some(report);
                let has_said = *self.past.said_target.at(step);
                self.trainer.stop_watch_mut().set_has_said_target(has_said);
                self.prepare();
            }
        }
        Ok(self.progress())
    }

    /// Changes what was changed by hand before the next step.
    fn prepare(&mut self) {
        let step = self.trainer.step_count();
        let &Settings { learning_rate, batch_size } = self.past.settings.at(step);
        self.trainer.set_learning_rate(learning_rate);
        self.trainer.set_batch_size(batch_size);
    }

    /// How far it has come.
    pub fn progress(&self) -> ReplayProgress {
        ReplayProgress {
            n_made: self.trainer.step_count() - self.from,
            n_steps: self.target - self.from,
        }
    }

    /// What the step did that the latest [`advance`](Self::advance) finished, if it finished one.
    pub fn made(&self) -> Option<&StepReport> {
        self.made.as_ref()
    }

    /// The trainer, on its way.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The step it has come to.
    pub fn step(&self) -> u64 {
        self.trainer.step_count()
    }

    /// The step it is on its way to.
    pub fn target(&self) -> u64 {
        self.target
    }

    /// Whether it has arrived.
    pub fn is_there(&self) -> bool {
        self.trainer.step_count() == self.target
    }

    /// Goes all the way, however long that takes.
    ///
    /// # Errors
    /// As [`advance`](Self::advance).
    pub fn finish(mut self, data: &Dataset) -> Result<Trainer, ReplayError> {
        while !self.is_there() {
            self.advance(data)?;
        }
        Ok(self.trainer)
    }

    /// The trainer at its target.
    ///
    /// # Errors
    /// Gives itself back if it is not there.
    pub fn into_trainer(self) -> Result<Trainer, Box<Self>> {
        if self.is_there() { Ok(self.trainer) } else { Err(Box::new(self)) }
    }
}
