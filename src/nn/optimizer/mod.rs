//! Optimizers: one file each, one line in [`ALL`].
//!
//! A file says what happens to one parameter. That one formula drives the loop over all
//! parameters, in either precision, and the sub-steps that the step view shows.

mod adagrad;
mod adam;
mod adamw;
mod momentum;
mod nesterov;
mod rmsprop;
mod rule;
mod sgd;
mod spec;
mod state;

pub use adagrad::ADAGRAD;
pub use adam::ADAM;
pub use adamw::ADAMW;
pub use momentum::MOMENTUM;
pub use nesterov::NESTEROV;
pub use rmsprop::RMSPROP;
pub use rule::{Functions, Rule, Rules, Substep, TensorUpdate};
pub use sgd::SGD;
pub(crate) use spec::Named;
pub use spec::{OptimizerError, OptimizerSpec};
pub use state::{LayerState, OptimizerState};

use super::real::Real;
use crate::registry::entry;

/// Every optimizer, in menu order.
pub static ALL: &[&Optimizer] = &[&SGD, &MOMENTUM, &NESTEROV, &ADAGRAD, &RMSPROP, &ADAM, &ADAMW];

/// An update rule: from a gradient g and its own state to a change of each parameter.
#[derive(Debug)]
pub struct Optimizer {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The rule, as a line of text (η is the learning rate, g the gradient).
    pub formula: &'static str,
    /// How it is made in PyTorch, with its settings in braces by their keys.
    pub pytorch: &'static str,
    /// A learning rate that suits it on digits, offered when it is chosen.
    pub suggested_learning_rate: f32,
    /// Its own settings besides η, with defaults.
    pub hyperparameters: &'static [Hyperparameter],
    /// Names of what it remembers per parameter, e.g. "velocity".
    pub slots: &'static [&'static str],
    /// What PyTorch's optimizer calls the same.
    pub pytorch_slots: &'static [&'static str],
    /// The rule itself.
    pub rules: Rules,
}

/// A setting of an optimizer.
#[derive(Debug)]
pub struct Hyperparameter {
    /// Stable identifier, used in configurations: PyTorch's name where there is one.
    pub key: &'static str,
    /// Letter or name for people, e.g. "β₁".
    pub name: &'static str,
    /// Value if none is given.
    pub default: f64,
    /// Smallest and largest allowed value.
    pub range: (f64, f64),
}

impl Optimizer {
    /// Whether a parameter with gradient 0 stays as it is: true of a rule that remembers
    /// nothing, since it goes by the gradient alone.
    pub fn rests_without_gradient(&self) -> bool {
        self.slots.is_empty()
    }
}

entry!(Optimizer, "optimizer");
