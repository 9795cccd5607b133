//! Branching: going on from the present parameters with another configuration.

use super::{Place, Trainer};
use crate::nn::{Learner, Network, OptimizerState, ShapeError};
use crate::training::config::{ConfigError, RunConfig};
use crate::training::stop::StopWatch;

/// Why a run can't go on with another configuration.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BranchError {
    /// The configuration does not hold together.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The parameters belong to layers of other widths.
    #[error(
        "a run goes on with layers of the same widths only ({0}): keep them, or begin a new run"
    )]
    Shape(#[from] ShapeError),
}

impl Trainer {
    /// A run that goes on from here with another configuration; this one stays. With the
    /// same configuration, it is the same run.
    ///
    /// - The parameters are those of now. Of a batch under way, what has been done is left
    ///   out.
    /// - Learning rate and batch size are the configuration's, also where this run's have
    ///   been changed by hand.
    /// - What the optimizer remembers is kept if the rule stays, even with other
    ///   hyperparameters. Another rule starts with an empty memory and counts its updates
    ///   from 1, as its bias correction needs it.
    /// - Steps and epochs count on, and so do schedules and dropout. On the same data set
    ///   the epoch goes on where it stands; with another seed or another `shuffle`, the
    ///   rest of it follows the other order, so that in this epoch some examples may come
    ///   twice and others not at all. On another data set a new epoch begins.
    /// - The stop rules go on with what they have seen if they, the data, and how loss is
    ///   measured stay the same; else they begin anew.
    ///
    /// # Errors
    /// If the parts of the configuration don't fit each other, or its layers have other
    /// shapes.
    pub fn branched(&self, config: RunConfig) -> Result<Self, BranchError> {
        config.check()?;
        let parameters = self.network().layers().to_vec();
        let network = Network::from_layers(config.network.clone(), parameters)?;
        let rules = config.rules();
        let state = if rules.optimizer.rule == self.config.optimizer.rule {
            self.learner.state().clone()
        } else {
            OptimizerState::new(network.spec(), &rules.optimizer)
        };

        let (old, new) = (&self.config, &config);
        let is_same_data = old.dataset == new.dataset && old.n_train() == new.n_train();
        let (epoch, position) = match self.position() {
            (epoch, position) if position == 0 || is_same_data => (epoch, position),
            (epoch, _) => (epoch + 1, 0),
        };
        let measure =
            |config: &RunConfig| (config.stop, config.network.loss(), config.network.reduction());
        let keeps_watch = is_same_data && measure(old) == measure(new);
        let watch = if keeps_watch { self.watch } else { StopWatch::default() };
        let place = Place { step: self.step, epoch, position, watch };
        Ok(Self::at(config, Learner::resumed(network, rules, state), place))
    }
}
