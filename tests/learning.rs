//! It learns: every optimizer, every hidden activation and every loss, on 200 genuine
//! digits, until it knows most of them.

mod support;

use descent::nn::activation::Place;
use descent::nn::{
    Activation, Learner, Loss, Network, NetworkSpec, OptimizerSpec, Part, Target, Workspace,
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
                let image = mnist().train.image(example_idx);
                workspace.push(Target::Class(mnist().train.label(example_idx)), |x| {
                    x.iter_mut().zip(image).for_each(|(x, &gray)| *x = f32::from(gray) / 255.0);
                });
            }
            let part = Part::whole(BATCH_LEN);
            all = all.plus(learner.learn_from(&mut workspace, part));
            learner.update(learning_rate);
        }
        (all.loss(), all.accuracy().unwrap())
    };
    let first = epoch();
    (0..58).for_each(|_| {
        epoch();
    });
    [first, epoch()]
}

fn assert_learned(what: &str, [first, last]: [(f32, f32); 2]) {
    assert!(first.1 < 0.7, "{what} begins at {first:?}");
    assert!(last.0 < 0.5 * first.0 && last.1 > 0.6, "{what} goes from {first:?} to {last:?}");
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
            if activation.place != Place::Any {
                continue;
            }
            let output = loss.needs_output.map_or("identity", |output| output.key);
            let spec = network(&[24, 16], activation.key, output, loss.key);
            let adam = OptimizerSpec::defaults(Choice::by_key("adam").unwrap());
            let what = format!("{activation} with {}", loss.name);
            assert_learned(&what, learn(spec, adam, 0.005));
        }
    }
}
