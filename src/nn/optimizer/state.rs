//! What an optimizer remembers of a network's parameters.

use ndarray::{Array2, Array3, Axis};

use super::{OptimizerSpec, Real, TensorUpdate};
use crate::nn::backward::LayerGradients;
use crate::nn::network::DenseLayer;
use crate::nn::trace::SlotTrace;
use crate::nn::{Network, NetworkSpec};

/// The optimizer's memory: its slots for every parameter, and the number of updates.
#[derive(Clone, Debug, PartialEq)]
pub struct OptimizerState<T = f32> {
    /// Updates made with it.
    pub t: u64,
    /// Layer by layer, first layer first.
    pub layers: Vec<LayerState<T>>,
}

/// The slots of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerState<T = f32> {
    /// For the weights (slot, out, in).
    pub weights: Array3<T>,
    /// For the biases (slot, out).
    pub bias: Array2<T>,
}

impl<T: Real> OptimizerState<T> {
    /// Nothing remembered yet: zeros for every slot of `optimizer`.
    pub fn new(network: &NetworkSpec, optimizer: &OptimizerSpec) -> Self {
        let n_slots = optimizer.rule.slots.len();
        let layers = network
            .shapes()
            .map(|(fan_in, fan_out)| LayerState {
                weights: Array3::zeros((n_slots, fan_out, fan_in)),
                bias: Array2::zeros((n_slots, fan_out)),
            })
            .collect();
        Self { t: 0, layers }.laid_out()
    }

    /// With the memory layout of the parameters; see
    /// [`laid_out`](crate::nn::matmul::laid_out).
    pub(crate) fn laid_out(mut self) -> Self {
        for layer in &mut self.layers {
            let by_input = layer.weights.view().permuted_axes([0, 2, 1]);
            let by_input = by_input.as_standard_layout().into_owned();
            layer.weights = by_input.permuted_axes([0, 2, 1]);
        }
        self
    }

    /// Values remembered per parameter.
    pub fn n_slots(&self) -> usize {
        self.layers[0].bias.nrows()
    }

    /// One update of every parameter of `network` by its gradient. For the inputs of the
    /// first layer that are `blank` (in), the gradients are 0.
    pub fn update(
        &mut self,
        network: &mut Network<T>,
        gradients: &[LayerGradients<T>],
        blank: &[bool],
        optimizer: &OptimizerSpec,
        learning_rate: T,
    ) {
        self.t += 1;
        let t = self.t;
        let hyperparameters = optimizer.hyperparameters.as_slice();
        let update = |gradient: &[T], parameters: &mut [T], state: &mut [T]| {
            let tensor =
                TensorUpdate { gradient, parameters, state, hyperparameters, learning_rate, t };
            (T::rule(&optimizer.rule.rules).update)(tensor);
        };
        let (spec, layers) = network.layers_mut();
        let layers = layers.iter_mut().zip(&mut self.layers).zip(gradients);
        for (layer_idx, ((layer, state), gradient)) in layers.enumerate() {
            let DenseLayer { weights, bias } = layer;
            let n_units = bias.len();
            let weights = weights.as_slice_memory_order_mut().expect(CONTIGUOUS);
            let weight_state = state.weights.as_slice_memory_order_mut().expect(CONTIGUOUS);
            let weight_gradient = gradient.weights.as_slice_memory_order().expect(CONTIGUOUS);
            if layer_idx == 0 && optimizer.rule.rests_without_gradient() {
                // Most inputs of a small batch of digits are blank, and their lines stay.
                let mut first = 0;
                for run in blank.chunk_by(|a, b| a == b) {
                    let lines = first * n_units..(first + run.len()) * n_units;
                    first += run.len();
                    if !run[0] {
                        update(&weight_gradient[lines.clone()], &mut weights[lines], &mut []);
                    }
                }
            } else {
                update(weight_gradient, weights, weight_state);
            }
            if spec.layers()[layer_idx].bias {
                update(
                    gradient.bias.as_slice().expect(CONTIGUOUS),
                    bias.as_slice_mut().expect(CONTIGUOUS),
                    state.bias.as_slice_mut().expect(CONTIGUOUS),
                );
            }
        }
    }
}

const CONTIGUOUS: &str = "parameters and all of their shape have one layout, without gaps";

impl LayerState {
    /// A copy of each slot, for the trace.
    pub(crate) fn to_trace(&self) -> Vec<SlotTrace> {
        self.weights
            .axis_iter(Axis(0))
            .zip(self.bias.axis_iter(Axis(0)))
            .map(|(weights, bias)| SlotTrace { weights: weights.to_owned(), bias: bias.to_owned() })
            .collect()
    }
}
