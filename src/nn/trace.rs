//! The trace of one real update: every number that the step view shows.
//!
//! The engine records it from the buffers of an update it really makes (or
//! would make next); nothing in it is computed again elsewhere. The page's step
//! view is a pure function of a trace and a cursor.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::{NetworkSpec, OptimizerSpec};

/// One update from its batch to the new loss. (batch, …) arrays have one row an example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepTrace {
    /// The network that is updated.
    pub network: NetworkSpec,
    /// The rule that updates it.
    pub optimizer: OptimizerSpec,
    /// η of this step.
    pub learning_rate: f32,
    /// Updates made before this one.
    pub step: u64,
    /// The epoch it belongs to, counted from 0.
    pub epoch: u32,
    /// Phase 1, draw a batch: index in the training set of each example.
    pub examples: Vec<u32>,
    /// x (batch, in).
    pub inputs: Array2<f32>,
    /// The class of each example.
    pub labels: Vec<u8>,
    /// y, one-hot (batch, out).
    pub targets: Array2<f32>,
    /// Phases 2, 4 and 5, layer by layer, first layer first.
    pub layers: Vec<LayerTrace>,
    /// Phase 3: the loss of each example.
    pub example_losses: Array1<f32>,
    /// Phase 3: their mean, the number that is differentiated.
    pub loss: f32,
    /// The loss of the same batch with the new parameters.
    pub loss_after: f32,
}

/// One layer's part of an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerTrace {
    /// w before the update (out, in).
    pub weights: Array2<f32>,
    /// b before the update (out).
    pub bias: Array1<f32>,
    /// z = x·wᵀ + b (batch, out).
    pub pre_activations: Array2<f32>,
    /// a = f(z) (batch, out).
    pub activations: Array2<f32>,
    /// f′(z) (batch, out); empty (0, 0) for softmax, whose slope is a matrix.
    pub slopes: Array2<f32>,
    /// ∂(example's loss)/∂a (batch, out): at the output from the loss, else Σₖ wₖⱼ δₖ of
    /// the next layer. Empty (0, 0) where softmax and cross-entropy are differentiated
    /// together.
    pub output_gradients: Array2<f32>,
    /// δ = ∂(example's loss)/∂z (batch, out), not yet divided by the batch size.
    pub deltas: Array2<f32>,
    /// ∂loss/∂w, the mean over the batch of δ·aᵀ (out, in).
    pub weight_gradients: Array2<f32>,
    /// ∂loss/∂b, the mean over the batch of δ (out).
    pub bias_gradients: Array1<f32>,
    /// What the optimizer remembered before the update, in the order of its `slots`.
    pub state_before: Vec<SlotTrace>,
    /// What it remembers after.
    pub state_after: Vec<SlotTrace>,
    /// w after the update (out, in).
    pub new_weights: Array2<f32>,
    /// b after the update (out).
    pub new_bias: Array1<f32>,
}

/// One slot of optimizer state of one layer, e.g. the velocity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotTrace {
    /// For the weights (out, in).
    pub weights: Array2<f32>,
    /// For the biases (out).
    pub bias: Array1<f32>,
}
