//! The runs of the pages.

use crate::small::pages::Home;
use descent::data::TargetShape;
use descent::data::points::input::{X1, X2};
use descent::data::points::{Input, Place, Points, What, pattern};
use descent::nn::activation::{IDENTITY, SIGMOID};
use descent::nn::init::ZEROS;
use descent::nn::loss::{BINARY_CROSS_ENTROPY, SQUARED_ERROR};
use descent::nn::{Activation, LayerSpec, Loss, NetworkSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig, Seed};

/// A line through points.
pub static LINE: Home = Home { key: "neuron", start: line, steps_per_second: 10 };

/// A plane through points.
pub static PLANE: Home = Home { key: "neuron-plane", start: plane, steps_per_second: 10 };

/// Two classes on one axis.
pub static CLASSES: Home = Home { key: "neuron-classes", start: classes, steps_per_second: 10 };

/// Two linear layers, one behind the other.
pub static STACKED: Home = Home { key: "neuron-stacked", start: stacked, steps_per_second: 10 };

/// The same with two inputs and two classes.
pub static PARTED: Home = Home { key: "neuron-parted", start: parted, steps_per_second: 10 };

/// Points near a line, and a neuron that says 0 to all of them.
pub fn line() -> RunConfig {
    let config = run(values(&pattern::LINE, &[&X1]), &[(1, &IDENTITY)], &SQUARED_ERROR, 0.02, 3);
    RunConfig { initializer: Choice::of(&ZEROS), ..config }
}

/// Points near a plane, likewise.
fn plane() -> RunConfig {
    let points = values(&pattern::PLANE, &[&X1, &X2]);
    let config = run(points, &[(1, &IDENTITY)], &SQUARED_ERROR, 0.02, 3);
    RunConfig { initializer: Choice::of(&ZEROS), ..config }
}

fn values(pattern: &'static pattern::Pattern, inputs: &[&'static Input]) -> Points {
    let pattern = Choice::of(pattern);
    let what = What::Made { pattern, n: 24, noise: 0.5, held_out: 0.0, seed: 4 };
    Points::new(what, inputs.iter().map(|&input| Choice::of(input)).collect()).expect("in range")
}

/// Two classes that overlap a little: no place for the border has no mistakes.
fn classes() -> RunConfig {
    let left = [-4.5, -3.6, -2.9, -2.0, -1.2, 0.9].map(|x| Place { x, y: 0.0, target: 0.0 });
    let right = [-0.5, 1.7, 2.4, 3.1, 3.9, 4.8].map(|x| Place { x, y: 0.0, target: 1.0 });
    let targets = TargetShape::Classes(["class 0", "class 1"].map(str::to_owned).to_vec());
    let what = What::Placed { places: [left, right].concat(), targets };
    let points = Points::new(what, vec![Choice::of(&X1)]).expect("in range");
    run(points, &[(1, &SIGMOID)], &BINARY_CROSS_ENTROPY, 0.3, 3)
}

/// One input, two linear units, one linear output.
fn stacked() -> RunConfig {
    let layers = [(2, &IDENTITY), (1, &IDENTITY)];
    run(values(&pattern::LINE, &[&X1]), &layers, &SQUARED_ERROR, 0.01, 3)
}

/// Two inputs, two linear units, and one that parts two classes.
fn parted() -> RunConfig {
    let pattern = Choice::of(&pattern::GAUSSIANS);
    let what = What::Made { pattern, n: 40, noise: 0.3, held_out: 0.0, seed: 4 };
    let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).expect("in range");
    run(points, &[(2, &IDENTITY), (1, &SIGMOID)], &BINARY_CROSS_ENTROPY, 0.1, 3)
}

/// A run on all points at once.
fn run(
    points: Points,
    layers: &[(usize, &'static Activation)],
    loss: &'static Loss,
    rate: f32,
    seed: u64,
) -> RunConfig {
    let n_inputs = points.inputs().len();
    let layers = layers.iter().map(|&(width, of)| LayerSpec::new(width, Choice::of(of)));
    RunConfig {
        dataset: points.into(),
        network: NetworkSpec::new(n_inputs, layers.collect(), Choice::of(loss)).expect("in range"),
        learning_rate: LearningRate::new(rate).expect("in range"),
        batch_size: BatchSize::All,
        seed: Seed(seed),
        ..RunConfig::default()
    }
}
