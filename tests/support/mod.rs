//! What several test programs need.
#![allow(dead_code, reason = "not every program needs all")]

pub mod configs;
pub mod kinds;

use std::path::Path;
use std::sync::OnceLock;

use descent::data::source::MNIST;
use descent::data::{
    Dataset, DatasetSpec, FeatureShape, Features, OwnData, Split, TargetShape, Targets, load_folder,
};
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

/// The shipped MNIST, read once.
pub fn mnist() -> &'static Dataset {
    static DATA: OnceLock<Dataset> = OnceLock::new();
    DATA.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(MNIST.folder);
        load_folder(&folder, &MNIST).expect("the shipped data are whole")
    })
}

/// The first digits as images of one's own: so many to train on, and as many held out.
pub fn digits(n: usize) -> (Dataset, DatasetSpec) {
    let split = |from: usize| {
        let examples = from..from + n;
        let pixels = examples.clone().flat_map(|idx| mnist().train.image(idx).to_vec()).collect();
        let labels = Targets::Labels(examples.map(|idx| mnist().train.label(idx)).collect());
        Split::complete(784, Features::Gray(pixels), labels).unwrap()
    };
    let classes = TargetShape::Classes((0..10).map(|digit| digit.to_string()).collect());
    let image = FeatureShape::Image { rows: 28, cols: 28 };
    let spec = OwnData::new("digits".to_owned(), n, image, classes).unwrap();
    (Dataset::own(split(0), split(n)).unwrap(), spec.into())
}

/// 784-…-10: hidden layers of these widths, with an activation, an output and a loss.
pub fn network(hidden: &[usize], activation: &str, output: &str, loss: &str) -> NetworkSpec {
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).unwrap());
    let hidden = hidden.iter().map(|&width| layer(width, activation));
    let layers = hidden.chain([layer(10, output)]).collect();
    NetworkSpec::new(784, layers, Choice::by_key(loss).unwrap()).unwrap()
}

/// A run of a network with an optimizer at a learning rate, in batches of 32.
pub fn run(network: NetworkSpec, optimizer: &str, learning_rate: f32) -> RunConfig {
    RunConfig {
        network,
        optimizer: OptimizerSpec::defaults(Choice::by_key(optimizer).unwrap()),
        learning_rate: LearningRate::new(learning_rate).unwrap(),
        batch_size: BatchSize::examples(32).unwrap(),
        ..RunConfig::default()
    }
}
