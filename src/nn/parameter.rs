//! One parameter among all of a network.

use serde::{Deserialize, Serialize};

use super::{DenseLayer, LayerGradients, Network, Real};

/// Which parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Parameter {
    /// What a unit multiplies one of its inputs with.
    Weight {
        /// First layer 0.
        layer_idx: usize,
        /// The unit whose weight it is.
        unit_idx: usize,
        /// The input that it multiplies.
        input_idx: usize,
    },
    /// What a unit adds.
    Bias {
        /// First layer 0.
        layer_idx: usize,
        /// The unit whose bias it is.
        unit_idx: usize,
    },
}

impl Parameter {
    /// Its value; `None` if the network has no such parameter.
    pub fn of<T: Real>(self, network: &Network<T>) -> Option<T> {
        let layer = network.layers().get(self.layer_idx())?;
        match self {
            Self::Weight { unit_idx, input_idx, .. } => {
                layer.weights.get([unit_idx, input_idx]).copied()
            }
            Self::Bias { unit_idx, .. } => layer.bias.get(unit_idx).copied(),
        }
    }

    /// Its gradient; `None` if there is no such parameter.
    pub fn gradient_of<T: Real>(self, gradients: &[LayerGradients<T>]) -> Option<T> {
        let layer = gradients.get(self.layer_idx())?;
        match self {
            Self::Weight { unit_idx, input_idx, .. } => {
                layer.weights.get([unit_idx, input_idx]).copied()
            }
            Self::Bias { unit_idx, .. } => layer.bias.get(unit_idx).copied(),
        }
    }

    /// The network with this parameter changed by `change`. A parameter that it has not
    /// got changes nothing.
    pub fn nudged<T: Real>(self, network: &Network<T>, change: T) -> Network<T> {
        let mut network = network.clone();
        if let Some(DenseLayer { weights, bias }) = network.layers_mut().get_mut(self.layer_idx()) {
            let value = match self {
                Self::Weight { unit_idx, input_idx, .. } => weights.get_mut([unit_idx, input_idx]),
                Self::Bias { unit_idx, .. } => bias.get_mut(unit_idx),
            };
            if let Some(value) = value {
                *value += change;
            }
        }
        network
    }

    /// The layer it belongs to.
    pub fn layer_idx(self) -> usize {
        match self {
            Self::Weight { layer_idx, .. } | Self::Bias { layer_idx, .. } => layer_idx,
        }
    }
}
