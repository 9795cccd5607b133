//! How many examples a second the engine trains on, on this machine, natively.
//!
//! ```text
//! cargo bench --bench train_step
//! cargo bench --bench train_step -- playground
//! ```
//!
//! The runs take turns, five rounds, and the median counts: a machine's speed drifts,
//! and what is compared should drift together.

use std::path::Path;
use std::time::{Duration, Instant};

use descent::data::points::{Input, Points, What};
use descent::data::source::MNIST;
use descent::data::{Dataset, load_folder};
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, RunConfig, Trainer};

const N_ROUNDS: usize = 5;
const SPIRAL: &str = "the playground's spiral, 2-8-8-8-1 tanh sgd batch 10";
const ROUND: Duration = Duration::from_millis(500);

/// Hidden layers, their activation, optimizer, batch size.
const RUNS: &[(&[usize], &str, &str, u32)] = &[
    (&[16, 16], "sigmoid", "sgd", 32),
    (&[128], "relu", "sgd", 64),
    (&[128], "relu", "adam", 64),
    (&[512, 256], "relu", "sgd", 64),
    (&[128], "relu", "sgd", 1),
    (&[128], "relu", "sgd", 1024),
];

fn main() {
    if std::env::args().any(|arg| arg == "playground") {
        let (points, spiral) = playground();
        let mut spiral = Trainer::new(spiral).expect("the run fits its points");
        let rates = (0..4 * N_ROUNDS).map(|_| examples_a_second(&mut spiral, &points)).collect();
        return print(SPIRAL, rates);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(MNIST.folder);
    let data = load_folder(&folder, &MNIST).unwrap_or_else(|error| panic!("{error}"));
    let mut trainers: Vec<_> =
        RUNS.iter().map(|run| Trainer::new(config(run)).expect("runs fit MNIST")).collect();
    let mut rates = vec![Vec::new(); RUNS.len()];
    let (points, spiral) = playground();
    let mut spiral = Trainer::new(spiral).expect("the run fits its points");
    let mut spiral_rates = Vec::new();
    for _ in 0..N_ROUNDS {
        spiral_rates.push(examples_a_second(&mut spiral, &points));
        for (trainer, rates) in trainers.iter_mut().zip(&mut rates) {
            rates.push(examples_a_second(trainer, &data));
        }
    }
    for ((hidden, activation, optimizer, batch), rates) in RUNS.iter().zip(rates) {
        print(&format!("784-{hidden:?}-10 {activation} {optimizer} batch {batch}"), rates);
    }
    print(SPIRAL, spiral_rates);
}

fn print(run: &str, mut rates: Vec<f64>) {
    rates.sort_by(f64::total_cmp);
    let median = rates[rates.len() / 2];
    let (low, high) = (rates[0], rates[rates.len() - 1]);
    println!("{run}: {median:.0} examples/s ({low:.0} to {high:.0})");
}

fn examples_a_second(trainer: &mut Trainer, data: &Dataset) -> f64 {
    let start = Instant::now();
    let mut n_examples = 0;
    while start.elapsed() < ROUND {
        let report = trainer.step(data).expect("all data are here");
        n_examples += report.n_examples;
    }
    n_examples as f64 / start.elapsed().as_secs_f64()
}

fn config(&(hidden, activation, optimizer, batch): &(&[usize], &str, &str, u32)) -> RunConfig {
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).expect("known"));
    let hidden = hidden.iter().map(|&width| layer(width, activation));
    let layers = hidden.chain([layer(10, "softmax")]).collect();
    let loss = Choice::by_key("cross_entropy").expect("known");
    RunConfig {
        network: NetworkSpec::new(784, layers, loss).expect("valid"),
        optimizer: OptimizerSpec::defaults(Choice::by_key(optimizer).expect("known")),
        batch_size: BatchSize::examples(batch).expect("not zero"),
        // Small: what is measured is speed, and no run should diverge on the way.
        learning_rate: descent::training::LearningRate::new(1e-3).expect("in range"),
        ..RunConfig::default()
    }
}

/// Two arms of a spiral and three layers of eight, as small as a run gets: what each step
/// does besides its sums counts most here.
fn playground() -> (Dataset, RunConfig) {
    let what = What::Made {
        pattern: Choice::by_key("spiral").expect("known"),
        n: 300,
        noise: 0.0,
        held_out: 0.5,
        seed: 1,
    };
    let inputs: Vec<Choice<Input>> =
        ["x1", "x2"].map(|key| Choice::by_key(key).expect("known")).into();
    let points = Points::new(what, inputs).expect("in range");
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).expect("known"));
    let layers = vec![layer(8, "tanh"), layer(8, "tanh"), layer(8, "tanh"), layer(1, "sigmoid")];
    let loss = Choice::by_key("binary_cross_entropy").expect("known");
    let config = RunConfig {
        network: NetworkSpec::new(2, layers, loss).expect("valid"),
        dataset: points.clone().into(),
        batch_size: BatchSize::examples(10).expect("not zero"),
        learning_rate: descent::training::LearningRate::new(0.03).expect("in range"),
        ..RunConfig::default()
    };
    (points.data(), config)
}
