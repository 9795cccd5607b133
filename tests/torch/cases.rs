//! Random runs on random data, as small files that both sides read.

use std::num::NonZeroU32;

use descent::data::points::Pattern;
use descent::data::{
    ColumnRef, CsvOptions, Dataset, DatasetSpec, IdxPair, Points, TargetKind, TargetShape,
    from_idx, points, read_csv,
};
use descent::nn::activation::Place;
use descent::nn::{
    Activation, Clipping, LayerSpec, Loss, NetworkSpec, Optimizer, OptimizerSpec, Penalty,
    Reduction,
};
use descent::random::{Purpose, Stream, stream};
use descent::registry::{Choice, Entry};
use descent::training::{
    BatchSize, Decay, LearningRate, Length, RunConfig, Schedule, Seed, Trainer,
};

/// Updates in each case.
pub const N_STEPS: usize = 50;

/// A run, its data, and the files that hold them.
pub struct Case {
    pub number: usize,
    pub config: RunConfig,
    pub data: Dataset,
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// What the outputs should say.
#[derive(Clone, Copy, PartialEq)]
enum Task {
    Classes(usize),
    Values(usize),
}

impl Case {
    /// The case of that number; always the same one.
    pub fn random(number: usize) -> Self {
        let mut random = stream(number as u64, Purpose::Weights);
        let loss: Choice<Loss> = pick(&mut random);
        let task = task(loss, &mut random);
        let (files, data, dataset) = match points(task, &mut random) {
            Some(points) if number % 3 == 1 => (Vec::new(), points.data(), points.into()),
            _ => data(task, &mut random),
        };
        let network = network(dataset.n_inputs(), task, loss, &mut random);
        let mut config = RunConfig {
            network,
            initializer: pick(&mut random),
            optimizer: optimizer(&mut random),
            penalty: penalty(&mut random),
            clipping: clipping(&mut random),
            schedule: schedule(&mut random),
            batch_size: batch_size(&mut random),
            seed: Seed(u64::from(random.bits())),
            scaling: pick(&mut random),
            shuffle: random.below(4) > 0,
            class_weights: class_weights(&dataset, &mut random),
            dataset,
            ..RunConfig::default()
        };
        // Now and then, the first of the examples alone.
        if number % 5 == 2 {
            config.train_on = NonZeroU32::new(config.dataset.n_train() as u32 * 2 / 3);
        }
        let mut rate = config.optimizer.rule.suggested_learning_rate * random.range(0.3, 1.5);
        if config.network.reduction() == Reduction::Sum {
            rate /= 16.0;
        }
        config.network = without_some_biases(&config.network, &mut random);
        // A run that explodes says nothing: its last digits are noise times the explosion.
        // So the rate is lowered until the loss stays below ten times its start.
        config.learning_rate = LearningRate::new(rate).unwrap();
        let mut case = Self { number, config, data, files };
        while !case.is_tame() && rate > 1e-5 {
            rate /= 4.0;
            case.config.learning_rate = LearningRate::new(rate).unwrap();
        }
        case
    }

    /// The run at its start.
    pub fn trainer(&self) -> Trainer {
        Trainer::new(self.config.clone()).unwrap()
    }

    fn is_tame(&self) -> bool {
        let mut trainer = self.trainer();
        let mut first = None;
        (0..N_STEPS).all(|_| {
            let report = trainer.step(&self.data).unwrap();
            let first = *first.get_or_insert(report.loss.max(0.1));
            !report.diverged && report.loss < 10.0 * first
        })
    }
}

fn pick<T: Entry>(random: &mut Stream) -> Choice<T> {
    let all: Vec<Choice<T>> = Choice::all().collect();
    all[random.below(all.len() as u32) as usize]
}

fn between(random: &mut Stream, least: usize, most: usize) -> usize {
    least + random.below((most - least + 1) as u32) as usize
}

fn task(loss: Choice<Loss>, random: &mut Stream) -> Task {
    let n = between(random, 2, 10);
    match (loss.key, random.below(3)) {
        ("cross_entropy", _) => Task::Classes(n),
        ("binary_cross_entropy" | "perceptron", 0) => Task::Classes(2),
        ("binary_cross_entropy" | "perceptron", _) | (_, 0) => Task::Classes(n),
        _ => Task::Values(n - 1),
    }
}

/// Points of a pattern, or set anywhere, if they can be such a task's.
fn points(task: Task, random: &mut Stream) -> Option<Points> {
    let n_classes = match task {
        Task::Classes(n) => Some(n).filter(|&n| n <= Points::MAX_CLASSES),
        Task::Values(1) => None,
        Task::Values(_) => return None,
    };
    if matches!(task, Task::Classes(_)) && n_classes.is_none() {
        return None;
    }
    let mut inputs: Vec<Choice<points::Input>> = Choice::all().collect();
    inputs.retain(|_| random.below(2) == 0);
    if inputs.is_empty() {
        inputs.push(pick(random));
    }
    let n = between(random, 40, 120);
    let fits = |pattern: &Choice<Pattern>| pattern.classes().map(<[_]>::len) == n_classes;
    let patterns: Vec<Choice<Pattern>> = Choice::all().filter(fits).collect();
    let what = if patterns.is_empty() || random.below(3) == 0 {
        let place = |idx| points::Place {
            x: random.range(-points::SIDE, points::SIDE),
            y: random.range(-points::SIDE, points::SIDE),
            target: match n_classes {
                Some(n) => (idx % n) as f32,
                None => random.range(-1.0, 1.0),
            },
        };
        let targets = match n_classes {
            Some(n) => TargetShape::Classes((0..n).map(|class| format!("{class}\"é")).collect()),
            None => TargetShape::Values(1),
        };
        points::What::Placed { places: (0..n).map(place).collect(), targets }
    } else {
        let pattern = patterns[random.below(patterns.len() as u32) as usize];
        let (noise, held_out) = (random.range(0.0, 1.0), random.range(0.0, 0.5));
        points::What::Made { pattern, n, noise, held_out, seed: u64::from(random.bits()) }
    };
    Some(Points::new(what, inputs).unwrap())
}

/// A table as CSV, or images as IDX; in both some features are 0, as pixels are.
fn data(task: Task, random: &mut Stream) -> (Vec<(&'static str, Vec<u8>)>, Dataset, DatasetSpec) {
    let n_examples = between(random, 40, 120);
    if let Task::Classes(n_classes) = task
        && random.below(4) == 0
    {
        let (rows, cols) = (between(random, 2, 11), between(random, 2, 11));
        // As many as in digits, or half.
        let most = if random.below(2) == 0 { 5 } else { 2 };
        let pixels = (0..n_examples * rows * cols)
            .map(|_| if random.below(most) > 0 { 0 } else { random.below(256) as u8 });
        let images = idx(&[n_examples, rows, cols], pixels);
        let labels = (0..n_examples).map(|i| (i % n_classes) as u8);
        let labels = idx(&[n_examples], labels);
        let names = (0..n_classes).map(|class| class.to_string()).collect::<Vec<_>>();
        let pair = IdxPair { images: &images, labels: &labels };
        let own = from_idx("random images", pair, None, Some(names)).unwrap();
        return (vec![("images", images), ("labels", labels)], own.data, own.spec.into());
    }

    let n_features = between(random, 1, 128);
    let n_targets = match task {
        Task::Classes(_) => 1,
        Task::Values(n) => n,
    };
    let header: Vec<String> = (0..n_features + n_targets).map(|i| format!("c{i}")).collect();
    let (zeros, of) = [(1, 3), (4, 5)][random.below(2) as usize];
    let mut table = header.join(",") + "\n";
    for example_idx in 0..n_examples {
        let mut cells: Vec<String> = (0..n_features)
            .map(|_| if random.below(of) < zeros { 0.0 } else { random.normal() }.to_string())
            .collect();
        match task {
            Task::Classes(n) => cells.push(format!("class {}", example_idx % n)),
            Task::Values(n) => {
                cells.extend((0..n).map(|_| random.normal().to_string()));
            }
        }
        table += &(cells.join(",") + "\n");
    }
    let options = CsvOptions {
        targets: header[n_features..]
            .iter()
            .map(|name| name.parse::<ColumnRef>().unwrap())
            .collect(),
        target_kind: match task {
            Task::Classes(_) => TargetKind::Classes,
            Task::Values(_) => TargetKind::Values,
        },
        held_out: 0.0,
        ..CsvOptions::default()
    };
    let table = table.into_bytes();
    let own = read_csv(&table, "random.csv", &options).unwrap().own;
    (vec![("data.csv", table)], own.data, own.spec.into())
}

fn idx(shape: &[usize], values: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut file = vec![0, 0, 8, shape.len() as u8];
    file.extend(shape.iter().flat_map(|&size| (size as u32).to_be_bytes()));
    file.extend(values);
    file
}

/// 1 to 5 layers of 1 to 128 units.
fn network(n_inputs: usize, task: Task, loss: Choice<Loss>, random: &mut Stream) -> NetworkSpec {
    let n_outputs = match task {
        Task::Classes(2) if loss.key != "cross_entropy" => 1,
        Task::Classes(n) | Task::Values(n) => n,
    };
    let n_hidden = between(random, 0, 4);
    let mut layers: Vec<LayerSpec> = (0..n_hidden)
        .map(|_| {
            let activation = loop {
                let activation: Choice<Activation> = pick(random);
                if activation.place == Place::Any {
                    break activation;
                }
            };
            let dropout = if random.below(5) == 0 { 0.25 } else { 0.0 };
            LayerSpec { dropout, ..LayerSpec::new(between(random, 1, 128), activation) }
        })
        .collect();
    let reduction = Reduction::ALL[random.below(4) as usize];
    loop {
        let output = match loss.needs_output {
            Some(output) => Choice::of(output),
            None => pick(random),
        };
        layers.push(LayerSpec::new(n_outputs, output));
        // A softmax of one output is always 1.
        let is_constant = output.key == "softmax" && n_outputs == 1;
        match NetworkSpec::new(n_inputs, layers.clone(), loss) {
            Ok(spec) if !is_constant => return spec.with_reduction(reduction),
            _ => layers.pop(),
        };
    }
}

/// A layer in six has no bias.
fn without_some_biases(spec: &NetworkSpec, random: &mut Stream) -> NetworkSpec {
    let mut layers = spec.layers().to_vec();
    layers.iter_mut().for_each(|layer| layer.bias = random.below(6) > 0);
    NetworkSpec::new(spec.n_inputs(), layers, spec.loss()).unwrap().with_reduction(spec.reduction())
}

fn optimizer(random: &mut Stream) -> OptimizerSpec {
    let rule: Choice<Optimizer> = pick(random);
    let mut spec = OptimizerSpec::defaults(rule);
    for (value, setting) in spec.hyperparameters.iter_mut().zip(rule.hyperparameters) {
        let share = f64::from(random.unit());
        match setting.key {
            "momentum" | "beta1" => *value = 0.5 + 0.45 * share,
            "beta2" | "alpha" => *value = 0.9 + 0.099 * share,
            "weight_decay" => *value = 0.1 * share,
            "eps" => *value = 10_f64.powf(-10.0 + 7.0 * share).max(setting.default),
            key => unreachable!("no numbers for {key}"),
        }
    }
    spec
}

/// Now and then, one number a class.
fn class_weights(dataset: &DatasetSpec, random: &mut Stream) -> Vec<f32> {
    let n = if random.below(5) == 0 { dataset.n_classes().unwrap_or(0) } else { 0 };
    (0..n).map(|_| random.range(0.2, 3.0)).collect()
}

fn penalty(random: &mut Stream) -> Penalty {
    let mut lambda = || if random.below(3) == 0 { random.range(0.0, 0.01) } else { 0.0 };
    Penalty { l1: lambda(), l2: lambda() }
}

fn clipping(random: &mut Stream) -> Clipping {
    match random.below(4) {
        0 => Clipping::Norm(random.range(0.05, 2.0)),
        1 => Clipping::Value(random.range(0.005, 0.5)),
        _ => Clipping::None,
    }
}

fn schedule(random: &mut Stream) -> Schedule {
    let length = |random: &mut Stream| match random.below(2) {
        0 => Length::Steps(between(random, 5, 60) as u64),
        _ => Length::Epochs(f64::from(random.range(1.0, 20.0))),
    };
    let share = |random: &mut Stream, low, high| f64::from(random.range(low, high));
    let floor = share(random, 0.0, 0.5);
    let decay = match random.below(5) {
        0 => Decay::Step { every: length(random), factor: share(random, 0.3, 0.9) },
        1 => Decay::Linear { over: length(random), floor },
        2 => Decay::Cosine { over: length(random), floor },
        _ => Decay::Constant,
    };
    let warmup = (random.below(3) == 0).then(|| length(random));
    Schedule { warmup, decay }
}

fn batch_size(random: &mut Stream) -> BatchSize {
    match random.below(6) {
        0 => BatchSize::All,
        1 => BatchSize::examples(1).unwrap(),
        _ => BatchSize::examples(between(random, 2, 40) as u32).unwrap(),
    }
}
