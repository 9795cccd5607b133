//! How many examples a second the engine trains on, on this machine, natively.
//!
//! ```text
//! cargo bench --bench train_step
//! ```
//!
//! The runs take turns, five rounds, and the median counts: a machine's speed drifts,
//! and what is compared should drift together.

use std::path::Path;
use std::time::{Duration, Instant};

use descent::data::source::MNIST;
use descent::data::{Dataset, load_folder};
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, RunConfig, Trainer};

const N_ROUNDS: usize = 5;
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(MNIST.folder);
    let data = load_folder(&folder, &MNIST).unwrap_or_else(|error| panic!("{error}"));
    let mut trainers: Vec<_> =
        RUNS.iter().map(|run| Trainer::new(config(run)).expect("runs fit MNIST")).collect();
    let mut rates = vec![Vec::new(); RUNS.len()];
    for _ in 0..N_ROUNDS {
        for (trainer, rates) in trainers.iter_mut().zip(&mut rates) {
            rates.push(examples_a_second(trainer, &data));
        }
    }
    for ((hidden, activation, optimizer, batch), mut rates) in RUNS.iter().zip(rates) {
        rates.sort_by(f64::total_cmp);
        let median = rates[N_ROUNDS / 2];
        let (low, high) = (rates[0], rates[N_ROUNDS - 1]);
        println!(
            "784-{hidden:?}-10 {activation} {optimizer} batch {batch}: {median:.0} examples/s ({low:.0} to {high:.0})"
        );
    }
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
