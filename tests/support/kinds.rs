//! Runs of every kind that the engine knows, small ones: what a trace records of one, and
//! a probe answers about it, is not what it is about another.

use descent::data::{
    Augmentation, Dataset, DatasetSpec, FeatureShape, Features, OwnData, Split, TargetShape,
    Targets,
};
use descent::nn::{Clipping, LayerSpec, NetworkSpec, OptimizerSpec, Penalty, Reduction, optimizer};
use descent::random::{Purpose, stream};
use descent::registry::Choice;
use descent::training::{BatchSize, Decay, LearningRate, Length, RunConfig, Schedule};

use super::{digits, network, run};

/// A run, and what it learns from.
pub struct Kind {
    pub name: String,
    pub data: Dataset,
    pub config: RunConfig,
}

/// With dropout in its hidden layers.
pub fn with_dropout(spec: &NetworkSpec, dropout: f32) -> NetworkSpec {
    let mut layers = spec.layers().to_vec();
    let n_hidden = layers.len() - 1;
    layers[..n_hidden].iter_mut().for_each(|layer| layer.dropout = dropout);
    NetworkSpec::new(spec.n_inputs(), layers, spec.loss()).unwrap().with_reduction(spec.reduction())
}

/// Six numbers an example, drawn at random, and what is to be learned from them.
pub fn table(
    n: usize,
    shape: TargetShape,
    target: impl Fn(&[f32]) -> f32,
) -> (Dataset, DatasetSpec) {
    const N_COLUMNS: usize = 6;
    let mut random = stream(3, Purpose::HeldOut);
    let mut split = || {
        let x: Vec<f32> = (0..n * N_COLUMNS).map(|_| random.normal()).collect();
        let y = x.chunks(N_COLUMNS).map(&target);
        let targets = match shape {
            TargetShape::Classes(_) => Targets::Labels(y.map(|y| y as u8).collect()),
            TargetShape::Values(width) => Targets::Values { width, values: y.collect() },
        };
        Split::complete(N_COLUMNS, Features::Numbers(x), targets).unwrap()
    };
    let data = Dataset::own(split(), split()).unwrap();
    let columns = FeatureShape::Columns(N_COLUMNS);
    (data, OwnData::new("table".to_owned(), n, columns, shape).unwrap().into())
}

/// Yes or no, from six numbers.
pub fn yes_or_no(n: usize) -> (Dataset, DatasetSpec) {
    let classes = TargetShape::Classes(vec!["no".to_owned(), "yes".to_owned()]);
    table(n, classes, |x| f32::from(u8::from(x[0] + 0.5 * x[1] * x[2] > 0.2)))
}

/// 6-…-1 for a [`table`].
pub fn single(hidden: &[usize], output: &str, loss: &str) -> NetworkSpec {
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).unwrap());
    let hidden = hidden.iter().map(|&width| layer(width, "tanh"));
    let layers = hidden.chain([layer(1, output)]).collect();
    NetworkSpec::new(6, layers, Choice::by_key(loss).unwrap()).unwrap()
}

/// Runs that between them have everything in them.
pub fn kinds() -> Vec<Kind> {
    let plain = |dataset: &DatasetSpec| RunConfig {
        dataset: dataset.clone(),
        batch_size: BatchSize::examples(20).unwrap(),
        ..run(network(&[9, 8], "tanh", "softmax", "cross_entropy"), "sgd", 0.1)
    };
    let of_digits = |name: &str, change: &dyn Fn(&mut RunConfig)| {
        let (data, dataset) = digits(160);
        let mut config = plain(&dataset);
        change(&mut config);
        Kind { name: name.to_owned(), data, config }
    };
    let mut kinds = vec![
        of_digits("plain", &|_| {}),
        of_digits("dropout", &|c| c.network = with_dropout(&c.network, 0.4)),
        of_digits("L1", &|c| c.penalty = Penalty { l1: 0.01, l2: 0.0 }),
        of_digits("L2", &|c| c.penalty = Penalty { l1: 0.0, l2: 0.05 }),
        of_digits("clipped by norm", &|c| c.clipping = Clipping::Norm(0.05)),
        of_digits("clipped by value", &|c| c.clipping = Clipping::Value(0.002)),
        of_digits("everything", &|c| {
            c.network = with_dropout(&network(&[9, 8], "relu", "softmax", "cross_entropy"), 0.2);
            c.optimizer = OptimizerSpec::defaults(Choice::by_key("adam").unwrap());
            c.learning_rate = LearningRate::new(0.01).unwrap();
            c.penalty = Penalty { l1: 0.001, l2: 0.01 };
            c.clipping = Clipping::Norm(0.1);
            c.schedule = Schedule {
                warmup: Some(Length::Steps(10)),
                decay: Decay::Linear { over: Length::Epochs(5.0), floor: 0.0 },
            };
            c.augmentation = Augmentation { shift: 2.0, ..Augmentation::NONE };
        }),
    ];
    for rule in optimizer::ALL {
        kinds.push(of_digits(rule.key, &|c| {
            c.optimizer = OptimizerSpec::defaults(Choice::of(rule));
            c.learning_rate = LearningRate::new(rule.suggested_learning_rate).unwrap();
            c.penalty = Penalty { l1: 0.0, l2: 0.001 };
        }));
    }
    for reduction in Reduction::ALL {
        kinds.push(of_digits(reduction.name(), &|c| {
            let network = network(&[9], "sigmoid", "sigmoid", "squared_error");
            c.network = network.with_reduction(reduction);
            c.learning_rate = LearningRate::new(0.01).unwrap();
        }));
    }
    let of_table = |name: &str, (data, dataset), network| {
        let config = RunConfig { network, ..plain(&dataset) };
        Kind { name: name.to_owned(), data, config }
    };
    let numbers = || table(160, TargetShape::Values(1), |x| x[0] * x[1] - x[2]);
    kinds.extend([
        of_table("yes or no", yes_or_no(160), single(&[5], "sigmoid", "binary_cross_entropy")),
        of_table("perceptron", yes_or_no(160), single(&[], "step", "perceptron")),
        of_table("numbers", numbers(), single(&[5], "identity", "squared_error")),
        of_table("absolute", numbers(), single(&[5], "identity", "absolute_error")),
    ]);
    kinds
}
