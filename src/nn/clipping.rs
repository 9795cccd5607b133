//! Gradient clipping (CURRICULUM D3), against explosions.

use serde::{Deserialize, Serialize};

use super::SettingError;
use super::backward::LayerGradients;
use super::real::Real;

/// What is done to a gradient that is too large, before the optimizer sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clipping {
    /// Nothing.
    #[default]
    None,
    /// If the norm of the whole gradient, over all parameters, is larger than this, the
    /// gradient is shortened to it: the direction stays (Pascanu et al., 2013).
    Norm(f32),
    /// Each component is kept between −this and this: the direction changes.
    Value(f32),
}

/// How a gradient was clipped.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clipped {
    /// The gradient's norm before.
    pub norm: f64,
    /// What all of it was multiplied by; 1 unless it was clipped by its norm.
    pub factor: f64,
    /// How many components were cut; 0 unless it was clipped by value.
    pub n_cut: usize,
}

impl Clipping {
    /// Smallest and largest bound.
    pub const RANGE: (f32, f32) = (1e-6, 1e6);

    /// Checks the bound.
    pub fn check(&self) -> Result<(), SettingError> {
        let (min, max) = Self::RANGE;
        match *self {
            Self::None => Ok(()),
            Self::Norm(bound) => SettingError::check("clipping.norm", bound, min, max),
            Self::Value(bound) => SettingError::check("clipping.value", bound, min, max),
        }
    }

    /// Clips a gradient in place. `None` if there is nothing to do, and nothing was
    /// measured.
    pub fn apply<T: Real>(&self, gradients: &mut [LayerGradients<T>]) -> Option<Clipped> {
        match *self {
            Self::None => None,
            Self::Norm(bound) => {
                let norm = norm(gradients);
                // PyTorch's formula, with its guard against a norm of 0.
                let factor = (f64::from(bound) / (norm + 1e-6)).min(1.0);
                if factor < 1.0 {
                    each(gradients, |g| *g *= T::of(factor));
                }
                Some(Clipped { norm, factor, n_cut: 0 })
            }
            Self::Value(bound) => {
                let norm = norm(gradients);
                let bound = T::of(f64::from(bound));
                let mut n_cut = 0;
                each(gradients, |g| {
                    if g.abs() > bound {
                        *g = g.sign() * bound;
                        n_cut += 1;
                    }
                });
                Some(Clipped { norm, factor: 1.0, n_cut })
            }
        }
    }
}

/// √Σg² over all parameters.
pub fn norm<T: Real>(gradients: &[LayerGradients<T>]) -> f64 {
    gradients.iter().map(|layer| layer.norm().powi(2)).sum::<f64>().sqrt()
}

fn each<T: Real>(gradients: &mut [LayerGradients<T>], mut change: impl FnMut(&mut T)) {
    for layer in gradients {
        layer.weights.iter_mut().chain(&mut layer.bias).for_each(&mut change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    /// Two layers, of norm 5 and 12: 13 together.
    fn gradients() -> Vec<LayerGradients<f64>> {
        let layer = |weight: f64, bias: f64| LayerGradients {
            weights: array![[weight, 0.0]],
            bias: Array1::from_vec(vec![bias]),
        };
        vec![layer(3.0, -4.0), layer(-12.0, 0.0)]
    }

    #[test]
    fn by_norm_the_whole_gradient_is_shortened_and_keeps_its_direction() {
        let mut clipped = gradients();
        let told = Clipping::Norm(6.5).apply(&mut clipped).unwrap();
        assert_eq!((told.norm, told.n_cut), (13.0, 0));
        assert!((told.factor - 0.5).abs() < 1e-6);
        assert!((norm(&clipped) - 6.5).abs() < 1e-5);
        for (layer, whole) in clipped.iter().zip(gradients()) {
            assert_eq!(layer.weights, whole.weights * told.factor);
            assert_eq!(layer.bias, whole.bias * told.factor);
        }
    }

    #[test]
    fn by_value_each_component_is_cut_alone() {
        let mut clipped = gradients();
        let told = Clipping::Value(3.5).apply(&mut clipped).unwrap();
        assert_eq!(told, Clipped { norm: 13.0, factor: 1.0, n_cut: 2 });
        assert_eq!(clipped[0].weights, array![[3.0, 0.0]]);
        assert_eq!((clipped[0].bias[0], clipped[1].weights[[0, 0]]), (-3.5, -3.5));
    }

    #[test]
    fn what_is_small_enough_stays_to_the_last_bit() {
        for clipping in [Clipping::None, Clipping::Norm(13.1), Clipping::Value(12.0)] {
            let mut clipped = gradients();
            let told = clipping.apply(&mut clipped);
            assert_eq!(clipped, gradients(), "{clipping:?}");
            assert_eq!(told.is_none(), clipping == Clipping::None);
            assert!(told.is_none_or(|told| (told.factor, told.n_cut) == (1.0, 0)));
        }
        let mut zeros = gradients();
        each(&mut zeros, |g| *g = 0.0);
        let told = Clipping::Norm(1.0).apply(&mut zeros).unwrap();
        assert_eq!((told.norm, told.factor), (0.0, 1.0));
        assert_eq!(norm(&zeros), 0.0);
    }

    #[test]
    fn bounds_are_checked() {
        let error = |clipping: Clipping| clipping.check().unwrap_err().to_string();
        assert_eq!(Clipping::None.check(), Ok(()));
        assert!(error(Clipping::Norm(0.0)).contains("clipping.norm is a number from 0.000001"));
        assert!(error(Clipping::Value(f32::INFINITY)).contains("clipping.value"));
    }
}
