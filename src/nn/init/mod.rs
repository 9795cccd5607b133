//! Start weights: one file each, one line in [`ALL`]. Biases start at 0.

mod he;
mod plain_normal;
mod scaled_normal;
mod xavier;
mod xavier_normal;
mod zeros;

pub use he::HE;
pub use plain_normal::PLAIN_NORMAL;
pub use scaled_normal::SCALED_NORMAL;
pub use xavier::XAVIER;
pub use xavier_normal::XAVIER_NORMAL;
pub use zeros::ZEROS;

use crate::random::Stream;
use crate::registry::entry;

/// Every initializer, in menu order.
pub static ALL: &[&Initializer] =
    &[&SCALED_NORMAL, &XAVIER, &XAVIER_NORMAL, &HE, &PLAIN_NORMAL, &ZEROS];

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
    /// Always 0.
    Zero,
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
            Self::Zero => 0.0,
            Self::Normal { std_dev } => std_dev * stream.normal(),
            Self::Uniform { limit } => stream.range(-limit, limit),
        }
    }
}

entry!(Initializer, "initializer");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    #[test]
    fn weights_follow_their_distribution() {
        let (fan_in, fan_out) = (784, 16);
        for initializer in ALL {
            let mut stream = stream(1, Purpose::Weights);
            let distribution = (initializer.distribution)(fan_in, fan_out);
            let draws: Vec<f32> = (0..100_000).map(|_| distribution.sample(&mut stream)).collect();
            let (std_dev, limit) = match distribution {
                Distribution::Zero => {
                    assert!(draws.iter().all(|&w| w == 0.0));
                    continue;
                }
                Distribution::Normal { std_dev } => (std_dev, 6.0 * std_dev),
                Distribution::Uniform { limit } => (limit / 3_f32.sqrt(), limit),
            };
            let n = draws.len() as f32;
            let mean = draws.iter().sum::<f32>() / n;
            let variance = draws.iter().map(|w| w * w).sum::<f32>() / n;
            assert!(mean.abs() < 0.02 * std_dev, "{}: mean {mean}", initializer.key);
            assert!((variance.sqrt() / std_dev - 1.0).abs() < 0.02, "{}", initializer.key);
            assert!(draws.iter().all(|w| w.abs() <= limit), "{}", initializer.key);
        }
    }

    #[test]
    fn spreads_are_those_of_the_formulas() {
        let normal = |initializer: &Initializer| match (initializer.distribution)(100, 50) {
            Distribution::Normal { std_dev } => std_dev,
            Distribution::Uniform { limit } => limit,
            Distribution::Zero => 0.0,
        };
        assert!((normal(&SCALED_NORMAL) - 0.1).abs() < 1e-7);
        assert!((normal(&XAVIER) - 0.2).abs() < 1e-7);
        assert!((normal(&XAVIER_NORMAL) - (2_f32 / 150.0).sqrt()).abs() < 1e-7);
        assert!((normal(&HE) - 0.02_f32.sqrt()).abs() < 1e-7);
    }
}
