//! The trace of one real update: every number that the step view shows.
//!
//! The engine records it from the buffers of an update it really makes (or
//! would make next); nothing in it is computed again elsewhere. The page's step
//! view is a pure function of a trace and a cursor.

use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};

use super::optimizer::{Substep, TensorUpdate};
use super::{
    Clipped, LayerGradients, Learner, NetworkSpec, Parameter, Real, UpdateSpec, Workspace,
};

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
    /// How its gradient becomes an update: penalty, clipping, optimizer.
    pub rules: UpdateSpec,
    /// η of this step, as the schedule has it.
    pub learning_rate: f32,
    /// Updates made before this one.
    pub step: u64,
    /// t: the optimizer's number for this update, counted from 1.
    pub t: u64,
    /// The epoch it belongs to, counted from 0.
    pub epoch: u32,
    /// Examples of the batch: the number that sums over it are divided by.
    pub batch_len: usize,
    /// Phase 1, draw a batch: index in the training set of each example.
    pub examples: Vec<u32>,
    /// x (batch, in).
    pub inputs: Array2<f32>,
    /// The class of each example; empty if the targets are numbers.
    pub labels: Vec<u8>,
    /// y (batch, out): one-hot for classes, 0 or 1 for a single output.
    pub targets: Array2<f32>,
    /// Phases 2, 4 and 5, layer by layer, first layer first.
    pub layers: Vec<LayerTrace>,
    /// How much each example counts (batch); all 1 without class weights.
    pub example_weights: Array1<f32>,
    /// Phase 3: the loss of each example, with its weight and what the reduction has for
    /// each (½ or 1/k).
    pub example_losses: Array1<f32>,
    /// Phase 3: their mean, or their sum if the reduction says so.
    pub loss: f32,
    /// What the penalty adds to it: the sum of both is the number that is differentiated.
    pub penalty: f32,
    /// Phase 5: how the gradient was clipped, if it is clipped at all.
    pub clipped: Option<Clipped>,
    /// The loss of the same batch with the new parameters, and the same dropout.
    pub loss_after: f32,
    /// What the penalty adds to that.
    pub penalty_after: f32,
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
    /// Dropout: 0 where a is dropped, else 1/(1 − dropout) (batch, out). Empty (0, 0)
    /// without dropout.
    pub masks: Array2<f32>,
    /// a ⊙ mask, what goes on to the next layer (batch, out). Empty (0, 0) without
    /// dropout, where that is a itself.
    pub sent: Array2<f32>,
    /// f′(z) (batch, out); empty (0, 0) for softmax, whose slope is a matrix, and where
    /// activation and loss are differentiated together.
    pub slopes: Array2<f32>,
    /// ∂(example's loss)/∂a (batch, out): at the output from the loss, else Σₖ wₖⱼ δₖ of
    /// the next layer (⊙ mask). Empty (0, 0) where activation and loss are differentiated
    /// together, as softmax and cross-entropy are.
    pub output_gradients: Array2<f32>,
    /// δ = ∂(example's loss)/∂z (batch, out), with the example's weight and what the
    /// reduction has for each example, not yet divided by the batch size.
    pub deltas: Array2<f32>,
    /// ∂loss/∂w, the mean over the batch of δ·aᵀ (out, in), or their sum if the reduction
    /// says so.
    pub weight_gradients: Array2<f32>,
    /// ∂loss/∂b, likewise of δ (out).
    pub bias_gradients: Array1<f32>,
    /// ∂penalty/∂w (out, in). Empty (0, 0) without a penalty.
    pub penalty_gradients: Array2<f32>,
    /// What the optimizer is given for w: loss and penalty, clipped (out, in). Empty
    /// (0, 0) if that is ∂loss/∂w itself.
    pub final_weight_gradients: Array2<f32>,
    /// What the optimizer is given for b (out). Empty if that is ∂loss/∂b itself.
    pub final_bias_gradients: Array1<f32>,
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
    /// else what the layer below sends.
    pub fn layer_inputs(&self, layer_idx: usize) -> &Array2<f32> {
        match layer_idx.checked_sub(1) {
            Some(below) if !self.layers[below].sent.is_empty() => &self.layers[below].sent,
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

    /// The sub-steps of the optimizer for one parameter, the new parameter last: the
    /// rule itself, told to speak. `None` if there is no such parameter.
    pub fn substeps(&self, parameter: Parameter) -> Option<Vec<Substep<f32>>> {
        let layer = self.layers.get(parameter.layer_idx())?;
        let slots = layer.state_before.iter();
        let (old, gradient, mut state) = match parameter {
            Parameter::Weight { unit_idx, input_idx, .. } => {
                let at = [unit_idx, input_idx];
                let state: Option<Vec<f32>> = slots.map(|s| s.weights.get(at).copied()).collect();
                (layer.weights.get(at), layer.optimizer_weight_gradients().get(at), state?)
            }
            Parameter::Bias { unit_idx, .. } => {
                let state: Option<Vec<f32>> =
                    slots.map(|s| s.bias.get(unit_idx).copied()).collect();
                (layer.bias.get(unit_idx), layer.optimizer_bias_gradients().get(unit_idx), state?)
            }
        };
        let optimizer = &self.rules.optimizer;
        Some((f32::rule(&optimizer.rule.rules).explain)(TensorUpdate {
            gradient: &[*gradient?],
            parameters: &mut [*old?],
            state: &mut state,
            hyperparameters: &optimizer.hyperparameters,
            learning_rate: self.learning_rate,
            t: self.t,
        }))
    }

    /// ℓ, the log-likelihood of the batch, where the loss is one (CURRICULUM A13): the
    /// loss is −ℓ/m, so that descent on it is ascent on ℓ.
    pub fn log_likelihood(&self) -> Option<f32> {
        let reduction = self.network.reduction();
        let factor =
            reduction.of_batch(self.batch_len) * reduction.of_example(self.network.n_outputs());
        self.network.loss().is_log_likelihood.then(|| (-f64::from(self.loss) / factor) as f32)
    }
}

impl LayerTrace {
    /// What the optimizer is given for w (out, in).
    pub fn optimizer_weight_gradients(&self) -> &Array2<f32> {
        if self.final_weight_gradients.is_empty() {
            &self.weight_gradients
        } else {
            &self.final_weight_gradients
        }
    }

    /// What the optimizer is given for b (out).
    pub fn optimizer_bias_gradients(&self) -> &Array1<f32> {
        if self.final_bias_gradients.is_empty() {
            &self.bias_gradients
        } else {
            &self.final_bias_gradients
        }
    }

    /// One layer of an update: `before` and `after` are the learner on either side of
    /// it; `gradient` is the loss's alone, while `after` holds what the optimizer was
    /// given; and `pass` has the numbers of the examples.
    pub(crate) fn record(
        layer_idx: usize,
        before: &Learner,
        gradient: &LayerGradients,
        after: &Learner,
        pass: &Workspace,
    ) -> Self {
        let old = &before.network().layers()[layer_idx];
        let new = &after.network().layers()[layer_idx];
        let given = &after.gradients()[layer_idx];
        let penalty = before.rules().penalty;
        let penalty_gradients = if penalty.is_none() {
            Array2::zeros((0, 0))
        } else {
            old.weights.mapv(|w| penalty.slope(w))
        };
        let is_changed = given != gradient;
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
            masks: rows(&buffers.masks),
            sent: rows(&buffers.sent),
            slopes: rows(&buffers.slopes),
            output_gradients: rows(&buffers.output_gradients),
            deltas: rows(&buffers.deltas),
            weight_gradients: gradient.weights.clone(),
            bias_gradients: gradient.bias.clone(),
            penalty_gradients,
            final_weight_gradients: if is_changed {
                given.weights.clone()
            } else {
                Array2::zeros((0, 0))
            },
            final_bias_gradients: if is_changed { given.bias.clone() } else { Array1::zeros(0) },
            state_before: before.state().layers[layer_idx].to_trace(),
            state_after: after.state().layers[layer_idx].to_trace(),
            new_weights: new.weights.clone(),
            new_bias: new.bias.clone(),
        }
    }
}
