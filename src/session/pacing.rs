//! When the next step is due, at a pace of so many steps a second.
//!
//! Steps are due at even distances. One that comes a little late, because a timer or the
//! step before was, does not shift those after it: the number of steps in a minute is
//! right. What is later than [`CATCH_UP`] is not made up for: after a long evaluation or
//! slow steps nothing piles up.

use crate::protocol::Pace;

/// So late, in seconds, a step may come without those after it being put off.
const CATCH_UP: f64 = 0.05;

/// Steps at this distance, in seconds, or at larger ones are told one by one.
const FOLLOWED: f64 = 0.02;

/// Says when the next step is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pacer {
    pace: Pace,
    /// When the latest step was due, if it came about then, else when it came.
    latest: f64,
}

impl Pacer {
    /// At this pace; the first step is due at once.
    pub fn new(pace: Pace) -> Self {
        Self { pace, latest: f64::NEG_INFINITY }
    }

    /// Another pace, counted from the latest step.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Training begins or goes on: the next step is due at once.
    pub fn begin(&mut self) {
        self.latest = f64::NEG_INFINITY;
    }

    /// From when on the next step may be begun.
    pub fn due(&self) -> f64 {
        match self.pace {
            Pace::Unlimited => f64::NEG_INFINITY,
            Pace::StepsPerSecond(_) => self.latest + self.pace.interval(),
        }
    }

    /// A step was begun at `now`.
    pub fn begun(&mut self, now: f64) {
        let due = self.due();
        self.latest = if now - due <= CATCH_UP { due } else { now };
    }

    /// Whether the steps are so slow that each of them is told.
    pub fn is_followed(&self) -> bool {
        self.pace != Pace::Unlimited && self.pace.interval() >= FOLLOWED
    }

    /// `examples_per_second`, or what the pace allows in batches of `batch_len` if that
    /// is less.
    pub fn limit(&self, examples_per_second: f64, batch_len: usize) -> f64 {
        match self.pace {
            Pace::Unlimited => examples_per_second,
            Pace::StepsPerSecond(n) => {
                examples_per_second.min(f64::from(n.get()) * batch_len as f64)
            }
        }
    }
}
