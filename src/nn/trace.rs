//! The trace of one real update: every number that the step view shows.
//!
//! The engine records it from the buffers of an update it really makes (or
//! would make next); nothing in it is computed again elsewhere. The page's step
//! view is a pure function of a trace and a cursor.

use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};

use super::{Learner, NetworkSpec, OptimizerSpec, Workspace};

/// One update from its batch to the new loss.
///
/// Arrays written (batch, …) have one row an example. Of a batch of more than
/// [`MAX_EXAMPLES`](Self::MAX_EXAMPLES) they hold that many, its first; the gradients,
/// the loss and the new parameters are always those of all
/// [`batch_len`](Self::batch_len) examples.
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
    /// Examples of the batch: the number that sums over it are divided by.
    pub batch_len: usize,
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
    /// f′(z) (batch, out); empty (0, 0) for softmax, whose slope is a matrix, and where
    /// activation and loss are differentiated together.
    pub slopes: Array2<f32>,
    /// ∂(example's loss)/∂a (batch, out): at the output from the loss, else Σₖ wₖⱼ δₖ of
    /// the next layer. Empty (0, 0) where activation and loss are differentiated
    /// together, as softmax and cross-entropy are.
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

impl StepTrace {
    /// Most examples of which a trace holds the numbers.
    pub const MAX_EXAMPLES: usize = Workspace::MAX_ROWS;

    /// What a layer multiplies its weights with (batch, in): the input for layer 0,
    /// else the activations of the layer below.
    pub fn layer_inputs(&self, layer_idx: usize) -> &Array2<f32> {
        match layer_idx.checked_sub(1) {
            Some(below) => &self.layers[below].activations,
            None => &self.inputs,
        }
    }

    /// What one example alone asks of one weight: δⱼ·xₖ for unit j and its input k. The
    /// mean over the batch is the weight's gradient.
    pub fn example_weight_gradient(
        &self,
        layer_idx: usize,
        example_row: usize,
        unit_idx: usize,
        input_idx: usize,
    ) -> f32 {
        let delta = self.layers[layer_idx].deltas[[example_row, unit_idx]];
        delta * self.layer_inputs(layer_idx)[[example_row, input_idx]]
    }
}

impl LayerTrace {
    /// One layer of an update: `before` and `after` are the learner on either side of
    /// it, `after` holds its gradients, and `pass` the numbers of the examples.
    pub(crate) fn record(
        layer_idx: usize,
        before: &Learner,
        after: &Learner,
        pass: &Workspace,
    ) -> Self {
        let old = &before.network().layers()[layer_idx];
        let new = &after.network().layers()[layer_idx];
        let gradient = &after.gradients()[layer_idx];
        let buffers = &pass.layers[layer_idx];
        // A buffer that this layer doesn't use is (0, 0) and stays so.
        let rows = |buffer: &Array2<f32>| {
            buffer.slice(s![..pass.len().min(buffer.nrows()), ..]).to_owned()
        };
        Self {
            weights: old.weights.clone(),
            bias: old.bias.clone(),
            pre_activations: rows(&buffers.pre_activations),
            activations: rows(&buffers.activations),
            slopes: rows(&buffers.slopes),
            output_gradients: rows(&buffers.output_gradients),
            deltas: rows(&buffers.deltas),
            weight_gradients: gradient.weights.clone(),
            bias_gradients: gradient.bias.clone(),
            state_before: before.state().layers[layer_idx].to_trace(),
            state_after: after.state().layers[layer_idx].to_trace(),
            new_weights: new.weights.clone(),
            new_bias: new.bias.clone(),
        }
    }
}
