//! How fast a run goes on.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// How many steps a run makes in a second, at most. Which steps they are it doesn't touch:
/// the run is the same at any pace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// As fast as it can.
    #[default]
    Unlimited,
    /// So many steps a second, if they can be made that fast.
    StepsPerSecond(NonZeroU32),
}

impl Pace {
    /// So many steps a second; 0 is no pace.
    pub fn steps_per_second(n: u32) -> Option<Self> {
        NonZeroU32::new(n).map(Self::StepsPerSecond)
    }

    /// Seconds from one step to the next; 0 without a limit.
    pub fn interval(self) -> f64 {
        match self {
            Self::Unlimited => 0.0,
            Self::StepsPerSecond(n) => 1.0 / f64::from(n.get()),
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.write_str("as fast as it can"),
            Self::StepsPerSecond(n) if n.get() == 1 => f.write_str("1 step a second"),
            Self::StepsPerSecond(n) => write!(f, "{n} steps a second"),
        }
    }
}
