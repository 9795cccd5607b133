//! The mean of a network's weights over its latest updates: it lies in the middle of
//! the valley on whose slopes the updates jump about (B. Polyak and A. Juditsky, 1992).

use descent::nn::{DenseLayer, Network, NetworkSpec, ShapeError};
use ndarray::Zip;

/// An exponential moving average of all parameters.
pub struct Average {
    spec: NetworkSpec,
    layers: Vec<DenseLayer>,
}

impl Average {
    pub fn new(network: &Network) -> Self {
        Self { spec: network.spec().clone(), layers: network.layers().to_vec() }
    }

    /// Goes `share` of the way to `network`.
    pub fn add(&mut self, network: &Network, share: f32) {
        for (mean, newest) in self.layers.iter_mut().zip(network.layers()) {
            let step = |mean: &mut f32, &newest: &f32| *mean += share * (newest - *mean);
            Zip::from(&mut mean.weights).and(&newest.weights).for_each(step);
            Zip::from(&mut mean.bias).and(&newest.bias).for_each(step);
        }
    }

    pub fn network(&self) -> Result<Network, ShapeError> {
        Network::from_layers(self.spec.clone(), self.layers.clone())
    }
}

/// The network with its weights rounded to 9 significant bits. Its answers stay the
/// same, and compressed for the wire the file is half as large.
pub fn rounded(network: &Network) -> Result<Network, ShapeError> {
    const DROPPED: u32 = f32::MANTISSA_DIGITS - 9;
    let round = |w: f32| {
        let half = 1 << (DROPPED - 1);
        f32::from_bits((w.to_bits() + half) >> DROPPED << DROPPED)
    };
    let layers = network.layers().iter().map(|layer| DenseLayer {
        weights: layer.weights.mapv(round),
        bias: layer.bias.mapv(round),
    });
    Network::from_layers(network.spec().clone(), layers.collect())
}
