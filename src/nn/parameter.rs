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
            Self::Bias { layer_idx, unit_idx } => {
                let has_bias = network.spec().layers()[layer_idx].bias;
                layer.bias.get(unit_idx).copied().filter(|_| has_bias)
            }
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
        if let Some(value) = self.of_mut(&mut network) {
            *value += change;
        }
        network
    }

    /// Gives it another value; whether the network has such a parameter.
    pub fn set<T: Real>(self, network: &mut Network<T>, to: T) -> bool {
        self.of_mut(network).map(|value| *value = to).is_some()
    }

    fn of_mut<T: Real>(self, network: &mut Network<T>) -> Option<&mut T> {
        let (spec, layers) = network.layers_mut();
        let DenseLayer { weights, bias } = layers.get_mut(self.layer_idx())?;
        match self {
            Self::Weight { unit_idx, input_idx, .. } => weights.get_mut([unit_idx, input_idx]),
            Self::Bias { layer_idx, unit_idx } => {
                bias.get_mut(unit_idx).filter(|_| spec.layers()[layer_idx].bias)
            }
        }
    }

    /// The layer it belongs to.
    pub fn layer_idx(self) -> usize {
        match self {
            Self::Weight { layer_idx, .. } | Self::Bias { layer_idx, .. } => layer_idx,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NetworkSpec, activation, init, loss};
    use super::*;
    use crate::nn::LayerSpec;
    use crate::registry::Choice;

    /// 3-4-2.
    fn network() -> Network {
        let layer = |width| LayerSpec::new(width, Choice::of(&activation::TANH));
        let loss = Choice::of(&loss::SQUARED_ERROR);
        let spec = NetworkSpec::new(3, vec![layer(4), layer(2)], loss).unwrap();
        Network::initialized(spec, &init::HE, 1)
    }

    #[test]
    fn is_the_one_that_it_says_and_a_nudge_moves_it_alone() {
        let network = network();
        let gradients: Vec<_> = network
            .layers()
            .iter()
            .map(|DenseLayer { weights, bias }| LayerGradients {
                weights: weights.mapv(|w| 10.0 * w),
                bias: bias.mapv(|b| b + 7.0),
            })
            .collect();
        let weight = Parameter::Weight { layer_idx: 1, unit_idx: 1, input_idx: 3 };
        let bias = Parameter::Bias { layer_idx: 0, unit_idx: 2 };
        let value = network.layers()[1].weights[[1, 3]];
        assert_eq!((weight.of(&network), bias.of(&network)), (Some(value), Some(0.0)));
        assert_eq!(weight.gradient_of(&gradients), Some(10.0 * value));
        assert_eq!(bias.gradient_of(&gradients), Some(7.0));

        let nudged = weight.nudged(&bias.nudged(&network, -0.5), 0.25);
        assert_eq!((weight.of(&nudged), bias.of(&nudged)), (Some(value + 0.25), Some(-0.5)));
        let count = |network: &Network| -> Vec<f32> {
            let layers = network.layers().iter();
            layers.flat_map(|layer| layer.weights.iter().chain(&layer.bias).copied()).collect()
        };
        let pairs = count(&network).into_iter().zip(count(&nudged));
        assert_eq!(pairs.filter(|(a, b)| a != b).count(), 2);
    }

    #[test]
    fn one_that_is_not_there_has_no_value_and_can_not_be_nudged() {
        let network = network();
        for nowhere in [
            Parameter::Weight { layer_idx: 2, unit_idx: 0, input_idx: 0 },
            Parameter::Weight { layer_idx: 1, unit_idx: 2, input_idx: 0 },
            Parameter::Weight { layer_idx: 1, unit_idx: 0, input_idx: 4 },
            Parameter::Bias { layer_idx: 0, unit_idx: 4 },
        ] {
            assert_eq!(nowhere.of(&network), None);
            assert_eq!(nowhere.gradient_of(&LayerGradients::<f32>::zeros(network.spec())), None);
            assert_eq!(nowhere.nudged(&network, 1.0), network);
        }
        // Nor has a layer without a bias one.
        let layer = LayerSpec::new(2, Choice::of(&activation::TANH)).without_bias();
        let spec = NetworkSpec::new(3, vec![layer], Choice::of(&loss::SQUARED_ERROR)).unwrap();
        let network = Network::initialized(spec, &init::HE, 1);
        let bias = Parameter::Bias { layer_idx: 0, unit_idx: 1 };
        assert_eq!((bias.of(&network), bias.nudged(&network, 1.0)), (None, network));
    }
}
