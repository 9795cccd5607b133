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
