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

/// How long steps should take between two looks at the clock, in seconds: a small network's
/// are over in 2 µs, and a look at the clock is a call out of WebAssembly.
const BURST: f64 = 100e-6;

/// Steps from one look at the clock to the next one: as many as take about [`BURST`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Burst(u32);

impl Default for Burst {
    fn default() -> Self {
        Self(1)
    }
}

impl Burst {
    const MOST: u32 = 64;

    /// How many steps to make; one where each has its own time.
    pub fn n_steps(self, pace: Pace) -> u32 {
        if pace == Pace::Unlimited { self.0 } else { 1 }
    }

    /// The latest ones took so many seconds.
    pub fn took(&mut self, seconds: f64) {
        if seconds > BURST {
            self.0 = (self.0 / 2).max(1);
        } else if seconds < BURST / 2.0 {
            self.0 = (self.0 * 2).min(Self::MOST);
        }
    }
}

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

    /// How fast to go on.
    pub fn pace(&self) -> Pace {
        self.pace
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
