//! Replay: going to any past step of a run, bit for bit.
//!
//! A run is determined by its configuration and by what was changed by hand on the way.
//! So a few checkpoints and a log of those changes hold all of it: to go to a step is to
//! restore the nearest checkpoint before it and to make the steps from there once more.
//! Stepping back is this, too; an update can't be undone by calculating it backward.
//!
//! Checkpoints lie k steps apart. When they would need more than their budget, every
//! second one goes and k doubles: however long a run, it can be gone through from its
//! start, and the way from a checkpoint to any step is a fixed share of the run.

mod log;
mod replaying;

pub use replaying::{ReplayError, ReplayProgress, Replaying};

use self::log::Log;
use super::config::RunConfig;
use super::trainer::{Settings, Trainer};
use crate::data::Dataset;

/// The record of a run: what it takes to be at any of its steps again.
///
/// ```text
/// record(trainer)   after each step
/// go_to(step)       a trainer that stands there
/// ```
///
/// A trainer that was gone back to may train on. As long as it does what the run did, the
/// record stays as it is, because the steps are the same. With the first step that is made
/// otherwise, at another rate or batch size, what lay after it is dropped.
///
/// A [branch](Trainer::branched) is a run of its own: it wants a record of its own, which
/// begins where it does, while the one it came from can be kept.
#[derive(Clone, Debug)]
pub struct Replay {
    config: RunConfig,
    /// Most bytes of checkpoints.
    budget: usize,
    /// k.
    every: u64,
    /// Oldest first; the first is the start.
    checkpoints: Vec<Checkpoint>,
    newest: u64,
    past: Past,
}

#[derive(Clone, Debug)]
struct Checkpoint {
    step: u64,
    bytes: Vec<u8>,
}

/// What does not follow from the configuration at the start.
#[derive(Clone, Debug)]
struct Past {
    /// Rate and batch size of the step that begins here.
    settings: Log<Settings>,
    /// Whether an evaluation has reached the target accuracy.
    said_target: Log<bool>,
}

impl Replay {
    /// Bytes of checkpoints unless told otherwise: 50 of them for 784-128-10 with Adam, a
    /// thousand for the lesson's network.
    pub const BUDGET: usize = 64 << 20;

    /// Most checkpoints: of a network whose steps take no time, some thousand steps between
    /// two of them are made again in a moment.
    pub const MOST: usize = 1024;

    /// k at first: so few steps are made again in no time, and checkpoints of so many steps
    /// cost next to nothing beside them.
    pub const FIRST_EVERY: u64 = 16;

    /// A record that begins where `trainer` stands.
    pub fn new(trainer: &Trainer) -> Self {
        Self::with_budget(trainer, Self::BUDGET)
    }

    /// The same with room for so many bytes of checkpoints. The start is kept even if it
    /// is larger than that.
    pub fn with_budget(trainer: &Trainer, budget: usize) -> Self {
        let step = trainer.step_count();
        Self {
            config: trainer.config().clone(),
            budget,
            every: Self::FIRST_EVERY,
            checkpoints: vec![Checkpoint::of(trainer)],
            newest: step,
            past: Past {
                settings: Log::new(step, trainer.settings()),
                said_target: Log::new(step, trainer.stop_watch().has_said_target()),
            },
        }
    }

    /// The record of a run that has come from the start of its configuration to where
    /// `trainer` stands, with the settings that it has now: to go back in it takes all the
    /// steps from the start again. None if a stop rule has met its target on the way, since
    /// when it did is not known any more.
    pub fn from_start(trainer: &Trainer) -> Option<Self> {
        let mut start = Trainer::new(trainer.config().clone()).ok()?;
        start.set_learning_rate(trainer.learning_rate());
        start.set_batch_size(trainer.batch_size());
        let mut replay = Self::new(&start);
        replay.newest = trainer.step_count();
        (!trainer.stop_watch().has_said_target()).then_some(replay)
    }

    /// Takes note of the step that `trainer`, one of the same run, has just made. Nearly
    /// always there is next to nothing to do; once in a while this copies all parameters.
    ///
    /// A step that diverged and so was none changes nothing. If steps were made that this
    /// was not told of, or the trainer is of another configuration, the record begins anew
    /// where it stands: what lies between is not known.
    pub fn record(&mut self, trainer: &Trainer) {
        if *trainer.config() == self.config {
            self.record_step(trainer);
        } else {
            *self = Self::with_budget(trainer, self.budget);
        }
    }

    /// The same for a trainer that is known to have the configuration of the record: to
    /// compare them would take longer than a small network's step. Whether the record has
    /// changed: the step was not made before, or was made otherwise.
    pub fn record_step(&mut self, trainer: &Trainer) -> bool {
        let step = trainer.step_count();
        if step < self.start() || step > self.newest + 1 {
            *self = Self::with_budget(trainer, self.budget);
            return true;
        }
        let Some(made_with) = trainer.made_with().filter(|_| step > self.start()) else {
            return false;
        };
        let before = step - 1;
        if step <= self.newest && *self.past.settings.at(before) == made_with {
            return false;
        }
        if step <= self.newest {
            self.checkpoints.retain(|checkpoint| checkpoint.step <= before);
        }
        self.newest = step;
        self.past.settings.set(before, made_with);
        self.past.settings.set(step, trainer.settings());
        self.past.said_target.set(step, trainer.stop_watch().has_said_target());
        if self.is_due(step) {
            self.save(trainer);
        }
        true
    }

    /// A trainer that will stand at `step` when it has made the steps from the checkpoint
    /// before it, for a caller that must not be kept waiting.
    ///
    /// # Errors
    /// If the record does not reach to that step.
    pub fn begin(&self, step: u64) -> Result<Replaying, ReplayError> {
        if !(self.start()..=self.newest).contains(&step) {
            let (first, last) = (self.start(), self.newest);
            return Err(ReplayError::NotRecorded { step, first, last });
        }
        let nearest = self.checkpoints.partition_point(|checkpoint| checkpoint.step <= step) - 1;
        let Checkpoint { step: from, bytes } = &self.checkpoints[nearest];
        let trainer = Trainer::restore(bytes).expect("a checkpoint of this very session is whole");
        Ok(Replaying::new(trainer, step, self.past.between(*from, step)))
    }

    /// The trainer as it stood after `step` steps, about to make the next one as it was
    /// made: parameters, optimizer, epoch, stop rules, rate and batch size, bit for bit.
    /// This may take a while; see [`begin`](Self::begin).
    ///
    /// # Errors
    /// If the record does not reach to that step, or the examples on the way to it are not
    /// in `data`.
    pub fn go_to(&self, step: u64, data: &Dataset) -> Result<Trainer, ReplayError> {
        self.begin(step)?.finish(data)
    }

    /// The first step that can be gone to: where the record begins.
    pub fn start(&self) -> u64 {
        self.checkpoints[0].step
    }

    /// The last step that can be gone to.
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// Whether rate or batch size were changed by hand on the way.
    pub fn has_changes(&self) -> bool {
        self.past.settings.has_changes()
    }

    /// Steps that have a checkpoint, oldest first: they can be gone to at once.
    pub fn checkpoints(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.checkpoints.iter().map(|checkpoint| checkpoint.step)
    }

    /// Bytes of all checkpoints.
    pub fn n_bytes(&self) -> usize {
        self.checkpoints.iter().map(|checkpoint| checkpoint.bytes.len()).sum()
    }

    fn is_due(&self, step: u64) -> bool {
        (step - self.start()).is_multiple_of(self.every)
    }

    /// Adds a checkpoint, if after thinning out there is room and it is still due.
    fn save(&mut self, trainer: &Trainer) {
        // All are of nearly one size: what differs is a few bytes of the header.
        const HEADER_GROWS: usize = 64;
        let needed = self.checkpoints[0].bytes.len() + HEADER_GROWS;
        self.thin_out(self.budget.saturating_sub(needed));
        let has_room = self.fits(self.budget.saturating_sub(needed));
        if has_room && self.is_due(trainer.step_count()) {
            self.checkpoints.push(Checkpoint::of(trainer));
        }
    }

    /// Whether there is room for one checkpoint more beside `budget` bytes of others.
    fn fits(&self, budget: usize) -> bool {
        self.n_bytes() <= budget && self.checkpoints.len() < Self::MOST
    }

    /// Drops every second checkpoint until one more fits, or only the start is left.
    fn thin_out(&mut self, budget: usize) {
        while !self.fits(budget) && self.checkpoints.len() > 1 {
            self.every *= 2;
            let (start, every) = (self.start(), self.every);
            self.checkpoints.retain(|checkpoint| (checkpoint.step - start).is_multiple_of(every));
        }
    }
}

impl Checkpoint {
    fn of(trainer: &Trainer) -> Self {
        Self { step: trainer.step_count(), bytes: trainer.checkpoint() }
    }
}

impl Past {
    /// What happened from one step to another, both included.
    fn between(&self, from: u64, to: u64) -> Self {
        Self {
            settings: self.settings.between(from, to),
            said_target: self.said_target.between(from, to),
        }
    }
}
