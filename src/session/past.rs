//! A run's past: all that it takes to be at any of its steps again.
//!
//! A record ([`Replay`]) holds steps of one configuration. Where a weight was set by hand, or
//! the configuration changed, the next one begins: a past is a row of stretches. Going back
//! keeps all that came after. It is dropped when a step is made otherwise than it was made
//! then, or when the run goes on beyond the stretch that it has gone back to.

use super::metering::TrainingCurve;
use crate::data::Dataset;
use crate::training::{Metrics, Replay, ReplayError, Replaying, Trainer};

/// Most stretches. (A hand that drags a weight makes some fifty in a second.)
const MOST: usize = 64;

/// The stretches of a run, and the way back that is under way.
#[derive(Debug)]
pub(super) struct Past {
    /// The oldest first; never empty.
    stretches: Vec<Replay>,
    /// The one that the trainer stands in.
    here: usize,
    going: Option<Going>,
    /// The run began where its configuration says that it begins.
    is_from_start: bool,
}

/// On the way to a step.
#[derive(Debug)]
struct Going {
    stretch: usize,
    replaying: Replaying,
    /// Of the steps that are made again.
    curve: TrainingCurve,
    /// Its latest point.
    train: Option<Metrics>,
}

/// There.
#[derive(Debug)]
pub(super) struct Arrived {
    /// Where the run stood then.
    pub trainer: Trainer,
    /// The training figures of the steps that were made again, if there were any: for a run
    /// whose curves from before are not here.
    pub train: Option<Metrics>,
}

impl Past {
    /// That of a run that begins where `trainer` stands.
    pub fn new(trainer: &Trainer) -> Self {
        let is_from_start = trainer.step_count() == 0
            && Trainer::new(trainer.config().clone())
                .is_ok_and(|start| start.network().layers() == trainer.network().layers());
        Self { stretches: vec![Replay::new(trainer)], here: 0, going: None, is_from_start }
    }

    /// That of a run that was taken up where `trainer` stands, and that
    /// [`is_whole`](Self::is_whole) was true of.
    pub fn of_whole(trainer: &Trainer) -> Self {
        match Replay::from_start(trainer) {
            Some(replay) => {
                Self { stretches: vec![replay], here: 0, going: None, is_from_start: true }
            }
            None => Self::new(trainer),
        }
    }

    /// Whether the run, made again from its configuration's start with the settings of now, is
    /// the same.
    pub fn is_whole(&self) -> bool {
        self.is_from_start
            && self.stretches.len() == 1
            && self.stretches[0].start() == 0
            && !self.stretches[0].has_changes()
    }

    /// Takes note of the step that `trainer` has just made. Whether it is a new one: the run
    /// is the longer for it, or goes another way from here.
    pub fn record(&mut self, trainer: &Trainer) -> bool {
        let is_new = self.stretches[self.here].record_step(trainer);
        if is_new {
            self.stretches.truncate(self.here + 1);
        }
        is_new
    }

    /// Something was changed by hand where `trainer` stands.
    pub fn begin_stretch(&mut self, trainer: &Trainer) {
        self.going = None;
        let step = trainer.step_count();
        self.stretches.truncate(self.here + 1);
        // One that no step was made in holds nothing.
        if self.stretches[self.here].start() == step {
            self.is_from_start &= self.here > 0;
            self.stretches.pop();
        }
        let too_many = (self.stretches.len() + 1).saturating_sub(MOST);
        self.stretches.drain(..too_many);
        self.stretches.push(Replay::new(trainer));
        self.here = self.stretches.len() - 1;
    }

    /// The first step that can be gone to.
    pub fn first(&self) -> u64 {
        self.stretches[0].start()
    }

    /// The last one.
    pub fn newest(&self) -> u64 {
        self.stretches[self.stretches.len() - 1].newest()
    }

    /// Sets out for a step.
    ///
    /// # Errors
    /// If it can't be gone to; nothing has changed then.
    pub fn set_out(&mut self, step: u64) -> Result<(), ReplayError> {
        let stretch = self.stretch_of(step);
        let replaying = self.stretches[stretch].begin(step)?;
        self.going =
            Some(Going { stretch, replaying, curve: TrainingCurve::default(), train: None });
        Ok(())
    }

    /// The stretch that a step is gone to in: where one ends and the next one begins, what was
    /// done by hand there is done.
    fn stretch_of(&self, step: u64) -> usize {
        self.stretches.partition_point(|stretch| stretch.start() <= step).saturating_sub(1)
    }

    /// Whether `trainer`, that of the run, stands there already.
    pub fn is_at(&self, step: u64, trainer: &Trainer) -> bool {
        trainer.step_count() == step && self.stretch_of(step) == self.here
    }

    /// Gives up the way back.
    pub fn stay(&mut self) {
        self.going = None;
    }

    /// The step that the way back has come to, if one is under way.
    pub fn passing(&self) -> Option<u64> {
        self.going.as_ref().map(|going| going.replaying.step())
    }

    /// Goes on by one pass; the trainer, once it is there.
    ///
    /// # Errors
    /// If the examples are not here, or are others; the way back is given up then.
    pub fn go_on(&mut self, data: &Dataset) -> Result<Option<Arrived>, ReplayError> {
        let Some(mut going) = self.going.take() else { return Ok(None) };
        going.replaying.advance(data)?;
        if let Some(report) = going.replaying.made() {
            let trainer = going.replaying.trainer();
            let n_train = trainer.config().n_train();
            let point = going.curve.add(report, trainer.position(), n_train);
            going.train = point.or(going.train);
        }
        let Going { stretch, replaying, mut curve, train } = going;
        match replaying.into_trainer() {
            Ok(trainer) => {
                self.here = stretch;
                // Before the first point there is only what it will be made of.
                Ok(Some(Arrived { trainer, train: train.or_else(|| curve.take()) }))
            }
            Err(replaying) => {
                self.going = Some(Going { stretch, replaying: *replaying, curve, train });
                Ok(None)
            }
        }
    }
}
