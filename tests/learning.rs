//! It learns: every optimizer, every hidden activation and every loss for classes, on 200
//! genuine digits, until it knows most of them; the other losses on what they are for.

mod support;

use descent::nn::activation::Place;
use descent::nn::{
    Activation, LayerSpec, Learner, Loss, Network, NetworkSpec, OptimizerSpec, Part, Target,
    Workspace,
};
use descent::registry::Choice;
use support::{mnist, network};

const N_EXAMPLES: usize = 200;
const BATCH_LEN: usize = 20;

/// Loss and share of correct digits in the first and in the last of so many epochs.
fn learn(spec: NetworkSpec, optimizer: OptimizerSpec, learning_rate: f32) -> [(f32, f32); 2] {
    let network = Network::initialized(spec.clone(), &descent::nn::init::XAVIER, 1);
    let mut learner = Learner::new(network, optimizer);
    let mut workspace = Workspace::new(&spec, BATCH_LEN);
    let mut epoch = || {
        let mut all = descent::nn::Score::default();
        for start in (0..N_EXAMPLES).step_by(BATCH_LEN) {
            workspace.clear();
            for example_idx in start..start + BATCH_LEN {
                let label = mnist().train.label(example_idx);
                workspace.push(Target::Class(label), |x| x.copy_from_slice(&input(example_idx)));
            }
            let part = Part::whole(BATCH_LEN);
            all = all.plus(learner.learn_from(&mut workspace, part));
            learner.update(learning_rate);
        }
        (all.loss(), all.accuracy().unwrap())
    };
    let first = epoch();
    (0..28).for_each(|_| {
        epoch();
    });
    [first, epoch()]
}

fn assert_learned(what: &str, [first, last]: [(f32, f32); 2]) {
    assert!(first.1 < 0.7, "{what} begins at {first:?}");
    assert!(last.0 < 0.4 * first.0 && last.1 > 0.9, "{what} goes from {first:?} to {last:?}");
}

#[test]
fn with_every_optimizer() {
    for rule in Choice::all() {
        let spec = network(&[24], "tanh", "softmax", "cross_entropy");
        let optimizer = OptimizerSpec::defaults(rule);
        let rate = rule.suggested_learning_rate;
        assert_learned(rule.name, learn(spec, optimizer, rate));
    }
}

#[test]
fn with_every_hidden_activation_and_every_loss() {
    for activation in Choice::<Activation>::all() {
        for loss in Choice::<Loss>::all() {
            if activation.place != Place::Any || !loss.suits_classes {
                continue;
            }
            let output = loss.needs_output.map_or("softmax", |output| output.key);
            let spec = network(&[24, 16], activation.key, output, loss.key);
            let adam = OptimizerSpec::defaults(Choice::by_key("adam").unwrap());
            let what = format!("{activation} with {}", loss.name);
            assert_learned(&what, learn(spec, adam, 0.005));
        }
    }
}

/// How much ink there is in each quarter of a digit.
#[test]
fn numbers_by_absolute_error() {
    let spec = NetworkSpec::new(
        784,
        vec![
            LayerSpec::new(16, Choice::by_key("tanh").unwrap()),
            LayerSpec::new(4, Choice::by_key("identity").unwrap()),
        ],
        Choice::by_key("absolute_error").unwrap(),
    );
    let examples = (0..N_EXAMPLES).map(|example_idx| {
        let x = input(example_idx);
        let quarter = |top: usize, left: usize| {
            let pixels = (0..196).map(|i| x[(top + i / 14) * 28 + left + i % 14]);
            pixels.sum::<f32>() / 50.0
        };
        let y = [quarter(0, 0), quarter(0, 14), quarter(14, 0), quarter(14, 14)];
        (x, y.to_vec())
    });
    let [first, last] = losses(spec.unwrap(), &examples.collect::<Vec<_>>(), 0.005);
    assert!(last < 0.3 * first, "from {first} to {last}");
}

/// AND and OR can be separated by a line, XOR can't (CURRICULUM A15).
#[test]
fn a_perceptron_learns_what_a_line_can_separate() {
    let learned = |truth: [f32; 4]| {
        let step = LayerSpec::new(1, Choice::by_key("step").unwrap());
        let spec = NetworkSpec::new(2, vec![step], Choice::by_key("perceptron").unwrap()).unwrap();
        let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
        let examples: Vec<_> =
            corners.iter().zip(truth).map(|(x, y)| (x.to_vec(), vec![y])).collect();
        let [_, last] = losses(spec, &examples, 0.1);
        last == 0.0
    };
    assert!(learned([0.0, 0.0, 0.0, 1.0]), "AND");
    assert!(learned([0.0, 1.0, 1.0, 1.0]), "OR");
    assert!(!learned([0.0, 1.0, 1.0, 0.0]), "XOR");
}

/// Mean loss in the first and in the last of 60 epochs of Adam.
fn losses(spec: NetworkSpec, examples: &[(Vec<f32>, Vec<f32>)], learning_rate: f32) -> [f32; 2] {
    let adam = OptimizerSpec::defaults(Choice::by_key("adam").unwrap());
    let network = Network::initialized(spec.clone(), &descent::nn::init::XAVIER, 1);
    let mut learner = Learner::new(network, adam);
    let mut workspace = Workspace::new(&spec, BATCH_LEN);
    let mut epoch = || {
        let mut all = descent::nn::Score::default();
        for batch in examples.chunks(BATCH_LEN) {
            workspace.clear();
            for (x, y) in batch {
                workspace.push(Target::Values(y), |inputs| inputs.copy_from_slice(x));
            }
            all = all.plus(learner.learn_from(&mut workspace, Part::whole(batch.len())));
            learner.update(learning_rate);
        }
        all.loss()
    };
    let first = epoch();
    (0..58).for_each(|_| {
        epoch();
    });
    [first, epoch()]
}

fn input(example_idx: usize) -> Vec<f32> {
    let image = mnist().train.image(example_idx);
    image.iter().map(|&gray| f32::from(gray) / 255.0).collect()
}
