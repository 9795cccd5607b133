//! A network that learns: its parameters, their gradients, and what the optimizer
//! remembers. The four lines of training are [`Learner::learn_from`] for each part of
//! a batch and [`Learner::update`] at its end.

use super::backward::{LayerGradients, Part, backward};
use super::forward::{Score, forward, measure};
use super::optimizer::OptimizerState;
use super::workspace::Workspace;
use super::{Network, OptimizerSpec};

/// A network in training.
#[derive(Clone, Debug)]
pub struct Learner {
    network: Network,
    optimizer: OptimizerSpec,
    state: OptimizerState,
    gradients: Vec<LayerGradients>,
}

impl Learner {
    /// A network that has not been updated yet.
    ///
    /// `optimizer` has passed [`OptimizerSpec::check`].
    pub fn new(network: Network, optimizer: OptimizerSpec) -> Self {
        let state = OptimizerState::new(network.spec(), &optimizer);
        Self::resumed(network, optimizer, state)
    }

    /// A network that has been updated before; `state` fits both others.
    pub(crate) fn resumed(
        network: Network,
        optimizer: OptimizerSpec,
        state: OptimizerState,
    ) -> Self {
        let gradients = LayerGradients::zeros(network.spec());
        Self { network, optimizer, state, gradients }
    }

    /// Phases 2 to 4 of a step for the examples in `workspace`: forward, loss, and
    /// backward into the gradients.
    pub fn learn_from(&mut self, workspace: &mut Workspace, part: Part) -> Score {
        forward(&self.network, workspace);
        let score = measure(&self.network, workspace);
        backward(&self.network, workspace, &mut self.gradients, part);
        score
    }

    /// Phase 5: the optimizer changes every parameter by its gradient.
    pub fn update(&mut self, learning_rate: f32) {
        self.state.update(&mut self.network, &self.gradients, &self.optimizer, learning_rate);
    }

    /// Forward and loss only, for the examples in `workspace`.
    pub fn score(&self, workspace: &mut Workspace) -> Score {
        forward(&self.network, workspace);
        measure(&self.network, workspace)
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The update rule.
    pub fn optimizer(&self) -> &OptimizerSpec {
        &self.optimizer
    }

    /// What the rule remembers.
    pub fn state(&self) -> &OptimizerState {
        &self.state
    }

    /// The gradients of the latest batch, layer by layer.
    pub fn gradients(&self) -> &[LayerGradients] {
        &self.gradients
    }
}
