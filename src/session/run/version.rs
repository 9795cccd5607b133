//! The run as it is shown, to be kept beside it.

use super::Run;
use crate::protocol::diff::Version;
use crate::session::checkpoint::{self, Saving};

impl Run {
    /// The run at the update that it stands at, which may be an earlier one. It goes on as it
    /// did.
    ///
    /// # Errors
    /// A text for people if there is nothing to keep.
    pub fn version(&self) -> Result<Version, String> {
        let step = self.trainer.step_count();
        if self.past.passing().is_some() {
            return Err(ON_THE_WAY.to_owned());
        }
        if step == 0 {
            return Err(AT_START.to_owned());
        }
        if self.has_diverged {
            return Err(DIVERGED.to_owned());
        }
        let train_seconds = self.seconds_until(step);
        let saving = Saving {
            trainer: &self.trainer,
            train_seconds,
            train: self.train,
            is_whole: self.past.is_whole(),
        };
        let is_here = |&(measured, _): &(u64, _)| measured == step;
        let test = self.held_out.readings().filter(is_here);
        Ok(Version {
            run: self.id,
            step,
            epoch: self.trainer.epoch(),
            train_seconds,
            config: self.config_now(),
            train: self.train,
            test: test.and_then(|_| self.held_out.latest()),
            checkpoint: checkpoint::write(saving),
        })
    }

    /// Seconds spent on updates until this one.
    fn seconds_until(&self, step: u64) -> f64 {
        if self.is_newest() {
            return self.train_seconds;
        }
        // Of both curves: no time runs backwards along either of them.
        let before = [self.curves.train(), self.curves.test()].map(|points| {
            points.iter().rev().find(|point| point.step <= step).map_or(0.0, |point| point.seconds)
        });
        before[0].max(before[1])
    }
}

const ON_THE_WAY: &str =
    "The run is on its way to another update. Keep the version once it is there.";
const AT_START: &str = "The run has made no update yet: train it first.";
const DIVERGED: &str =
    "The loss is no longer a finite number: go back to an earlier update, and keep that.";
