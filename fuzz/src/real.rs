//! Small runs of every kind and small files, for seeds.

use descent::data::split::{Features, Targets};
use descent::data::{Dataset, DatasetSpec, Split};
use descent::nn::{
    Clipping, LayerSpec, Network, NetworkSpec, OptimizerSpec, Penalty, activation, loss, optimizer,
};
use descent::registry::Choice;
use descent::training::{BatchSize, Decay, Length, RunConfig, Schedule, StopRules, Trainer};

/// An IDX file of bytes.
pub fn idx_file(shape: &[u32], values: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, shape.len() as u8];
    file.extend(shape.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(values);
    file
}

/// The four points of exclusive or.
pub fn dataset() -> Dataset {
    let split = || {
        let features = Features::Numbers(vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        Split::complete(2, features, Targets::Labels(vec![0, 1, 1, 0])).expect("it fits")
    };
    Dataset::own(split(), split()).expect("of one shape")
}

fn dataset_spec() -> DatasetSpec {
    let json =
        r#"{"name":"xor","n_train":4,"features":{"columns":2},"targets":{"classes":["0","1"]}}"#;
    serde_json::from_str(json).expect("a description of own data")
}

/// Every hidden activation with every loss that goes with some output, in networks of
/// two to three layers.
pub fn networks() -> Vec<NetworkSpec> {
    let mut networks = Vec::new();
    for &loss in loss::ALL {
        for &hidden in activation::ALL {
            let hidden = LayerSpec { dropout: 0.25, ..LayerSpec::new(3, Choice::of(hidden)) };
            networks.extend(activation::ALL.iter().filter_map(|&output| {
                let output = LayerSpec::new(2, Choice::of(output));
                NetworkSpec::new(2, vec![hidden, hidden, output], Choice::of(loss)).ok()
            }));
        }
    }
    networks
}

/// A run with each optimizer, schedule, clipping and so on, and the one that a visitor
/// meets first.
pub fn configs() -> Vec<RunConfig> {
    let (steps, epochs) = (Length::Steps(9), Length::Epochs(1.5));
    let schedules = [
        Schedule::default(),
        Schedule { warmup: Some(steps), decay: Decay::Step { every: steps, factor: 0.5 } },
        Schedule { warmup: Some(epochs), decay: Decay::Linear { over: epochs, floor: 0.125 } },
        Schedule { warmup: None, decay: Decay::Cosine { over: steps, floor: 0.0 } },
    ];
    let clippings = [Clipping::None, Clipping::Norm(1.0), Clipping::Value(0.5)];
    let network = networks().swap_remove(0);
    let settings = schedules.iter().cycle().zip(clippings.iter().cycle());
    let own =
        optimizer::ALL.iter().zip(settings).map(|(&rule, (&schedule, &clipping))| RunConfig {
            network: network.clone(),
            optimizer: OptimizerSpec::defaults(Choice::of(rule)),
            penalty: Penalty { l1: 0.0, l2: 0.125 },
            clipping,
            schedule,
            batch_size: BatchSize::examples(3).expect("at least 1"),
            stop: StopRules { max_epochs: Some(9), ..StopRules::default() },
            dataset: dataset_spec(),
            ..RunConfig::default()
        });
    own.chain([RunConfig::default()]).collect()
}

/// The small runs after two updates.
pub fn trainers() -> Vec<Trainer> {
    let small = configs().into_iter().filter(|config| config.network.n_inputs() == 2);
    small
        .map(|config| {
            let mut trainer = Trainer::new(config).expect("a run that can be");
            for _ in 0..2 {
                trainer.step(&dataset()).expect("the data are here");
            }
            trainer
        })
        .collect()
}

/// A network of each kind at its start.
pub fn initialized() -> Vec<Network> {
    let initializer = RunConfig::default().initializer;
    networks().into_iter().map(|spec| Network::initialized(spec, &initializer, 1)).collect()
}
