//! Every gradient of the engine against finite differences of its loss: for every
//! hidden activation × output activation × loss of the registries that a network may
//! have. A new member is checked without an edit here.

use descent::nn::activation::{self, Activation};
use descent::nn::{
    DenseLayer, LayerGradients, LayerSpec, Learner, Network, NetworkSpec, OptimizerSpec, Part,
    Target, Workspace, loss,
};
use descent::random::{Purpose, Stream, stream};
use descent::registry::Choice;
use ndarray::Array2;

/// Half the distance of the central differences. f32 carries the loss to about 1e-7:
/// much nearer, rounding would drown the difference.
const H: f32 = 1.0 / 64.0;
const TOLERANCE: f32 = 2e-4;
const N_EXAMPLES: usize = 3;

struct Case {
    network: Network,
    inputs: Vec<Vec<f32>>,
    labels: Vec<u8>,
}

impl Case {
    fn random(spec: &NetworkSpec, stream: &mut Stream) -> Self {
        let mut array = |rows: usize, cols: usize, scale: f32| {
            Array2::from_shape_simple_fn((rows, cols), || scale * stream.normal())
        };
        let layers = spec
            .shapes()
            .map(|(fan_in, fan_out)| DenseLayer {
                weights: array(fan_out, fan_in, 0.6),
                bias: array(1, fan_out, 0.3).remove_axis(ndarray::Axis(0)),
            })
            .collect();
        let inputs =
            (0..N_EXAMPLES).map(|_| array(1, spec.n_inputs(), 0.7).into_raw_vec_and_offset().0);
        Self {
            inputs: inputs.collect(),
            network: Network::from_layers(spec.clone(), layers).unwrap(),
            labels: (0..N_EXAMPLES).map(|i| (i % spec.n_outputs()) as u8).collect(),
        }
    }

    /// A case in which no unit is near z = 0, where ReLU has a kink and a difference
    /// quotient means nothing.
    fn away_from_kinks(spec: &NetworkSpec) -> Self {
        let mut stream = stream(1, Purpose::Weights);
        (0..10_000)
            .map(|_| Self::random(spec, &mut stream))
            .find(|case| {
                case.inputs.iter().all(|x| {
                    let layers = descent::nn::forward::read(&case.network, x);
                    layers
                        .iter()
                        .flat_map(|layer| &layer.pre_activations)
                        .all(|z| z.abs() > 4.0 * H)
                })
            })
            .expect("one of many random networks stays away from 0")
    }

    fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::new(self.network.spec(), N_EXAMPLES);
        for (x, &label) in self.inputs.iter().zip(&self.labels) {
            workspace.push(Target::Class(label), |inputs| inputs.copy_from_slice(x));
        }
        workspace
    }

    fn gradients(&self) -> Vec<LayerGradients> {
        let sgd = OptimizerSpec::defaults(Choice::by_key("sgd").unwrap());
        let mut learner = Learner::new(self.network.clone(), sgd);
        let part = Part { batch_len: N_EXAMPLES, is_first: true };
        learner.learn_from(&mut self.workspace(), part);
        learner.gradients().to_vec()
    }

    /// The mean loss after `change` to the parameters.
    fn loss(&self, change: impl FnOnce(&mut [DenseLayer])) -> f64 {
        let mut layers = self.network.layers().to_vec();
        change(&mut layers);
        let network = Network::from_layers(self.network.spec().clone(), layers).unwrap();
        let mut workspace = self.workspace();
        descent::nn::forward::forward(&network, &mut workspace);
        let score = descent::nn::forward::measure(&network, &mut workspace);
        score.loss_sum / score.n_examples as f64
    }

    /// ∂loss/∂parameter by central differences at two distances, extrapolated to 0
    /// (Richardson): the error is of fourth order.
    fn slope(&self, nudge: impl Fn(&mut [DenseLayer], f32)) -> f32 {
        let central = |h: f32| {
            let (up, down) = (self.loss(|l| nudge(l, h)), self.loss(|l| nudge(l, -h)));
            (up - down) / (2.0 * f64::from(h))
        };
        ((4.0 * central(H / 2.0) - central(H)) / 3.0) as f32
    }

    /// The largest difference between the engine's gradients and the differences', as
    /// a share of the tolerance.
    fn worst(&self, gradients: &[LayerGradients]) -> f32 {
        let mut worst = 0.0_f32;
        let mut compare = |engine: f32, numeric: f32| {
            let allowed = TOLERANCE * (1.0 + numeric.abs());
            let share = (engine - numeric).abs() / allowed;
            worst = if share.is_nan() { f32::INFINITY } else { worst.max(share) };
        };
        for (layer_idx, gradient) in gradients.iter().enumerate() {
            for (at, &engine) in gradient.weights.indexed_iter() {
                compare(engine, self.slope(|layers, h| layers[layer_idx].weights[at] += h));
            }
            for (at, &engine) in gradient.bias.indexed_iter() {
                compare(engine, self.slope(|layers, h| layers[layer_idx].bias[at] += h));
            }
        }
        worst
    }
}

/// Every valid network of three layers: 4-5-4-3.
fn specs() -> Vec<NetworkSpec> {
    let mut specs = Vec::new();
    for hidden in Choice::<Activation>::all() {
        for output in Choice::<Activation>::all() {
            for loss in Choice::<loss::Loss>::all() {
                let layer = |width, activation| LayerSpec { width, activation };
                let layers = vec![layer(5, hidden), layer(4, hidden), layer(3, output)];
                specs.extend(NetworkSpec::new(4, layers, loss));
            }
        }
    }
    specs
}

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let specs = specs();
    // Softmax is for the output only, and cross-entropy needs it.
    let n_hidden = activation::ALL.len() - 1;
    assert!(specs.len() >= n_hidden * (activation::ALL.len() + 1), "{} networks", specs.len());
    for spec in specs {
        let case = Case::away_from_kinks(&spec);
        let worst = case.worst(&case.gradients());
        assert!(worst < 1.0, "{worst} of the tolerance for {spec:?}");
    }
}

#[test]
fn the_check_notices_a_gradient_that_is_one_percent_off() {
    for spec in specs() {
        let case = Case::away_from_kinks(&spec);
        let mut gradients = case.gradients();
        for gradient in &mut gradients {
            gradient.weights *= 1.01;
        }
        let worst = case.worst(&gradients);
        assert!(worst > 1.0, "{worst} of the tolerance for {spec:?}");
    }
}

#[test]
fn a_batch_in_several_passes_has_the_same_gradient() {
    let spec = specs().remove(0);
    let case = Case::random(&spec, &mut stream(2, Purpose::Weights));
    let sgd = OptimizerSpec::defaults(Choice::by_key("sgd").unwrap());
    let mut learner = Learner::new(case.network.clone(), sgd);
    let mut workspace = Workspace::new(&spec, 1);
    for (row, (x, &label)) in case.inputs.iter().zip(&case.labels).enumerate() {
        workspace.clear();
        workspace.push(Target::Class(label), |inputs| inputs.copy_from_slice(x));
        learner.learn_from(&mut workspace, Part { batch_len: N_EXAMPLES, is_first: row == 0 });
    }
    for (parts, whole) in learner.gradients().iter().zip(&case.gradients()) {
        assert!(close(parts.weights.iter(), whole.weights.iter()));
        assert!(close(parts.bias.iter(), whole.bias.iter()));
    }
}

fn close<'a>(a: impl Iterator<Item = &'a f32>, b: impl Iterator<Item = &'a f32>) -> bool {
    a.zip(b).all(|(a, b)| (a - b).abs() < 1e-6)
}
