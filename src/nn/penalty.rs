//! Weight penalties (CURRICULUM B5): what large weights cost besides the loss.

use ndarray::Zip;
use serde::{Deserialize, Serialize};

use super::backward::LayerGradients;
use super::real::Real;
use super::{DenseLayer, Network, SettingError};

/// λ₁·Σ|w| + λ₂·Σw² over all weights; biases are exempt. Added to the batch's loss, its
/// gradient λ₁·sign(w) + 2·λ₂·w is added to the loss's.
///
/// (PyTorch's `weight_decay` of `SGD` adds λ·w to the gradient of every parameter: half of
/// what λ₂ = λ adds here, and to the biases as well.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Penalty {
    /// λ₁.
    pub l1: f32,
    /// λ₂.
    pub l2: f32,
}

impl Penalty {
    /// Largest λ.
    pub const MAX: f32 = 10.0;

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Checks both factors.
    pub fn check(&self) -> Result<(), SettingError> {
        SettingError::check("penalty.l1", self.l1, 0.0, Self::MAX)?;
        SettingError::check("penalty.l2", self.l2, 0.0, Self::MAX)
    }

    /// λ₁·Σ|w| + λ₂·Σw².
    pub fn value<T: Real>(&self, network: &Network<T>) -> f64 {
        if self.is_none() {
            return 0.0;
        }
        let (mut sum, mut sum_of_squares) = (0.0, 0.0);
        for DenseLayer { weights, .. } in network.layers() {
            for &w in weights {
                let w: f64 = w.into();
                sum += w.abs();
                sum_of_squares += w * w;
            }
        }
        f64::from(self.l1) * sum + f64::from(self.l2) * sum_of_squares
    }

    /// Adds its gradient to that of the loss.
    pub fn add_gradient<T: Real>(&self, network: &Network<T>, gradients: &mut [LayerGradients<T>]) {
        if self.is_none() {
            return;
        }
        for (layer, gradient) in network.layers().iter().zip(gradients) {
            Zip::from(&mut gradient.weights)
                .and(&layer.weights)
                .for_each(|g, &w| *g += self.slope(w));
        }
    }

    /// λ₁·sign(w) + 2·λ₂·w: its gradient for one weight.
    pub fn slope<T: Real>(&self, w: T) -> T {
        T::of(f64::from(self.l1)) * w.sign() + T::of(2.0 * f64::from(self.l2)) * w
    }
}
