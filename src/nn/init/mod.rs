//! Start weights: one file each, one line in [`ALL`]. Biases start at 0.

mod he;
mod scaled_normal;
mod xavier;

pub use he::HE;
pub use scaled_normal::SCALED_NORMAL;
pub use xavier::XAVIER;

use crate::random::Stream;
use crate::registry::Entry;

/// Every initializer, in menu order.
pub static ALL: &[&Initializer] = &[&SCALED_NORMAL, &XAVIER, &HE];

/// A distribution for start weights.
#[derive(Debug)]
pub struct Initializer {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The distribution, as a line of text.
    pub formula: &'static str,
    /// The distribution of one weight, given (fan_in, fan_out).
    pub distribution: fn(usize, usize) -> Distribution,
}

/// What one start weight is drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Mean 0, this standard deviation.
    Normal {
        /// Standard deviation.
        std_dev: f32,
    },
    /// Evenly between −limit and limit.
    Uniform {
        /// Largest magnitude.
        limit: f32,
    },
}

impl Distribution {
    /// Draws one weight.
    pub fn sample(self, stream: &mut Stream) -> f32 {
        match self {
            Self::Normal { std_dev } => std_dev * stream.normal(),
            Self::Uniform { limit } => stream.range(-limit, limit),
        }
    }
}

impl Entry for Initializer {
    const KIND: &'static str = "initializer";
    fn all() -> &'static [&'static Self] {
        ALL
    }
    fn key(&self) -> &'static str {
        self.key
    }
    fn name(&self) -> &'static str {
        self.name
    }
}
