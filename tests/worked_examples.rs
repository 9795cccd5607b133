//! The course's worked examples (CURRICULUM W), recomputed there in float64, on the
//! engine: as far as f32 goes, six or seven digits.

use descent::nn::{
    DenseLayer, LayerSpec, Learner, Network, NetworkSpec, OptimizerSpec, Part, Target, Workspace,
    forward,
};
use descent::registry::Choice;
use ndarray::{Array1, Array2};

/// A network with given weights (a row a unit), without biases, with squared error.
fn network(n_inputs: usize, layers: &[(&str, &[&[f32]])]) -> Network {
    let specs = layers.iter().map(|(activation, rows)| LayerSpec {
        width: rows.len(),
        activation: Choice::by_key(activation).unwrap(),
    });
    let loss = Choice::by_key("squared_error").unwrap();
    let spec = NetworkSpec::new(n_inputs, specs.collect(), loss).unwrap();
    let layers = layers.iter().map(|(_, rows)| DenseLayer {
        weights: Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).unwrap(),
        bias: Array1::zeros(rows.len()),
    });
    Network::from_layers(spec, layers.collect()).unwrap()
}

fn assert_close(ours: f32, exact: f64) {
    let allowed = 3e-7 * (1.0 + exact.abs());
    assert!((f64::from(ours) - exact).abs() < allowed, "{ours}, exactly {exact}");
}

/// One example whose target is 1.
fn learn(learner: &mut Learner, x: &[f32]) -> (Workspace, f32) {
    let mut workspace = Workspace::new(learner.network().spec(), 1);
    workspace.push(Target::Values(&[1.0]), |inputs| inputs.copy_from_slice(x));
    let score = learner.learn_from(&mut workspace, Part { batch_len: 1, is_first: true });
    (workspace, score.loss())
}

fn sgd(network: Network) -> Learner {
    Learner::new(network, OptimizerSpec::defaults(Choice::by_key("sgd").unwrap()))
}

/// The card's loss is ½(y − ŷ)², the engine's (ŷ − y)²: twice the loss and twice every
/// slope, and half of the card's η = 0.5 makes the same update.
#[test]
fn w1_one_update_of_a_small_sigmoid_network() {
    let mut learner = sgd(network(2, &[("sigmoid", &[&[0.4, -0.2]]), ("sigmoid", &[&[0.1]])]));
    let (pass, loss) = learn(&mut learner, &[0.1, 0.3]);
    let layers = pass.layer_values(0);
    assert_close(layers[0].pre_activations[0], -0.02);
    assert_close(layers[0].activations[0], 0.49500016666);
    assert_close(layers[1].pre_activations[0], 0.0495000166660);
    assert_close(layers[1].activations[0], 0.512372477963);
    assert_close(loss / 2.0, 0.1188903);

    // δ downhill, as the card has it: minus the bias gradients.
    assert_close(-learner.gradients()[1].bias[0] / 2.0, 0.121832235361);
    assert_close(-learner.gradients()[0].bias[0] / 2.0, 0.00304550132373);

    learner.update(0.25);
    let layers = learner.network().layers();
    assert_close(layers[1].weights[[0, 0]] - 0.1, 0.0301534884040);
    assert_close(layers[0].weights[[0, 0]] - 0.4, 0.000152275066187);
    assert_close(layers[0].weights[[0, 1]] + 0.2, 0.000456825198560);

    // The card's network has no biases: after the update without them.
    let weights = |layer: usize| layers[layer].weights.row(0).to_vec();
    let mut after = sgd(network(2, &[("sigmoid", &[&weights(0)]), ("sigmoid", &[&weights(1)])]));
    let (pass, loss) = learn(&mut after, &[0.1, 0.3]);
    assert_close(pass.layer_values(0)[1].activations[0], 0.5161021681);
    assert_close(loss / 2.0, 0.1170786);
}

#[test]
fn w2_forward_with_identity() {
    let layers = forward::read(
        &network(2, &[("identity", &[&[1.0, 1.0], &[-1.0, 1.0]]), ("identity", &[&[2.0, -1.0]])]),
        &[2.0, 3.0],
    );
    assert_eq!(layers[0].activations.to_vec(), [5.0, 1.0]);
    assert_eq!(layers[1].activations.to_vec(), [9.0]);
}

#[test]
fn w3_forward_with_tanh() {
    let network =
        network(2, &[("tanh", &[&[3.0, 3.0], &[1.0, 5.0]]), ("identity", &[&[2.0, -1.0]])]);
    let layers = forward::read(&network, &[-1.0, 2.0]);
    assert_eq!(layers[0].pre_activations.to_vec(), [3.0, 9.0]);
    assert_close(layers[0].activations[0], 0.9950547536867);
    assert_close(layers[0].activations[1], 0.9999999695400);
    assert_close(layers[1].activations[0], 0.9901095378334);
}

#[test]
fn w4_forward_with_relu() {
    let w3: &[&[f32]] = &[&[3.0, 3.0], &[1.0, 5.0]];
    let w2: &[&[f32]] = &[&[1.0, 1.0], &[-1.0, 1.0]];
    for (hidden, x, output) in [(w3, [-1.0, 2.0], -3.0), (w2, [2.0, 3.0], 9.0)] {
        let network = network(2, &[("relu", hidden), ("identity", &[&[2.0, -1.0]])]);
        assert_eq!(forward::read(&network, &x)[1].activations.to_vec(), [output]);
    }
}

#[test]
fn w8_the_first_step_of_each_optimizer_at_a_gradient_of_minus_24() {
    // Prediction 6, target 10, input 3, weight 2: the engine's targets are classes, so the
    // update rule is given the card's gradient as it is.
    use descent::nn::optimizer::TensorUpdate;
    for (optimizer, exact) in [("sgd", 2.24), ("momentum", 2.24), ("adam", 2.01)] {
        let spec = OptimizerSpec::defaults(Choice::by_key(optimizer).unwrap());
        let mut weight = [2.0];
        (spec.rule.update)(TensorUpdate {
            gradient: &[-24.0],
            parameters: &mut weight,
            state: &mut vec![0.0; spec.rule.slots.len()],
            hyperparameters: &spec.hyperparameters,
            learning_rate: 0.01,
            t: 1,
        });
        assert_close(weight[0], exact);
    }
}

#[test]
fn w9_an_output_of_0_2_that_should_be_1() {
    let mut learner = sgd(network(1, &[("identity", &[&[0.2]])]));
    let (_, loss) = learn(&mut learner, &[1.0]);
    assert_close(loss, 0.64);
    assert_close(learner.gradients()[0].bias[0], -1.6);
}
