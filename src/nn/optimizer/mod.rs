//! Optimizers: one file each, one line in [`ALL`].

mod adam;
mod momentum;
mod sgd;

pub use adam::ADAM;
pub use momentum::MOMENTUM;
pub use sgd::SGD;

use serde::{Deserialize, Serialize};

use crate::registry::{Choice, Entry};

/// Every optimizer, in menu order.
pub static ALL: &[&Optimizer] = &[&SGD, &MOMENTUM, &ADAM];

/// An update rule: from a gradient g and its own state to a change of each parameter.
#[derive(Debug)]
pub struct Optimizer {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The rule, as a line of text (η is the learning rate, g the gradient).
    pub formula: &'static str,
    /// A learning rate that suits it on digits, offered when it is chosen.
    pub suggested_learning_rate: f32,
    /// Its own settings besides η, with defaults.
    pub hyperparameters: &'static [Hyperparameter],
    /// Names of what it remembers per parameter, e.g. "velocity".
    pub slots: &'static [&'static str],
}

/// A setting of an optimizer.
#[derive(Debug)]
pub struct Hyperparameter {
    /// Letter or name, e.g. "β₁".
    pub name: &'static str,
    /// Value if none is given.
    pub default: f32,
    /// Smallest and largest allowed value.
    pub range: (f32, f32),
}

/// An optimizer with the values of its hyperparameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptimizerSpec {
    /// The rule.
    pub rule: Choice<Optimizer>,
    /// One value per entry of `rule.hyperparameters`.
    pub hyperparameters: Vec<f32>,
}

impl OptimizerSpec {
    /// The rule with its default hyperparameters.
    pub fn defaults(rule: Choice<Optimizer>) -> Self {
        let hyperparameters = rule.hyperparameters.iter().map(|h| h.default).collect();
        Self { rule, hyperparameters }
    }
}

impl Entry for Optimizer {
    const KIND: &'static str = "optimizer";
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
