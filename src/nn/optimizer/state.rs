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
        let first = &mut self.layers[0].weights;
        let by_input = first.view().permuted_axes([0, 2, 1]).as_standard_layout().into_owned();
        *first = by_input.permuted_axes([0, 2, 1]);
        self
    }

    /// Values remembered per parameter.
    pub fn n_slots(&self) -> usize {
        self.layers[0].bias.nrows()
    }

    /// One update of every parameter of `network` by its gradient.
    pub fn update(
        &mut self,
        network: &mut Network<T>,
        gradients: &[LayerGradients<T>],
        optimizer: &OptimizerSpec,
        learning_rate: T,
    ) {
        self.t += 1;
        let t = self.t;
        let hyperparameters = optimizer.hyperparameters.as_slice();
        for ((layer, state), gradient) in
            network.layers_mut().iter_mut().zip(&mut self.layers).zip(gradients)
        {
            let DenseLayer { weights, bias } = layer;
            for (parameters, state, gradient) in [
                (
                    weights.as_slice_memory_order_mut(),
                    state.weights.as_slice_memory_order_mut(),
                    gradient.weights.as_slice_memory_order(),
                ),
                (bias.as_slice_mut(), state.bias.as_slice_mut(), gradient.bias.as_slice()),
            ] {
                (T::rule(&optimizer.rule.rules).update)(TensorUpdate {
                    gradient: gradient.expect(CONTIGUOUS),
                    parameters: parameters.expect(CONTIGUOUS),
                    state: state.expect(CONTIGUOUS),
                    hyperparameters,
                    learning_rate,
                    t,
                });
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
