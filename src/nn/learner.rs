//! A network that learns: its parameters, their gradients, and what the optimizer
//! remembers. Training is [`Learner::learn_from`] for each part of a batch, and
//! [`Learner::update`] at its end; the phases are those of [the module](super).

use serde::{Deserialize, Serialize};

use super::backward::{LayerGradients, Part, backward};
use super::clipping::{self, Clipped};
use super::forward::{Mode, Score, forward, measure};
use super::optimizer::{OptimizerError, OptimizerState};
use super::parameter::Parameter;
use super::real::Real;
use super::workspace::Workspace;
use super::{Clipping, Network, OptimizerSpec, Penalty, SettingError};

/// How a gradient becomes an update: penalty, clipping, optimizer, in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateSpec {
    /// What large weights cost.
    pub penalty: Penalty,
    /// What is done to a gradient that is too large.
    pub clipping: Clipping,
    /// The update rule.
    pub optimizer: OptimizerSpec,
}

impl From<OptimizerSpec> for UpdateSpec {
    /// An optimizer alone.
    fn from(optimizer: OptimizerSpec) -> Self {
        Self { penalty: Penalty::default(), clipping: Clipping::default(), optimizer }
    }
}

/// Why a gradient can't be made into an update; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// A factor or a bound is out of range.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The optimizer's settings don't fit its rule.
    #[error(transparent)]
    Optimizer(#[from] OptimizerError),
}

impl UpdateSpec {
    /// Checks every number of it.
    pub fn check(&self) -> Result<(), UpdateError> {
        self.penalty.check()?;
        self.clipping.check()?;
        Ok(self.optimizer.check()?)
    }
}

/// A network in training.
#[derive(Clone, Debug)]
pub struct Learner<T = f32> {
    network: Network<T>,
    rules: UpdateSpec,
    state: OptimizerState<T>,
    gradients: Vec<LayerGradients<T>>,
    /// Inputs of the first layer whose gradients are known to be 0 (in): nobody has drawn
    /// there.
    blank: Vec<bool>,
}

impl<T: Real> Learner<T> {
    /// A network that has not been updated yet.
    ///
    /// `rules` have passed [`UpdateSpec::check`].
    pub fn new(network: Network<T>, rules: impl Into<UpdateSpec>) -> Self {
        let rules = rules.into();
        let state = OptimizerState::new(network.spec(), &rules.optimizer);
        Self::resumed(network, rules, state)
    }

    /// A network that has been updated before; `state` fits both others.
    pub(crate) fn resumed(
        network: Network<T>,
        rules: UpdateSpec,
        state: OptimizerState<T>,
    ) -> Self {
        let gradients = LayerGradients::zeros(network.spec());
        let blank = vec![true; network.spec().n_inputs()];
        Self { network, rules, state: state.laid_out(), gradients, blank }
    }

    /// Phases 2 to 4 of a step for the examples in `workspace`: forward, loss, and
    /// backward into the gradients.
    pub fn learn_from(&mut self, workspace: &mut Workspace<T>, part: Part) -> Score {
        let Part { noise, first, .. } = part;
        forward(&self.network, workspace, Mode::Train { noise, first });
        let score = measure(&self.network, workspace);
        backward(&self.network, workspace, &mut self.gradients, &mut self.blank, part);
        score
    }

    /// Phase 5: the optimizer changes every parameter by its gradient.
    /// Says how the gradient was clipped, if it is clipped at all.
    pub fn update(&mut self, learning_rate: T) -> Option<Clipped> {
        let clipped = self.finish_gradient();
        self.apply(learning_rate);
        clipped
    }

    /// The first half of phase 5: the penalty's gradient is added to the loss's, and the
    /// sum is clipped.
    pub fn finish_gradient(&mut self) -> Option<Clipped> {
        if !self.rules.penalty.is_none() {
            self.rules.penalty.add_gradient(&self.network, &mut self.gradients);
            self.blank.fill(false);
        }
        self.rules.clipping.apply(&mut self.gradients)
    }

    /// The second half: the optimizer makes the update.
    pub fn apply(&mut self, learning_rate: T) {
        let Self { network, rules, state, gradients, blank } = self;
        state.update(network, gradients, blank, &rules.optimizer, learning_rate);
    }

    /// Forward and loss only, for the examples in `workspace`.
    pub fn score(&self, workspace: &mut Workspace<T>, mode: Mode) -> Score {
        forward(&self.network, workspace, mode);
        measure(&self.network, workspace)
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network<T> {
        &self.network
    }

    /// Gives a parameter another value by hand; whether there is such a parameter. What the
    /// rule remembers of it stays.
    pub fn set_parameter(&mut self, parameter: Parameter, to: T) -> bool {
        parameter.set(&mut self.network, to)
    }

    /// How it is updated.
    pub fn rules(&self) -> &UpdateSpec {
        &self.rules
    }

    /// What the rule remembers.
    pub fn state(&self) -> &OptimizerState<T> {
        &self.state
    }

    /// The gradients of the latest batch, layer by layer.
    pub fn gradients(&self) -> &[LayerGradients<T>] {
        &self.gradients
    }

    /// What the penalty adds to the loss now.
    pub fn penalty(&self) -> f64 {
        self.rules.penalty.value(&self.network)
    }

    /// √Σg² over the gradients of the latest batch.
    pub fn gradient_norm(&self) -> f64 {
        clipping::norm(&self.gradients)
    }
}
