//! Every gradient of the engine against finite differences of its loss: for every
//! hidden activation × output activation × loss × reduction of the registries that a
//! network may have. A new member is checked without an edit here.
//!
//! The differences are taken in double precision, where the same code computes; what
//! training computes in single precision is then compared with that.

use descent::nn::activation::Activation;
use descent::nn::{
    DenseLayer, LayerGradients, LayerSpec, Learner, Loss, Mode, Network, NetworkSpec,
    OptimizerSpec, Part, Penalty, Real, Reduction, Target, UpdateSpec, Workspace, forward,
};
use descent::random::{Noise, Purpose, Stream, stream};
use descent::registry::Choice;
use ndarray::Array2;

/// Half the distance of the central differences.
const H: f64 = 1e-4;
/// Largest deviation, as a share of the tensor's largest gradient.
const TOLERANCE: f64 = 1e-8;
const SINGLE_TOLERANCE: f64 = 2e-6;
const N_EXAMPLES: usize = 3;

struct Case {
    network: Network<f64>,
    rules: UpdateSpec,
    inputs: Vec<Vec<f32>>,
    targets: Vec<Vec<f32>>,
    noise: Noise,
}

impl Case {
    fn random(spec: &NetworkSpec, penalty: Penalty, stream: &mut Stream) -> Self {
        let sgd = OptimizerSpec::defaults(Choice::by_key("sgd").unwrap());
        let mut array = |rows: usize, cols: usize, scale: f32| {
            Array2::from_shape_simple_fn((rows, cols), || scale * stream.normal())
        };
        let layers = spec
            .shapes()
            .zip(spec.layers())
            .map(|((fan_in, fan_out), layer)| DenseLayer {
                weights: array(fan_out, fan_in, 0.6).mapv(f64::from),
                bias: array(1, fan_out, if layer.bias { 0.3 } else { 0.0 })
                    .mapv(f64::from)
                    .remove_axis(ndarray::Axis(0)),
            })
            .collect();
        let mut rows = |n: usize, scale: f32| -> Vec<Vec<f32>> {
            (0..N_EXAMPLES).map(|_| array(1, n, scale).into_raw_vec_and_offset().0).collect()
        };
        let inputs = rows(spec.n_inputs(), 0.7);
        // Numbers where the loss takes them, else one-hot.
        let targets = if spec.loss().needs_output.is_some() {
            let one_hot = |i: usize| {
                let y = |k| f32::from(u8::from(k == i % spec.n_outputs()));
                (0..spec.n_outputs()).map(y).collect()
            };
            (0..N_EXAMPLES).map(one_hot).collect()
        } else {
            rows(spec.n_outputs(), 1.0)
        };
        Self {
            network: Network::from_layers(spec.clone(), layers).unwrap(),
            rules: UpdateSpec { penalty, ..sgd.into() },
            inputs,
            targets,
            noise: Noise::of_step(1, 7),
        }
    }

    /// A case that is near no kink, where a difference quotient means nothing: no z and
    /// no weight near 0, and no output near its target.
    fn away_from_kinks(spec: &NetworkSpec, penalty: Penalty) -> Self {
        let mut stream = stream(1, Purpose::Weights);
        (0..10_000)
            .map(|_| Self::random(spec, penalty, &mut stream))
            .find(|case| {
                let far = |value: &f64| value.abs() > 100.0 * H;
                let mut weights = case.network.layers().iter().flat_map(|l| &l.weights);
                weights.all(far)
                    && case.inputs.iter().zip(&case.targets).all(|(x, y)| {
                        let x: Vec<f64> = x.iter().map(|&x| f64::from(x)).collect();
                        let layers = forward::read(&case.network, &x);
                        let outputs = &layers[layers.len() - 1].activations;
                        let mut errors = outputs.iter().zip(y).map(|(a, &y)| a - f64::from(y));
                        // Steps meet their targets exactly: there it is z that counts.
                        let is_step = spec.loss().key == "perceptron";
                        layers.iter().flat_map(|layer| &layer.pre_activations).all(far)
                            && (is_step || errors.all(|error| far(&error)))
                    })
            })
            .expect("one of many random networks stays away from kinks")
    }

    fn workspace<T: Real>(&self) -> Workspace<T> {
        let mut workspace = Workspace::new(self.network.spec(), N_EXAMPLES);
        for (x, y) in self.inputs.iter().zip(&self.targets) {
            workspace.push(Target::Values(y), |inputs| {
                inputs.iter_mut().zip(x).for_each(|(input, &x)| *input = x.into());
            });
        }
        workspace
    }

    fn gradients<T: Real>(&self, network: Network<T>) -> Vec<LayerGradients<T>> {
        let mut learner = Learner::new(network, self.rules.clone());
        let part = Part { noise: self.noise, ..Part::whole(N_EXAMPLES) };
        learner.learn_from(&mut self.workspace(), part);
        learner.finish_gradient();
        learner.gradients().to_vec()
    }

    /// What the training engine says, in single precision.
    fn single(&self) -> Vec<LayerGradients<f64>> {
        let layers = self.network.layers().iter().map(|layer| DenseLayer {
            weights: layer.weights.mapv(|w| w as f32),
            bias: layer.bias.mapv(|b| b as f32),
        });
        let network = Network::from_layers(self.network.spec().clone(), layers.collect());
        let double = |layer: &LayerGradients| LayerGradients {
            weights: layer.weights.mapv(f64::from),
            bias: layer.bias.mapv(f64::from),
        };
        self.gradients(network.unwrap()).iter().map(double).collect()
    }

    /// Loss and penalty after `change` to the parameters.
    fn loss(&self, change: impl FnOnce(&mut [DenseLayer<f64>])) -> f64 {
        let mut layers = self.network.layers().to_vec();
        change(&mut layers);
        let network = Network::from_layers(self.network.spec().clone(), layers).unwrap();
        let mut workspace = self.workspace();
        let mode = Mode::Train { noise: self.noise, first: 0 };
        forward::forward(&network, &mut workspace, mode);
        let score = forward::measure(&network, &mut workspace);
        score.reduced_loss(network.spec()) + self.rules.penalty.value(&network)
    }

    /// ∂loss/∂parameter by central differences at two distances, extrapolated to 0
    /// (Richardson): the error is of fourth order.
    fn slope(&self, nudge: impl Fn(&mut [DenseLayer<f64>], f64)) -> f64 {
        let central = |h: f64| {
            let (up, down) = (self.loss(|l| nudge(l, h)), self.loss(|l| nudge(l, -h)));
            (up - down) / (2.0 * h)
        };
        (4.0 * central(H / 2.0) - central(H)) / 3.0
    }

    /// The slopes of all parameters, by differences alone.
    fn slopes(&self) -> Vec<LayerGradients<f64>> {
        let mut slopes = LayerGradients::zeros(self.network.spec());
        for (layer_idx, layer) in slopes.iter_mut().enumerate() {
            for (at, slope) in layer.weights.indexed_iter_mut() {
                *slope = self.slope(|layers, h| layers[layer_idx].weights[at] += h);
            }
            if !self.network.spec().layers()[layer_idx].bias {
                // There is none to be nudged; its gradient must be 0.
                continue;
            }
            for (at, slope) in layer.bias.indexed_iter_mut() {
                *slope = self.slope(|layers, h| layers[layer_idx].bias[at] += h);
            }
        }
        slopes
    }
}

/// The largest difference of two gradients, layer by layer as a share of the layer's
/// largest component.
fn deviation(a: &[LayerGradients<f64>], b: &[LayerGradients<f64>]) -> f64 {
    let of_layer = |a: &LayerGradients<f64>, b: &LayerGradients<f64>| {
        let pairs = || a.weights.iter().zip(&b.weights).chain(a.bias.iter().zip(&b.bias));
        let largest = pairs().map(|(_, b)| b.abs()).fold(1e-6, f64::max);
        let difference = pairs().map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        if pairs().any(|(a, b)| (a - b).is_nan()) { f64::INFINITY } else { difference / largest }
    };
    a.iter().zip(b).map(|(a, b)| of_layer(a, b)).fold(0.0, f64::max)
}

/// Every valid network of three layers, 4-5-4-3, some of its activations dropped, the
/// second layer without a bias.
fn specs() -> Vec<NetworkSpec> {
    let mut specs = Vec::new();
    for hidden in Choice::<Activation>::all() {
        for output in Choice::<Activation>::all() {
            for loss in Choice::<Loss>::all() {
                let dropping = LayerSpec { dropout: 0.3, ..LayerSpec::new(5, hidden) };
                let without = LayerSpec::new(4, hidden).without_bias();
                let layers = vec![dropping, without, LayerSpec::new(3, output)];
                let specs_of_loss = NetworkSpec::new(4, layers, loss).into_iter();
                specs.extend(specs_of_loss.flat_map(|spec| {
                    Reduction::ALL.map(|reduction| spec.clone().with_reduction(reduction))
                }));
            }
        }
    }
    specs
}

const PENALTY: Penalty = Penalty { l1: 0.02, l2: 0.05 };

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let specs = specs();
    // 4 hidden activations; 3 losses with the one output they need, 2 with any but step;
    // 4 reductions.
    assert!(specs.len() >= 4 * (3 + 2 * 5) * 4, "{} networks", specs.len());
    let (mut worst, mut worst_single) = (0.0_f64, 0.0_f64);
    for spec in &specs {
        let case = Case::away_from_kinks(spec, PENALTY);
        let exact = case.gradients(case.network.clone());
        let double = deviation(&exact, &case.slopes());
        assert!(double < TOLERANCE, "{double} in double precision for {spec:?}");
        let single = deviation(&case.single(), &exact);
        assert!(single < SINGLE_TOLERANCE, "{single} in single precision for {spec:?}");
        (worst, worst_single) = (worst.max(double), worst_single.max(single));
    }
    println!(
        "{} networks: largest relative error of the gradient {worst:.1e} against \
         differences, {worst_single:.1e} in single precision",
        specs.len()
    );
}

#[test]
fn the_check_notices_a_gradient_that_is_a_millionth_off() {
    for spec in specs().into_iter().step_by(7) {
        let case = Case::away_from_kinks(&spec, PENALTY);
        let mut gradients = case.gradients(case.network.clone());
        let exact = gradients.clone();
        gradients[0].weights *= 1.000_001;
        let deviation = deviation(&gradients, &exact);
        assert!(deviation > TOLERANCE, "{deviation} for {spec:?}");
    }
}

#[test]
fn a_batch_in_several_passes_has_the_same_gradient_and_drops_the_same() {
    for spec in specs().into_iter().step_by(5) {
        let case = Case::random(&spec, PENALTY, &mut stream(2, Purpose::Weights));
        let mut learner = Learner::new(case.network.clone(), case.rules.clone());
        let mut workspace = Workspace::new(&spec, 1);
        for (first, (x, y)) in case.inputs.iter().zip(&case.targets).enumerate() {
            workspace.clear();
            workspace.push(Target::Values(y), |inputs: &mut [f64]| {
                inputs.iter_mut().zip(x).for_each(|(input, &x)| *input = x.into());
            });
            let part = Part { batch_len: N_EXAMPLES, first, noise: case.noise };
            learner.learn_from(&mut workspace, part);
        }
        learner.finish_gradient();
        let deviation = deviation(learner.gradients(), &case.gradients(case.network.clone()));
        assert!(deviation < 1e-12, "{deviation} for {spec:?}");
    }
}
