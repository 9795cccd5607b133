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

#[cfg(test)]
mod tests {
    use super::super::{LayerSpec, NetworkSpec, activation, loss};
    use super::*;
    use crate::registry::Choice;
    use ndarray::array;

    /// Two inputs, one output: w = (0.5, −2), b = 3.
    fn network() -> Network<f64> {
        let layer = LayerSpec::new(1, Choice::of(&activation::IDENTITY));
        let spec = NetworkSpec::new(2, vec![layer], Choice::of(&loss::SQUARED_ERROR)).unwrap();
        let layer = DenseLayer { weights: array![[0.5, -2.0]], bias: array![3.0] };
        Network::from_layers(spec, vec![layer]).unwrap()
    }

    #[test]
    fn weights_cost_by_their_size_and_biases_nothing() {
        let cost = |l1, l2| Penalty { l1, l2 }.value(&network());
        assert_eq!(cost(0.0, 0.0), 0.0);
        assert_eq!(cost(0.5, 0.0), 0.5 * 2.5);
        assert_eq!(cost(0.0, 0.25), 0.25 * 4.25);
        assert_eq!(cost(0.5, 0.25), 0.5 * 2.5 + 0.25 * 4.25);
    }

    #[test]
    fn its_gradient_is_added_to_that_of_the_weights() {
        let gradient = LayerGradients { weights: array![[10.0, 20.0]], bias: array![30.0] };
        let mut gradients = [gradient];
        Penalty { l1: 0.5, l2: 0.25 }.add_gradient(&network(), &mut gradients);
        assert_eq!(gradients[0].weights, array![[10.0 + 0.5 + 0.25, 20.0 - 0.5 - 1.0]]);
        assert_eq!(gradients[0].bias, array![30.0]);
        let before = gradients.clone();
        Penalty::default().add_gradient(&network(), &mut gradients);
        assert_eq!(gradients, before);
        assert_eq!(Penalty { l1: 1.0, l2: 1.0 }.slope(0.0_f32), 0.0, "|w| has no slope at 0");
    }

    #[test]
    fn factors_are_checked() {
        let error = |l1, l2| Penalty { l1, l2 }.check().unwrap_err().to_string();
        assert_eq!(Penalty { l1: 0.1, l2: Penalty::MAX }.check(), Ok(()));
        assert!(error(-0.1, 0.0).starts_with("penalty.l1 is a number from 0 to 10; -0.1"));
        assert!(error(0.0, f32::NAN).starts_with("penalty.l2"));
    }
}
