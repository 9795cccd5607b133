//! Trains the network that ships with the site, `public/models/digits.safetensors`.
//!
//! ```text
//! cargo run --release --example train_pretrained
//! ```
//!
//! It is the product's own engine, on the shipped MNIST. Half of the examples are MNIST's
//! images, each changed a little every time (shift, rotation, zoom, slant, elastic,
//! thickness); half are the same hands' strokes, changed likewise and redrawn by the pen
//! and the steps that a drawing goes through in the page. Adam, a learning rate that goes
//! down to zero, and the mean of the late weights. `public/models/README.md` has the
//! figures. A number as argument is the number of epochs.

mod average;
#[path = "../../tests/drawings/mod.rs"]
mod drawings;
mod hand;
mod regional;
mod skeleton;

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use average::Average;
use descent::data::digit::{Drawing, Normalization};
use descent::data::source::MNIST;
use descent::data::{Augmentation, Dataset, EpochOrder, load_folder};
use descent::nn::activation::{RELU, SOFTMAX};
use descent::nn::init::HE;
use descent::nn::loss::CROSS_ENTROPY;
use descent::nn::optimizer::ADAM;
use descent::nn::{
    LayerSpec, Learner, Network, NetworkSpec, OptimizerSpec, Part, Target, Workspace, forward,
    strongest, weights_file,
};
use descent::random::{Purpose, Stream, stream};
use descent::registry::Choice;

const SEED: u64 = 1;
const HIDDEN: [usize; 2] = [256, 128];
const BATCH: usize = 128;
const LEARNING_RATE: f32 = 1.5e-3;
/// Share of examples that are redrawn from strokes.
const REDRAWN: f32 = 0.5;
/// Each batch, the mean of the weights goes this share of the way to the newest.
const AVERAGING: f32 = 1e-3;

fn main() -> Result<(), Box<dyn Error>> {
    let n_epochs: u32 = match std::env::args().nth(1) {
        Some(number) => number.parse()?,
        None => 60,
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = load_folder(&root.join("public").join(MNIST.folder), &MNIST)?;
    let hands: Vec<Drawing> =
        (0..data.train.len()).map(|idx| skeleton::strokes(data.train.image(idx))).collect();
    println!("{} images read and traced", hands.len());

    let average = train(&data, &hands, n_epochs)?;
    let network = average::rounded(&average.network()?)?;
    report(&network, &data);

    let file = root.join("public/models/digits.safetensors");
    let recipe = format!(
        "cargo run --release --example train_pretrained -- {n_epochs} (seed {SEED}, batches of \
         {BATCH}, Adam from {LEARNING_RATE} to 0)"
    );
    let bytes = weights_file::to_bytes_with(&network, &[("recipe", &recipe)]);
    std::fs::create_dir_all(root.join("public/models"))?;
    std::fs::write(&file, &bytes)?;
    println!("{} bytes in {}", bytes.len(), file.display());
    Ok(())
}

fn spec() -> Result<NetworkSpec, Box<dyn Error>> {
    let hidden = HIDDEN.map(|width| LayerSpec::new(width, Choice::of(&RELU)));
    let output = LayerSpec::new(10, Choice::of(&SOFTMAX));
    let layers = hidden.into_iter().chain([output]).collect();
    Ok(NetworkSpec::new(784, layers, Choice::of(&CROSS_ENTROPY))?)
}

/// All epochs; the mean of the weights comes back.
fn train(data: &Dataset, hands: &[Drawing], n_epochs: u32) -> Result<Average, Box<dyn Error>> {
    let network = Network::initialized(spec()?, &HE, SEED);
    let mut workspace = Workspace::new(network.spec(), BATCH);
    let mut average = Average::new(&network);
    let mut learner = Learner::new(network, OptimizerSpec::defaults(Choice::of(&ADAM)));
    let n_train = data.train.len();
    let mut order = EpochOrder::new(SEED, 0, n_train, 0);
    let started = Instant::now();
    for epoch in 0..n_epochs {
        order.reshuffle(SEED, epoch);
        let mut random = stream(SEED, Purpose::Augmentation { epoch });
        let mut loss = 0.0;
        for from in (0..n_train).step_by(BATCH) {
            let done = (f64::from(epoch) + from as f64 / n_train as f64) / f64::from(n_epochs);
            let examples = order.examples(from, BATCH);
            workspace.clear();
            for &example in examples {
                let idx = example as usize;
                let label = data.train.label(idx);
                workspace.push(Target::Class(label), |x| {
                    example_input(data.train.image(idx), &hands[idx], label, &mut random, x);
                });
            }
            let part = Part::whole(examples.len());
            loss += learner.learn_from(&mut workspace, part).loss();
            learner.update(learning_rate(done));
            average.add(learner.network(), AVERAGING);
        }
        let n_batches = n_train.div_ceil(BATCH);
        println!(
            "epoch {:3}  training loss {:.4}  held out {:.2} %, averaged {:.2} %  {:.0} s",
            epoch + 1,
            loss / n_batches as f32,
            100.0 * test_accuracy(learner.network(), data),
            100.0 * test_accuracy(&average.network()?, data),
            started.elapsed().as_secs_f32(),
        );
    }
    Ok(average)
}

/// Up in the first hundredth, then down along a half cosine.
fn learning_rate(done: f64) -> f32 {
    let warm_up = (done / 0.01).min(1.0);
    LEARNING_RATE * (warm_up * (1.0 + (std::f64::consts::PI * done).cos()) / 2.0) as f32
}

/// x of an example: its image changed a little, or its strokes redrawn.
fn example_input(image: &[u8], hand: &Drawing, label: u8, random: &mut Stream, x: &mut [f32]) {
    let redrawn = (random.unit() < REDRAWN)
        .then(|| hand::varied(&regional::varied(hand, label, random), random))
        .and_then(|drawing| Normalization::FULL.apply(&drawing));
    match redrawn {
        Some(image) => x.copy_from_slice(&image.to_input()),
        None => Augmentation::DIGITS.apply(image, random, x),
    }
}

fn reads(network: &Network, x: &[f32]) -> Option<usize> {
    let layers = forward::read(network, x);
    layers.last().and_then(|output| strongest(output.activations.as_slice()?))
}

fn test_accuracy(network: &Network, data: &Dataset) -> f32 {
    let is_right = |&idx: &usize| {
        let x: Vec<f32> =
            data.test.image(idx).iter().map(|&gray| f32::from(gray) / 255.0).collect();
        reads(network, &x) == Some(usize::from(data.test.label(idx)))
    };
    let n = data.test.len();
    (0..n).filter(is_right).count() as f32 / n as f32
}

/// How well it reads what it was not trained on.
fn report(network: &Network, data: &Dataset) {
    println!("MNIST's 10,000: {:.2} %", 100.0 * test_accuracy(network, data));
    let reads_drawing = |drawing: &Drawing| {
        Normalization::FULL.apply(drawing).and_then(|image| reads(network, &image.to_input()))
    };
    let redrawn = (0..data.test.len()).filter(|&idx| {
        reads_drawing(&skeleton::strokes(data.test.image(idx)))
            == Some(usize::from(data.test.label(idx)))
    });
    println!(
        "the same, redrawn with our pen: {:.2} %",
        redrawn.count() as f32 / data.test.len() as f32 * 100.0
    );
    let (mut n, mut n_wrong) = (0, 0);
    for (style, drawing) in drawings::all() {
        let read = reads_drawing(&drawing);
        if read != Some(usize::from(style.digit)) {
            println!("  {} ({}) read as {read:?}", style.digit, style.name);
            n_wrong += 1;
        }
        n += 1;
    }
    let n_right = n - n_wrong;
    println!("drawings: {n_right} of {n}, {:.2} %", 100.0 * n_right as f32 / n as f32);
}
