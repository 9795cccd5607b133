//! Optimizers: one file each, one line in [`ALL`].

mod adam;
mod momentum;
mod sgd;
mod state;

pub use adam::ADAM;
pub use momentum::MOMENTUM;
pub use sgd::SGD;
pub use state::{LayerState, OptimizerState};

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
    /// Carries out one update of one tensor.
    pub update: fn(TensorUpdate<'_>),
}

/// One update of one tensor (a layer's weights or its biases), as flat slices of one
/// length n.
pub struct TensorUpdate<'a> {
    /// g: ∂loss/∂parameter (n).
    pub gradient: &'a [f32],
    /// The parameters (n), to be changed.
    pub parameters: &'a mut [f32],
    /// The slots one after another (n_slots · n), to be changed; all 0 at first.
    pub state: &'a mut [f32],
    /// One value per entry of the rule's `hyperparameters`.
    pub hyperparameters: &'a [f32],
    /// η.
    pub learning_rate: f32,
    /// t: this update's number, counted from 1.
    pub t: u64,
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

/// Hyperparameters that don't fit the rule; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OptimizerError {
    /// Too few or too many values.
    #[error("{rule} has {needs} settings; {given} were given")]
    Count {
        /// Name of the rule.
        rule: &'static str,
        /// How many it has.
        needs: usize,
        /// How many were given.
        given: usize,
    },
    /// A value out of range, or not a number.
    #[error("{rule}: {name} is a number from {min} to {max}; {given} is not")]
    Value {
        /// Name of the rule.
        rule: &'static str,
        /// Name of the setting.
        name: &'static str,
        /// Smallest allowed value.
        min: f32,
        /// Largest allowed value.
        max: f32,
        /// What was given.
        given: f32,
    },
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

    /// Checks number and ranges of the hyperparameters.
    pub fn check(&self) -> Result<(), OptimizerError> {
        let rule = self.rule.name;
        let (needs, given) = (self.rule.hyperparameters.len(), self.hyperparameters.len());
        if given != needs {
            return Err(OptimizerError::Count { rule, needs, given });
        }
        for (setting, &given) in self.rule.hyperparameters.iter().zip(&self.hyperparameters) {
            let (min, max) = setting.range;
            // NaN is in no range.
            if !(min..=max).contains(&given) {
                return Err(OptimizerError::Value { rule, name: setting.name, min, max, given });
            }
        }
        Ok(())
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
