//! The course's worked examples (CURRICULUM W), recomputed there in float64, on the
//! engine: in double precision to all the digits that are printed, in single precision,
//! in which it trains, as far as that goes: six or seven digits.

use descent::nn::optimizer::TensorUpdate;
use descent::nn::{
    DenseLayer, LayerSpec, Learner, Network, NetworkSpec, OptimizerSpec, Part, Real, Reduction,
    Score, Target, Workspace, forward,
};
use descent::registry::Choice;
use ndarray::{Array1, Array2};

/// A network with given weights (a row a unit), without biases.
fn network<T: Real>(
    n_inputs: usize,
    layers: &[(&str, &[&[f64]])],
    (loss, reduction): (&str, Reduction),
) -> Network<T> {
    let specs = layers
        .iter()
        .map(|(activation, rows)| LayerSpec::new(rows.len(), Choice::by_key(activation).unwrap()));
    let loss = Choice::by_key(loss).unwrap();
    let spec = NetworkSpec::new(n_inputs, specs.collect(), loss).unwrap();
    let layers = layers.iter().map(|(_, rows)| DenseLayer {
        weights: Array2::from_shape_fn((rows.len(), rows[0].len()), |(j, k)| T::of(rows[j][k])),
        bias: Array1::zeros(rows.len()),
    });
    Network::from_layers(spec.with_reduction(reduction), layers.collect()).unwrap()
}

const HALF_SQUARE: (&str, Reduction) = ("squared_error", Reduction::HalfMean);
const SQUARE: (&str, Reduction) = ("squared_error", Reduction::Mean);

/// As far as the engine's precision, and the printed digits, go.
fn assert_close<T: Real>(ours: T, exact: f64) {
    let digits = if T::epsilon().into() < 1e-10 { 2e-11 } else { 3e-7 };
    assert_within(ours.into(), exact, digits * (1.0 + exact.abs()));
}

fn assert_within(ours: f64, exact: f64, allowed: f64) {
    assert!((ours - exact).abs() < allowed, "{ours}, exactly {exact}");
}

/// Each line of a card in both precisions.
macro_rules! in_both_precisions {
    ($test:ident) => {
        $test::<f64>();
        $test::<f32>();
    };
}

fn push<T: Real>(workspace: &mut Workspace<T>, x: &[f64], y: &[f32]) {
    workspace.push(Target::Values(y), |inputs| {
        inputs.iter_mut().zip(x).for_each(|(input, &x)| *input = T::of(x));
    });
}

/// Forward and backward for one example with target `y`.
fn learn<T: Real>(learner: &mut Learner<T>, x: &[f64], y: f32) -> (Workspace<T>, Score) {
    let mut workspace = Workspace::new(learner.network().spec(), 1);
    push(&mut workspace, x, &[y]);
    let score = learner.learn_from(&mut workspace, Part::whole(1));
    (workspace, score)
}

fn read<T: Real>(network: &Network<T>, x: [f64; 2]) -> Vec<Vec<T>> {
    let layers = forward::read(network, &x.map(T::of));
    layers.iter().map(|layer| layer.activations.to_vec()).collect()
}

fn sgd<T: Real>(network: Network<T>) -> Learner<T> {
    Learner::new(network, OptimizerSpec::defaults(Choice::by_key("sgd").unwrap()))
}

#[test]
fn w1_one_update_of_a_small_sigmoid_network() {
    fn card<T: Real>() {
        let layers: [(&str, &[&[f64]]); 2] = [("sigmoid", &[&[0.4, -0.2]]), ("sigmoid", &[&[0.1]])];
        let mut learner = sgd(network::<T>(2, &layers, HALF_SQUARE));
        let (pass, score) = learn(&mut learner, &[0.1, 0.3], 1.0);
        let values = pass.layer_values(0);
        assert_close(values[0].pre_activations[0], -0.02);
        assert_close(values[0].activations[0], 0.49500016666);
        assert_close(values[1].pre_activations[0], 0.0495000166660);
        assert_close(values[1].activations[0], 0.512372477963);
        assert_within(score.loss_sum, 0.1188903, 1e-7);

        // δ downhill, as the card has it: minus the bias gradients.
        assert_close(-learner.gradients()[1].bias[0], 0.121832235361);
        assert_close(-learner.gradients()[0].bias[0], 0.00304550132373);

        learner.update(T::of(0.5));
        let new = learner.network().layers();
        assert_close(new[1].weights[[0, 0]] - T::of(0.1), 0.0301534884040);
        assert_close(new[0].weights[[0, 0]] - T::of(0.4), 0.000152275066187);
        assert_close(new[0].weights[[0, 1]] + T::of(0.2), 0.000456825198560);

        // The card's network has no biases: after the update without them.
        let weights =
            |layer: usize| -> Vec<f64> { new[layer].weights.iter().map(|&w| w.into()).collect() };
        let updated: [(&str, &[&[f64]]); 2] =
            [("sigmoid", &[&weights(0)]), ("sigmoid", &[&weights(1)])];
        let mut after = sgd(network::<T>(2, &updated, HALF_SQUARE));
        let (pass, score) = learn(&mut after, &[0.1, 0.3], 1.0);
        assert_within(pass.layer_values(0)[1].activations[0].into(), 0.5161021681, 1e-7);
        assert_within(score.loss_sum, 0.1170786, 1e-7);

        // With cross-entropy instead, δ has no slope in it.
        let cross_entropy = ("binary_cross_entropy", Reduction::Mean);
        let mut learner = sgd(network::<T>(2, &layers, cross_entropy));
        learn(&mut learner, &[0.1, 0.3], 1.0);
        assert_within((-learner.gradients()[1].bias[0]).into(), 0.4876275, 1e-7);
        learner.update(T::of(0.5));
        let change = learner.network().layers()[1].weights[[0, 0]] - T::of(0.1);
        assert_within(change.into(), 0.1206879, 1e-7);
    }
    in_both_precisions!(card);
}

#[test]
fn w2_forward_with_identity() {
    fn card<T: Real>() {
        let layers: [(&str, &[&[f64]]); 2] =
            [("identity", &[&[1.0, 1.0], &[-1.0, 1.0]]), ("identity", &[&[2.0, -1.0]])];
        let a = read(&network::<T>(2, &layers, SQUARE), [2.0, 3.0]);
        assert_eq!(a, [vec![T::of(5.0), T::of(1.0)], vec![T::of(9.0)]]);
    }
    in_both_precisions!(card);
}

const W3: &[&[f64]] = &[&[3.0, 3.0], &[1.0, 5.0]];

#[test]
fn w3_forward_with_tanh() {
    fn card<T: Real>() {
        let network = network::<T>(2, &[("tanh", W3), ("identity", &[&[2.0, -1.0]])], SQUARE);
        let layers = forward::read(&network, &[-1.0, 2.0].map(T::of));
        assert_eq!(layers[0].pre_activations.to_vec(), [3.0, 9.0].map(T::of));
        assert_close(layers[0].activations[0], 0.9950547536867);
        assert_close(layers[0].activations[1], 0.9999999695400);
        assert_close(layers[1].activations[0], 0.9901095378334);
    }
    in_both_precisions!(card);
}

#[test]
fn w4_forward_with_relu() {
    fn card<T: Real>() {
        let w2: &[&[f64]] = &[&[1.0, 1.0], &[-1.0, 1.0]];
        for (hidden, x, output) in [(W3, [-1.0, 2.0], -3.0), (w2, [2.0, 3.0], 9.0)] {
            let layers = [("relu", hidden), ("identity", &[&[2.0, -1.0][..]][..])];
            let a = read(&network::<T>(2, &layers, SQUARE), x);
            assert_eq!(a[1], [T::of(output)]);
        }
    }
    in_both_precisions!(card);
}

/// Logistic regression on four points, by the summed gradient.
#[test]
fn w5_logistic_regression_step_by_step() {
    fn learner<T: Real>() -> Learner<T> {
        let loss = ("binary_cross_entropy", Reduction::Sum);
        sgd(network::<T>(2, &[("sigmoid", &[&[0.0, 0.0]])], loss))
    }
    fn step<T: Real>(learner: &mut Learner<T>) {
        let mut workspace = Workspace::new(learner.network().spec(), 4);
        for (x, y) in [([1.0, 2.0], 0.0), ([2.0, 3.0], 0.0), ([3.0, 4.0], 1.0), ([4.0, 5.0], 1.0)] {
            push(&mut workspace, &x, &[y]);
        }
        learner.learn_from(&mut workspace, Part::whole(4));
        learner.update(T::of(0.1));
    }
    fn parameters<T: Real>(learner: &Learner<T>) -> [f64; 3] {
        let layer = &learner.network().layers()[0];
        [layer.weights[[0, 0]].into(), layer.weights[[0, 1]].into(), layer.bias[0].into()]
    }
    fn first_two<T: Real>() {
        let mut learner = learner::<T>();
        step(&mut learner);
        for (ours, exact) in parameters(&learner).into_iter().zip([0.2, 0.2, 0.0]) {
            assert_within(ours, exact, 1e-7);
        }
        step(&mut learner);
        let exact = [0.105308, 0.001603, -0.103705];
        for (ours, exact) in parameters(&learner).into_iter().zip(exact) {
            assert_within(ours, exact, 6e-7);
        }
    }
    in_both_precisions!(first_two);

    // A thousand steps keep ten digits in double precision, and five in single.
    fn after_a_thousand<T: Real>() -> [f64; 3] {
        let mut learner = learner::<T>();
        (0..1_000).for_each(|_| step(&mut learner));
        parameters(&learner)
    }
    let exact = [6.532835893, -2.138293161, -8.671129054];
    for (ours, exact) in after_a_thousand::<f64>().into_iter().zip(exact) {
        assert_within(ours, exact, 1e-9);
    }
    for (ours, exact) in after_a_thousand::<f32>().into_iter().zip(exact) {
        assert_within(ours, exact, 1e-4);
    }
}

/// The mean loss of examples whose logits are given: a layer that passes its inputs on.
fn mean_loss<T: Real>(loss: &str, output: &str, examples: &[(Vec<f64>, Vec<f32>)]) -> f64 {
    let n = examples[0].0.len();
    let identity: Vec<Vec<f64>> =
        (0..n).map(|j| (0..n).map(|k| f64::from(u8::from(j == k))).collect()).collect();
    let rows: Vec<&[f64]> = identity.iter().map(Vec::as_slice).collect();
    let network = network::<T>(n, &[(output, &rows)], (loss, Reduction::Mean));
    let mut workspace = Workspace::new(network.spec(), examples.len());
    for (z, y) in examples {
        push(&mut workspace, z, y);
    }
    let score = sgd(network).learn_from(&mut workspace, Part::whole(examples.len()));
    score.loss_sum / examples.len() as f64
}

#[test]
fn w6_binary_log_loss() {
    fn card<T: Real>() {
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let examples: Vec<_> = [(0.9, 1.0), (0.1, 0.0), (0.8, 1.0), (0.7, 1.0), (0.2, 0.0)]
            .map(|(p, y)| (vec![logit(p)], vec![y]))
            .to_vec();
        let loss = mean_loss::<T>("binary_cross_entropy", "sigmoid", &examples);
        assert_close(T::of(loss), 0.20273661557656);
    }
    in_both_precisions!(card);
}

#[test]
fn w7_multi_class_log_loss() {
    fn card<T: Real>() {
        // The other two classes share what is left.
        let examples: Vec<_> = [0.9_f64, 0.7, 0.8]
            .map(|p| {
                let rest = ((1.0 - p) / 2.0).ln();
                (vec![p.ln(), rest, rest], vec![1.0, 0.0, 0.0])
            })
            .to_vec();
        let loss = mean_loss::<T>("cross_entropy", "softmax", &examples);
        assert_close(T::of(loss), 0.22839300363692);
    }
    in_both_precisions!(card);
}

#[test]
fn w8_squared_error_and_the_first_step_of_each_optimizer() {
    fn card<T: Real>() {
        let mut learner = sgd(network::<T>(1, &[("identity", &[&[2.0]])], SQUARE));
        let (pass, _) = learn(&mut learner, &[3.0], 10.0);
        assert_close(pass.layer_values(0)[0].activations[0], 6.0);
        assert_close(learner.gradients()[0].bias[0], -8.0);
        assert_close(learner.gradients()[0].weights[[0, 0]], -24.0);
        learner.update(T::of(0.01));
        assert_close(learner.network().layers()[0].weights[[0, 0]], 2.24);

        let first_steps = [
            ("sgd", 2.24),
            ("momentum", 2.24),
            ("adagrad", 2.01),
            ("adam", 2.01),
            ("rmsprop", 2.0316227766),
        ];
        for (optimizer, exact) in first_steps {
            let spec = OptimizerSpec::defaults(Choice::by_key(optimizer).unwrap());
            let mut weight = [T::of(2.0)];
            (T::rule(&spec.rule.rules).update)(TensorUpdate {
                gradient: &[T::of(-24.0)],
                parameters: &mut weight,
                state: &mut vec![T::zero(); spec.rule.slots.len()],
                hyperparameters: &spec.hyperparameters,
                learning_rate: T::of(0.01),
                t: 1,
            });
            // ε keeps the last digits from being exactly those of the card.
            assert_within(weight[0].into(), exact, 3e-7);
        }
    }
    in_both_precisions!(card);
}

#[test]
fn w9_an_output_of_0_2_that_should_be_1() {
    fn card<T: Real>() {
        let mut learner = sgd(network::<T>(1, &[("identity", &[&[0.2]])], SQUARE));
        let (_, score) = learn(&mut learner, &[1.0], 1.0);
        assert_close(T::of(score.loss_sum), 0.64);
        assert_close(learner.gradients()[0].bias[0], -1.6);
    }
    in_both_precisions!(card);
}

/// B1: the same error in the four conventions, whose gradients differ by the same factor.
#[test]
fn b1_one_switch_for_every_convention_of_squared_error() {
    let rows: &[&[f64]] = &[&[1.0, 0.0], &[0.0, 1.0]];
    let of = |reduction| {
        let mut learner =
            sgd(network::<f64>(2, &[("identity", rows)], ("squared_error", reduction)));
        let mut workspace = Workspace::new(learner.network().spec(), 3);
        for x in [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]] {
            push(&mut workspace, &x, &[0.0, 0.0]);
        }
        let score = learner.learn_from(&mut workspace, Part::whole(3));
        let delta = learner.gradients()[0].bias[0];
        (score.reduced_loss(learner.network().spec()), delta)
    };
    let (sum, slope) = of(Reduction::Sum);
    assert_eq!((sum, slope), (91.0, 18.0));
    for (reduction, factor) in [
        (Reduction::Mean, 1.0 / 3.0),
        (Reduction::HalfMean, 1.0 / 6.0),
        (Reduction::MeanOfAll, 1.0 / 6.0),
    ] {
        let (loss, delta) = of(reduction);
        assert_within(loss, factor * sum, 1e-12);
        assert_within(delta, factor * slope, 1e-12);
    }
}
