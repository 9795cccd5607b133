//! A network: its description and its parameters.

use ndarray::{Array1, Array2};

use super::matmul::laid_out;
use super::real::Real;
use super::{Initializer, NetworkSpec};
use crate::random::{Purpose, stream};

/// A multilayer perceptron that can be run, trained and saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<T = f32> {
    spec: NetworkSpec,
    layers: Vec<DenseLayer<T>>,
}

/// The parameters of one dense layer: z = x·wᵀ + b.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseLayer<T = f32> {
    /// w (out, in): row j holds all that unit j multiplies its inputs with.
    pub weights: Array2<T>,
    /// b (out); zeros in a layer [without a bias](super::LayerSpec::bias).
    pub bias: Array1<T>,
}

/// Parameters whose shapes aren't those of the network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("layer {layer}: {what}; the network needs {needs}")]
pub struct ShapeError {
    /// Counted from 1.
    pub layer: usize,
    /// What was given.
    pub what: String,
    /// What fits.
    pub needs: String,
}

impl Network {
    /// A network with start weights drawn from `initializer` and biases of 0.
    ///
    /// The weights come layer by layer, each row by row, from the seed's stream for
    /// [`Purpose::Weights`]: the same seed gives the same bits on every machine and in
    /// every browser.
    pub fn initialized(spec: NetworkSpec, initializer: &Initializer, seed: u64) -> Self {
        let mut stream = stream(seed, Purpose::Weights);
        let layers = spec
            .shapes()
            .map(|(fan_in, fan_out)| {
                let distribution = (initializer.distribution)(fan_in, fan_out);
                let weights = Array2::from_shape_simple_fn((fan_out, fan_in), || {
                    distribution.sample(&mut stream)
                });
                DenseLayer { weights: laid_out(weights), bias: Array1::zeros(fan_out) }
            })
            .collect();
        Self { spec, layers }
    }

    /// The same network in double precision, to check what single precision gives.
    pub fn to_double(&self) -> Network<f64> {
        let layers = self.layers.iter().map(|layer| DenseLayer {
            weights: layer.weights.mapv(f64::from),
            bias: layer.bias.mapv(f64::from),
        });
        Network { spec: self.spec.clone(), layers: layers.collect() }
    }
}

impl<T: Real> DenseLayer<T> {
    /// The one layer that does what this one and then another do, if there is nothing but the
    /// identity between them (CURRICULUM C4): x·W₁ᵀ + b₁, then W₂, is x·(W₂·W₁)ᵀ + W₂·b₁ + b₂.
    ///
    /// This one is (hidden, in), `next` is (out, hidden), and what comes of both (out, in).
    pub fn then(&self, next: &Self) -> Self {
        Self {
            weights: laid_out(next.weights.dot(&self.weights)),
            bias: next.weights.dot(&self.bias) + &next.bias,
        }
    }
}

impl<T: Real> Network<T> {
    /// The same parameters, of which nothing is dropped while training.
    pub fn without_dropout(&self) -> Self {
        Self { spec: self.spec.without_dropout(), layers: self.layers.clone() }
    }

    /// A network with given parameters, one entry a layer, first layer first.
    ///
    /// # Errors
    /// If they have other shapes, or a bias where the layer has none.
    pub fn from_layers(spec: NetworkSpec, layers: Vec<DenseLayer<T>>) -> Result<Self, ShapeError> {
        if layers.len() != spec.layers().len() {
            return Err(ShapeError {
                layer: spec.layers().len().min(layers.len()) + 1,
                what: format!("parameters for {} layers were given", layers.len()),
                needs: format!("{} layers", spec.layers().len()),
            });
        }
        for (layer_idx, ((fan_in, fan_out), layer)) in spec.shapes().zip(&layers).enumerate() {
            if layer.weights.dim() != (fan_out, fan_in) || layer.bias.len() != fan_out {
                return Err(ShapeError {
                    layer: layer_idx + 1,
                    what: format!(
                        "weights {:?} and {} biases were given",
                        layer.weights.dim(),
                        layer.bias.len()
                    ),
                    needs: format!("weights ({fan_out}, {fan_in}) and {fan_out} biases"),
                });
            }
            if !spec.layers()[layer_idx].bias && layer.bias.iter().any(|&b| b != T::zero()) {
                return Err(ShapeError {
                    layer: layer_idx + 1,
                    what: "biases other than 0 were given".to_owned(),
                    needs: "a layer without biases".to_owned(),
                });
            }
        }
        let layers = layers
            .into_iter()
            .map(|layer| DenseLayer {
                // The engine walks parameters as slices, whatever layout they came in.
                weights: laid_out(layer.weights),
                bias: layer.bias.as_standard_layout().into_owned(),
            })
            .collect();
        Ok(Self { spec, layers })
    }

    /// Layers and loss.
    pub fn spec(&self) -> &NetworkSpec {
        &self.spec
    }

    /// The parameters, first layer first.
    pub fn layers(&self) -> &[DenseLayer<T>] {
        &self.layers
    }

    /// All parameters in one row, as a point in the space of all networks of this shape:
    /// layer by layer, the weights as they lie in memory (input by input), then the biases
    /// of a layer that has them. There are [`NetworkSpec::n_parameters`] of them.
    pub fn to_flat(&self) -> Vec<T> {
        let mut flat = Vec::with_capacity(self.spec.n_parameters());
        for (layer, spec) in self.layers.iter().zip(self.spec.layers()) {
            flat.extend(layer.weights.t().iter().copied());
            if spec.bias {
                flat.extend(layer.bias.iter().copied());
            }
        }
        flat
    }

    /// Goes to another point of that space.
    ///
    /// # Panics
    /// If it has not [`NetworkSpec::n_parameters`] numbers.
    pub fn set_flat(&mut self, flat: &[T]) {
        assert_eq!(flat.len(), self.spec.n_parameters(), "one number a parameter");
        let mut numbers = flat.iter().copied();
        for (layer, spec) in self.layers.iter_mut().zip(self.spec.layers()) {
            layer.weights.view_mut().reversed_axes().iter_mut().zip(&mut numbers).for_each(put);
            if spec.bias {
                layer.bias.iter_mut().zip(&mut numbers).for_each(put);
            }
        }
    }

    /// The description, and the parameters for an update in place. Their shapes must
    /// stay, and so must the zeros of a layer without a bias.
    pub(super) fn layers_mut(&mut self) -> (&NetworkSpec, &mut [DenseLayer<T>]) {
        (&self.spec, &mut self.layers)
    }
}

fn put<T>((place, number): (&mut T, T)) {
    *place = number;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::LayerSpec;
    use crate::nn::{activation, init, loss};
    use crate::registry::Choice;

    /// 784-16-16-10.
    fn lesson() -> NetworkSpec {
        let layer = |width, activation| LayerSpec::new(width, Choice::of(activation));
        let hidden = layer(16, &activation::SIGMOID);
        let layers = vec![hidden, hidden, layer(10, &activation::SOFTMAX)];
        NetworkSpec::new(784, layers, Choice::of(&loss::CROSS_ENTROPY)).unwrap()
    }

    #[test]
    fn the_lesson_has_its_parameters() {
        let network = Network::initialized(lesson(), &init::XAVIER, 1);
        let n_weights: usize = network.layers().iter().map(|layer| layer.weights.len()).sum();
        let n_biases: usize = network.layers().iter().map(|layer| layer.bias.len()).sum();
        assert_eq!((n_weights, n_biases, lesson().n_parameters()), (12_960, 42, 13_002));
        assert!(network.layers().iter().all(|layer| layer.bias.iter().all(|&b| b == 0.0)));
    }

    #[test]
    fn a_network_is_a_point_and_a_point_a_network() {
        let hidden = LayerSpec::new(3, Choice::of(&activation::RELU)).without_bias();
        let output = LayerSpec::new(2, Choice::of(&activation::SOFTMAX));
        let spec =
            NetworkSpec::new(4, vec![hidden, output], Choice::of(&loss::CROSS_ENTROPY)).unwrap();
        let network = Network::initialized(spec.clone(), &init::HE, 1);
        let mut other = Network::initialized(spec.clone(), &init::HE, 2);
        let mut flat = network.to_flat();
        assert_eq!(flat.len(), spec.n_parameters());
        other.set_flat(&flat);
        assert_eq!(other, network);
        // Input by input: the second number is what unit 1 multiplies input 0 with; after
        // all weights of the layer without biases come those of the next.
        (flat[1], flat[12]) = (7.0, 8.0);
        other.set_flat(&flat);
        assert_eq!(
            (other.layers()[0].weights[[1, 0]], other.layers()[1].weights[[0, 0]]),
            (7.0, 8.0)
        );
        assert!(other.layers()[0].weights.t().is_standard_layout(), "as the kernels want it");
    }

    /// A link that someone shared must go on giving the same run.
    #[test]
    fn start_weights_never_change_between_releases() {
        let first = |initializer, seed| {
            Network::initialized(lesson(), initializer, seed).layers()[0].weights[[0, 0]].to_bits()
        };
        let bits = [
            first(&init::SCALED_NORMAL, 1),
            first(&init::SCALED_NORMAL, 2),
            first(&init::XAVIER, 1),
        ];
        assert_eq!(bits, [1_031_237_026, 3_179_600_740, 1_024_779_288]);
    }

    #[test]
    fn two_linear_layers_are_one() {
        let layer = |width| LayerSpec::new(width, Choice::of(&activation::IDENTITY));
        let spec = |layers| NetworkSpec::new(3, layers, Choice::of(&loss::SQUARED_ERROR)).unwrap();
        let mut two = Network::initialized(spec(vec![layer(4), layer(2)]), &init::HE, 1);
        let (_, layers) = two.layers_mut();
        layers[0].bias.fill(0.5);
        layers[1].bias[1] = -1.0;
        let one = two.layers()[0].then(&two.layers()[1]);
        let one = Network::from_layers(spec(vec![layer(2)]), vec![one]).unwrap();
        for x in [[0.0, 0.0, 0.0], [1.0, -2.0, 0.5]] {
            let said = |network: &Network| {
                crate::nn::forward::read(network, &x).last().unwrap().activations.clone()
            };
            let (two, one) = (said(&two), said(&one));
            assert!(two.iter().zip(&one).all(|(a, b)| (a - b).abs() < 1e-6), "{two} {one}");
        }
    }

    #[test]
    fn parameters_of_another_shape_are_refused() {
        let network = Network::initialized(lesson(), &init::HE, 1);
        let layers = network.layers().to_vec();
        assert_eq!(Network::from_layers(lesson(), layers.clone()), Ok(network));

        let error = Network::from_layers(lesson(), layers[..2].to_vec()).unwrap_err();
        assert!(error.to_string().contains("for 2 layers were given"), "{error}");
        let mut turned = layers.clone();
        turned[1].weights = turned[0].weights.t().to_owned();
        let error = Network::from_layers(lesson(), turned).unwrap_err();
        assert_eq!(error.layer, 2);
        assert!(error.to_string().contains("needs weights (16, 16) and 16 biases"), "{error}");
    }
}
