//! The ways that a run has gone through the space of its parameters: the present one, and
//! those before it, from other starts over the same landscape.

use crate::protocol::landscape::MOST_EARLIER;
use crate::training::{Path, PathPoint, Trainer};

/// Points that are kept of a way that has ended.
const KEPT: usize = 128;
/// Most parameters of a network whose earlier ways are kept.
const SMALL: usize = 1_000;

/// All ways of a run.
#[derive(Debug)]
pub(super) struct Ways {
    /// Where it has been since it was begun, taken up, or put somewhere by hand.
    pub path: Path,
    /// The oldest first.
    earlier: Vec<Vec<PathPoint>>,
}

impl Ways {
    /// Those of a run that stands where `trainer` stands and has not gone anywhere yet.
    pub fn new(trainer: &Trainer) -> Self {
        Self { path: Path::new(trainer), earlier: Vec::new() }
    }

    /// Takes note of where `trainer` stands now, after a step.
    pub fn record(&mut self, trainer: &Trainer) {
        self.path.record(trainer);
    }

    /// Takes note of a step that leads another way than the one after `step` did before.
    pub fn turn_off(&mut self, trainer: &Trainer, step: u64) {
        self.path.truncate(step);
        if self.path.points().is_empty() {
            self.path.begin_anew(trainer);
        }
    }

    /// Puts `trainer` elsewhere by hand, which is no way that descent has gone: the present
    /// way ends, and another one begins.
    ///
    /// # Errors
    /// That of `put`; the way goes on then.
    pub fn leap<E>(
        &mut self,
        trainer: &mut Trainer,
        put: impl FnOnce(&mut Trainer) -> Result<(), E>,
    ) -> Result<(), E> {
        let is_small = trainer.network().spec().n_parameters() <= SMALL;
        let way = if is_small { self.present(trainer, KEPT) } else { Vec::new() };
        put(trainer)?;
        self.path.begin_anew(trainer);
        if way.len() > 1 {
            let too_many = (self.earlier.len() + 1).saturating_sub(MOST_EARLIER);
            self.earlier.drain(..too_many);
            self.earlier.push(way);
        }
        Ok(())
    }

    /// The loss is another one now: the ways so far led through another landscape.
    pub fn forget(&mut self, trainer: &Trainer) {
        self.earlier.clear();
        self.path.begin_anew(trainer);
    }

    /// The way from where the run began, or was put by hand, to where it stands: at most `n`
    /// of its points, and the present one. None of a network too large for that.
    pub fn present(&self, trainer: &Trainer, n: usize) -> Vec<PathPoint> {
        let now = trainer.step_count();
        let way = self.path.thinned(n).filter(|point| point.step <= now);
        let mut way: Vec<PathPoint> = way.cloned().collect();
        if way.last().is_some_and(|last| last.step < now) {
            way.push(PathPoint::of(trainer));
        }
        way
    }

    /// Those before it, the oldest first.
    pub fn earlier(&self) -> &[Vec<PathPoint>] {
        &self.earlier
    }
}
