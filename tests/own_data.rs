//! Runs on data of one's own: what fits is trained on, what doesn't is named.

use descent::data::{
    Dataset, DatasetSpec, FeatureShape, Features, OwnData, Split, TargetShape, Targets,
};
use descent::nn::{LayerSpec, NetworkSpec, Reduction};
use descent::protocol::{Command, Event, RunId};
use descent::registry::Choice;
use descent::session::Session;
use descent::training::{BatchSize, ConfigError, RunConfig, Trainer};
use ndarray::Array2;

fn own(features: FeatureShape, targets: TargetShape, n_train: usize) -> DatasetSpec {
    OwnData::new("own".to_owned(), n_train, features, targets).unwrap().into()
}

fn classes(n: usize) -> TargetShape {
    TargetShape::Classes((0..n).map(|class| class.to_string()).collect())
}

/// A network of one layer: widths in and out, and the activation of the output.
fn config(dataset: DatasetSpec, n_inputs: usize, n_outputs: usize, output: &str) -> RunConfig {
    let layers = vec![LayerSpec::new(n_outputs, Choice::by_key(output).unwrap())];
    let loss = Choice::by_key("squared_error").unwrap();
    let network = NetworkSpec::new(n_inputs, layers, loss).unwrap();
    RunConfig { network, dataset, batch_size: BatchSize::All, ..RunConfig::default() }
}

#[test]
fn network_and_data_must_fit() {
    let error = |config: RunConfig| config.check().unwrap_err().to_string();
    let columns = FeatureShape::Columns(3);
    assert_eq!(
        error(config(own(columns, classes(4), 9), 2, 4, "sigmoid")),
        "own needs a network with 3 inputs, one a column; this one has 2"
    );
    let image = FeatureShape::Image { rows: 2, cols: 4 };
    assert_eq!(
        error(config(own(image, classes(4), 9), 3, 4, "sigmoid")),
        "own needs a network with 8 inputs, one a pixel; this one has 3"
    );
    let outputs = |targets, given| error(config(own(columns, targets, 9), 3, given, "sigmoid"));
    let this_one = |n| format!("; this one has {n}");
    assert_eq!(outputs(classes(4), 1), format!("{FITS} 4 outputs, one a class{}", this_one(1)));
    assert_eq!(
        outputs(classes(2), 3),
        format!("{FITS} 2 outputs, one a class, or a single one{}", this_one(3))
    );
    assert_eq!(
        outputs(TargetShape::Values(1), 2),
        format!("{FITS} 1 output, for the target value{}", this_one(2))
    );
    assert_eq!(
        outputs(TargetShape::Values(2), 1),
        format!("{FITS} 2 outputs, one a target value{}", this_one(1))
    );
    for (targets, n_outputs) in
        [(classes(2), 1), (classes(2), 2), (classes(4), 4), (TargetShape::Values(2), 2)]
    {
        config(own(columns, targets, 9), 3, n_outputs, "sigmoid").check().unwrap();
    }
    let trainer = Trainer::new(config(own(columns, classes(4), 9), 2, 4, "sigmoid"));
    assert!(matches!(trainer, Err(ConfigError::Inputs { given: 2, needs: 3, .. })));
}

const FITS: &str = "own needs a network with";

/// y = 2·x₁ − x₂ + 0.5, without noise.
fn line() -> Dataset {
    let numbers: Vec<f32> =
        (0..40).flat_map(|i| [(i % 7) as f32 / 7.0, (i % 5) as f32 / 5.0]).collect();
    let values = numbers.chunks(2).map(|x| 2.0 * x[0] - x[1] + 0.5).collect();
    let targets = Targets::Values { width: 1, values };
    let train = Split::complete(2, Features::Numbers(numbers), targets).unwrap();
    let none = Targets::Values { width: 1, values: Vec::new() };
    let test = Split::complete(2, Features::Numbers(Vec::new()), none).unwrap();
    Dataset::own(train, test).unwrap()
}

#[test]
fn numbers_are_learned_from_numbers() {
    let data = line();
    let dataset = own(FeatureShape::Columns(2), TargetShape::Values(1), data.train.len());
    let mut trainer = Trainer::new(config(dataset, 2, 1, "identity")).unwrap();
    for _ in 0..2_000 {
        trainer.step(&data).unwrap();
    }
    let layer = &trainer.network().layers()[0];
    let learned = [layer.weights[(0, 0)], layer.weights[(0, 1)], layer.bias[0]];
    let is_near = |(a, b): (f32, f32)| (a - b).abs() < 1e-3;
    assert!(learned.into_iter().zip([2.0, -1.0, 0.5]).all(is_near), "{learned:?}");
    // A trace has no labels then.
    let trace = trainer.trace_next(&data).unwrap();
    assert!(trace.labels.is_empty() && trace.inputs.nrows() == 40);
    // Own data are mixed as a whole from the first epoch on.
    let trainer =
        Trainer::new(RunConfig { batch_size: BatchSize::All, ..trainer.config().clone() }).unwrap();
    assert!(trainer.next_batch().iter().enumerate().any(|(at, &idx)| at != idx as usize));
}

#[test]
fn two_classes_are_learned_with_a_single_output() {
    let numbers: Vec<f32> = (0..20).map(|i| i as f32 / 10.0 - 0.95).collect();
    let labels = numbers.iter().map(|&x| u8::from(x > 0.0)).collect();
    let train = Split::complete(1, Features::Numbers(numbers), Targets::Labels(labels)).unwrap();
    let data = Dataset::own(train.clone(), train).unwrap();
    let dataset = own(FeatureShape::Columns(1), classes(2), 20);
    let mut trainer = Trainer::new(config(dataset, 1, 1, "sigmoid")).unwrap();
    for _ in 0..500 {
        trainer.step(&data).unwrap();
    }
    let says = |x: f32| trainer.read(&[x])[0].activations[0];
    assert!(says(-0.5) < 0.1 && says(0.5) > 0.9, "{} {}", says(-0.5), says(0.5));
}

#[test]
fn a_session_says_that_it_has_no_such_data() {
    let mut session = Session::default();
    let dataset = own(FeatureShape::Columns(2), TargetShape::Values(1), 40);
    let config = config(dataset, 2, 1, "identity");
    session.handle(Command::Configure { run: RunId(1), config }, 0.0);
    let events = session.take_events();
    let [Event::Failed { message }] = &events[..] else { panic!("{events:?}") };
    let says = "learns from \"own\", 40 training examples, which this page does not have";
    assert!(message.contains(says), "{message}");
}

/// An example that counts three times is as good as three of it; the batch is divided by
/// its number all the same.
#[test]
fn a_class_that_counts_three_times_moves_the_weights_three_times_as_far() {
    let new_weights = |examples: &[([f32; 3], u8)], class_weights: Vec<f32>| {
        let features = Features::Numbers(examples.iter().flat_map(|(x, _)| *x).collect());
        let labels = Targets::Labels(examples.iter().map(|&(_, label)| label).collect());
        let split = |features, labels| Split::complete(3, features, labels).unwrap();
        let test = split(Features::Numbers(Vec::new()), Targets::Labels(Vec::new()));
        let data = Dataset::own(split(features, labels), test).unwrap();
        let dataset = own(FeatureShape::Columns(3), classes(2), examples.len());
        let mut config = RunConfig { class_weights, ..config(dataset, 3, 2, "sigmoid") };
        config.network = config.network.with_reduction(Reduction::Sum);
        let mut trainer = Trainer::new(config).unwrap();
        trainer.step(&data).unwrap();
        trainer.network().layers()[0].weights.clone()
    };
    let (rare, usual) = (([1.0, -2.0, 0.5], 1), ([0.5, 1.0, 1.5], 0));
    let weighted = new_weights(&[usual, rare], vec![1.0, 3.0]);
    let repeated = new_weights(&[usual, rare, rare, rare], Vec::new());
    let plain = new_weights(&[usual, rare], Vec::new());
    let difference = |a: &Array2<f32>, b: &Array2<f32>| (a - b).mapv(f32::abs).sum();
    assert!(difference(&weighted, &repeated) < 1e-6, "{weighted} {repeated}");
    assert!(difference(&weighted, &plain) > 1e-2);
}
