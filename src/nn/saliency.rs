//! What a network looks at: how much each input moves one of its outputs.

use ndarray::{Array1, Array2};

use super::activation::{self, softmax};
use super::forward::read;
use super::matmul::{self, Packing};
use super::network::Network;
use super::real::Real;
use super::workspace::LayerValues;

/// ∂z_c/∂x (in): the slope of output `output`'s logit z_c by each input, at `x` (in).
///
/// The chain rule of the [backward pass](super::backward), begun with 1 at that logit
/// instead of with a loss, and carried one layer farther, to the inputs: ∂z_c/∂a of a layer
/// is δ·w of the layer above, and δ = ∂z_c/∂a · f′(z). Of the logit and not of the
/// probability: that one has no slope left where the network is sure. (K. Simonyan, A.
/// Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks", 2013.)
///
/// # Panics
/// If `x` hasn't one number an input, or there is no such output.
pub fn saliency<T: Real>(network: &Network<T>, x: &[T], output: usize) -> Array1<T> {
    let values = read(network, x);
    let mut packing = Packing::default();
    let mut delta = Array2::zeros((1, network.spec().n_outputs()));
    delta[[0, output]] = T::one();
    for (layer_idx, layer) in network.layers().iter().enumerate().rev() {
        // ∂z_c/∂x of this layer, x being what it multiplies its weights with.
        let mut below = Array2::zeros((1, layer.weights.ncols()));
        matmul::times(delta.view(), layer.weights.view(), below.view_mut(), &mut packing);
        delta = below;
        let Some(layer_idx) = layer_idx.checked_sub(1) else { break };
        let LayerValues { pre_activations: z, activations: a } = &values[layer_idx];
        let (z, a) = (z.as_slice().expect(WHOLE), a.as_slice().expect(WHOLE));
        let da = delta.clone();
        let (da, dz) = (da.as_slice().expect(WHOLE), delta.as_slice_mut().expect(WHOLE));
        match &network.spec().layers()[layer_idx].activation.kind {
            activation::Kind::Elementwise(formulas) => {
                (T::activation(formulas).slopes)(z, a, dz);
                dz.iter_mut().zip(da).for_each(|(dz, &da)| *dz *= da);
            }
            activation::Kind::Softmax => softmax::pull_back(a, da, dz),
        }
    }
    delta.row(0).to_owned()
}

const WHOLE: &str = "a single row is contiguous";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::activation::{IDENTITY, RELU, SIGMOID, SOFTMAX, TANH};
    use crate::nn::init::XAVIER;
    use crate::nn::loss::CROSS_ENTROPY;
    use crate::nn::{LayerSpec, NetworkSpec};
    use crate::registry::Choice;

    /// The slope by central differences, in double precision.
    fn by_difference(network: &Network<f64>, x: &[f64], input: usize, output: usize) -> f64 {
        let logit = |step: f64| {
            let mut moved = x.to_vec();
            moved[input] += step;
            read(network, &moved).pop().unwrap().pre_activations[output]
        };
        (logit(1e-5) - logit(-1e-5)) / 2e-5
    }

    #[test]
    fn it_is_the_slope_of_the_logit() {
        let layers = [&SIGMOID, &TANH, &RELU, &IDENTITY, &SOFTMAX]
            .into_iter()
            .zip([7, 6, 5, 4, 3])
            .map(|(activation, width)| LayerSpec::new(width, Choice::of(activation)))
            .collect();
        let spec = NetworkSpec::new(5, layers, Choice::of(&CROSS_ENTROPY)).unwrap();
        let network: Network<f64> = Network::initialized(spec, &Choice::of(&XAVIER), 3).to_double();
        let x = [0.9, -0.4, 0.0, 1.7, -1.1];
        for output in 0..3 {
            let slopes = saliency(&network, &x, output);
            assert!(slopes.iter().any(|slope| slope.abs() > 1e-4), "{slopes}");
            for input in 0..5 {
                let expected = by_difference(&network, &x, input, output);
                assert!(
                    (slopes[input] - expected).abs() < 1e-8,
                    "output {output}, input {input}: {} and {expected}",
                    slopes[input]
                );
            }
        }
    }
}
