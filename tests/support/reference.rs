//! A short run on the first shipped part, small enough for a browser test, whose losses
//! were written down: the build with WebAssembly's SIMD must train as the host does.

use descent::data::source::MNIST;
use descent::data::{Dataset, Manifest, decode_part};
use descent::nn::activation::{RELU, SOFTMAX};
use descent::nn::init::HE;
use descent::nn::loss::CROSS_ENTROPY;
use descent::nn::optimizer::ADAM;
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

pub const MANIFEST: &[u8] = include_bytes!("../../public/data/mnist/manifest.json");
pub const FIRST_PART: &[u8] = include_bytes!("../../public/data/mnist/train-00.bin");

/// The losses of every tenth of the first 100 steps, on x86-64.
pub const LOSSES: [f32; 10] =
    [2.51615, 1.69521, 1.43376, 0.97197, 1.08494, 0.77285, 0.59157, 0.42548, 0.61842, 0.37874];

/// The first 5,000 training examples.
pub fn first_examples() -> Dataset {
    let manifest = Manifest::parse(MANIFEST, &MNIST).unwrap();
    let entry = &manifest.parts()[0];
    let mut dataset = Dataset::new(&MNIST);
    let part = decode_part(FIRST_PART, entry, &MNIST).unwrap();
    dataset.push(entry.split, &part).unwrap();
    dataset
}

/// 784-24-10, ReLU, Adam, batches of 50: 100 steps of it see every example once.
pub fn run() -> RunConfig {
    let layers =
        vec![LayerSpec::new(24, Choice::of(&RELU)), LayerSpec::new(10, Choice::of(&SOFTMAX))];
    RunConfig {
        network: NetworkSpec::new(784, layers, Choice::of(&CROSS_ENTROPY)).unwrap(),
        initializer: Choice::of(&HE),
        optimizer: OptimizerSpec::defaults(Choice::of(&ADAM)),
        learning_rate: LearningRate::new(0.002).unwrap(),
        batch_size: BatchSize::examples(50).unwrap(),
        ..RunConfig::default()
    }
}

/// Whether a run has the losses that were written down. Products are summed in another
/// order on each kind of processor, so not to the last bit.
pub fn check(losses: &[f32]) {
    assert_eq!(losses.len(), 100);
    let tenths: Vec<f32> = losses.iter().copied().step_by(10).collect();
    let is_near = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-3;
    assert!(tenths.iter().zip(&LOSSES).all(is_near), "{tenths:?} instead of {LOSSES:?}");
}
