//! Runs on the shipped data: they repeat bit for bit, obey commands at the next step,
//! use every example once an epoch, wait for data, and report when they diverge.

mod support;

use std::collections::BTreeSet;

use descent::data::Dataset;
use descent::data::source::MNIST;
use descent::nn::Network;
use descent::training::{
    Advance, BatchSize, Evaluation, LearningRate, RunConfig, Seed, StepReport, Trainer,
};
use support::{mnist, network, run};

fn after(config: &RunConfig, n_steps: usize) -> Trainer {
    let mut trainer = Trainer::new(config.clone()).unwrap();
    for _ in 0..n_steps {
        trainer.step(mnist()).unwrap();
    }
    trainer
}

fn bits(network: &Network) -> Vec<u32> {
    let layers = network.layers().iter();
    layers.flat_map(|layer| layer.weights.iter().chain(&layer.bias)).map(|w| w.to_bits()).collect()
}

#[test]
fn the_same_configuration_gives_the_same_bits_and_another_seed_others() {
    let config = RunConfig::default();
    let first = after(&config, 30);
    assert_eq!(bits(first.network()), bits(after(&config, 30).network()));
    let other = RunConfig { seed: Seed(2), ..config };
    assert_ne!(bits(first.network()), bits(after(&other, 30).network()));
}

#[test]
fn an_epoch_uses_every_example_once_even_if_the_batch_size_changes_on_the_way() {
    let mut trainer = Trainer::new(RunConfig::default()).unwrap();
    trainer.set_batch_size(BatchSize::examples(700).unwrap());
    let mut seen = BTreeSet::new();
    let mut sizes = Vec::new();
    loop {
        seen.extend(trainer.next_batch().iter().copied());
        let report = trainer.step(mnist()).unwrap();
        sizes.push(report.n_examples);
        if sizes.len() == 10 {
            trainer.set_batch_size(BatchSize::examples(1100).unwrap());
            assert!((trainer.epoch() - 7_000.0 / 60_000.0).abs() < 1e-12);
        }
        if report.epoch_ended {
            break;
        }
    }
    assert_eq!(sizes.iter().sum::<usize>(), 60_000);
    assert_eq!(seen.len(), 60_000);
    assert_eq!((sizes[9], sizes[10]), (700, 1100));
    assert_eq!(*sizes.last().unwrap(), 53_000 % 1100, "the last, smaller batch is used");
    assert_eq!(trainer.epoch(), 1.0);
    assert_eq!(trainer.step_count(), sizes.len() as u64);
}

#[test]
fn a_new_learning_rate_counts_from_the_next_step_without_a_reset() {
    let mut trainer = after(&RunConfig::default(), 3);
    let before = trainer.network().layers()[0].bias.clone();
    let slow = {
        let mut trainer = trainer.clone();
        trainer.set_learning_rate(LearningRate::new(0.125).unwrap());
        trainer.step(mnist()).unwrap();
        trainer.network().layers()[0].bias.clone() - &before
    };
    trainer.set_learning_rate(LearningRate::new(0.25).unwrap());
    trainer.step(mnist()).unwrap();
    let fast = trainer.network().layers()[0].bias.clone() - &before;
    assert_eq!(trainer.step_count(), 4);
    for (slow, fast) in slow.iter().zip(&fast) {
        assert!((fast - 2.0 * slow).abs() <= 1e-6, "{fast} is not twice {slow}");
    }
    assert!(fast.iter().any(|change| change.abs() > 1e-5));
}

/// The first `n_train` examples of the shipped data.
fn beginning(n_train: usize) -> Dataset {
    let all = &mnist().train;
    let mut data = Dataset::new(&MNIST);
    data.train.push(&all.labels()[..n_train], &all.pixels()[..n_train * 784]).unwrap();
    data
}

#[test]
fn training_begins_on_the_first_part_and_waits_for_the_next() {
    let config =
        RunConfig { batch_size: BatchSize::examples(500).unwrap(), ..RunConfig::default() };
    let part = beginning(5_000);
    let mut trainer = Trainer::new(config.clone()).unwrap();
    for _ in 0..10 {
        assert!(trainer.can_step(&part));
        trainer.step(&part).unwrap();
    }
    assert!(!trainer.can_step(&part));
    let waiting = bits(trainer.network());
    assert_eq!(trainer.step(&part), None);
    assert_eq!(trainer.advance(&part), Advance::WaitingForData);
    assert!(trainer.trace_next(&part).is_none());
    assert_eq!(bits(trainer.network()), waiting, "waiting changes nothing");

    trainer.step(mnist()).unwrap();
    assert_eq!(bits(trainer.network()), bits(after(&config, 11).network()));
}

#[test]
fn a_large_batch_goes_through_in_passes_that_add_up() {
    let config =
        RunConfig { batch_size: BatchSize::examples(1000).unwrap(), ..RunConfig::default() };
    let mut trainer = Trainer::new(config.clone()).unwrap();
    let start = bits(trainer.network());
    let mut n_passes = 1;
    let report = loop {
        match trainer.advance(mnist()) {
            Advance::UnderWay => {
                assert_eq!(bits(trainer.network()), start, "only the last pass updates");
                // Said in the middle of a step, it counts from the next one on.
                trainer.set_batch_size(BatchSize::examples(10).unwrap());
                trainer.set_learning_rate(LearningRate::new(1e-6).unwrap());
                n_passes += 1;
            }
            Advance::Stepped(report) => break report,
            Advance::WaitingForData => panic!("all data are here"),
        }
    };
    assert_eq!((n_passes, report.n_examples), (4, 1000));
    assert_eq!(trainer.next_batch().len(), 10);
    assert_eq!(bits(trainer.network()), bits(after(&config, 1).network()));
}

#[test]
fn the_whole_data_set_can_be_one_batch() {
    let config = RunConfig { batch_size: BatchSize::All, ..RunConfig::default() };
    let mut trainer = Trainer::new(config).unwrap();
    let report = trainer.step(mnist()).unwrap();
    assert_eq!((report.n_examples, report.epoch_ended), (60_000, true));
    assert!((report.loss - 10_f32.ln()).abs() < 0.2, "a new network knows nothing: {report:?}");
    let second = trainer.step(mnist()).unwrap();
    assert!(second.loss < report.loss, "the whole gradient goes down: {second:?}");
}

#[test]
fn evaluation_in_slices_is_the_mean_over_all_held_out_examples() {
    let mut trainer = after(&RunConfig::default(), 200);
    let test = &mnist().test;
    let mut evaluation = Evaluation::new(test);
    let mut n_slices = 0;
    while evaluation.result().is_none() {
        trainer.evaluate(&mut evaluation, test);
        n_slices += 1;
    }
    assert!(n_slices > 10, "in slices, not at once");
    let metrics = evaluation.result().unwrap();

    let (mut loss, mut n_correct) = (0.0, 0);
    for example_idx in 0..test.len() {
        let x: Vec<f32> = test.image(example_idx).iter().map(|&p| f32::from(p) / 255.0).collect();
        let a = trainer.read(&x).pop().unwrap().activations;
        let label = usize::from(test.label(example_idx));
        loss -= f64::from(a[label].ln()) / test.len() as f64;
        n_correct +=
            usize::from(a.iter().enumerate().all(|(j, &other)| j == label || other < a[label]));
    }
    assert!((f64::from(metrics.loss) - loss).abs() < 1e-5, "{metrics:?}, {loss}");
    assert_eq!(metrics.accuracy, Some(n_correct as f32 / 10_000.0));
    assert!(metrics.accuracy.unwrap() > 0.4, "{metrics:?}");
    assert_eq!(Evaluation::new(&Dataset::new(&MNIST).test).result(), None);
}

#[test]
fn a_run_that_diverges_says_so_and_stops_at_finite_parameters() {
    let mut trainer =
        Trainer::new(run(network(&[16], "relu", "identity", "squared_error"), "sgd", 10.0))
            .unwrap();
    let mut reports = (0..100).map(|_| trainer.step(mnist()).unwrap());
    let report: StepReport = reports.find(|report| report.diverged).expect("η = 10 diverges");
    assert!(!report.loss.is_finite() && !report.epoch_ended);
    let (stopped, step) = (bits(trainer.network()), trainer.step_count());
    assert!(trainer.step(mnist()).unwrap().diverged, "trying again gives the same");
    assert_eq!((bits(trainer.network()), trainer.step_count()), (stopped, step));
}

#[test]
fn configurations_that_do_not_hold_together_are_refused() {
    use descent::nn::{LayerSpec, NetworkSpec};
    use descent::registry::Choice;
    use descent::training::ConfigError;

    let layer = |width| LayerSpec::new(width, Choice::by_key("softmax").unwrap());
    let spec = |n_inputs, n_outputs| {
        let loss = Choice::by_key("cross_entropy").unwrap();
        NetworkSpec::new(n_inputs, vec![layer(n_outputs)], loss).unwrap()
    };
    let refused = |change: &dyn Fn(&mut RunConfig)| {
        let mut config = RunConfig::default();
        change(&mut config);
        Trainer::new(config).unwrap_err()
    };
    assert!(matches!(refused(&|c| c.network = spec(2, 10)), ConfigError::Inputs { given: 2, .. }));
    assert!(matches!(
        refused(&|c| c.network = spec(784, 3)),
        ConfigError::Outputs { given: 3, .. }
    ));
    let weights = refused(&|c| c.class_weights = vec![1.0, 2.0]);
    assert!(weights.to_string().contains("2 class weights; MNIST has 10 classes"), "{weights}");
    let weights = refused(&|c| c.class_weights = vec![-1.0; 10]);
    assert!(weights.to_string().contains("class_weights is a number from 0 to 1000"), "{weights}");
    for hyperparameters in [vec![], vec![f64::NAN], vec![1.5], vec![0.9, 0.9]] {
        let error = refused(&|c| {
            c.optimizer.rule = Choice::by_key("momentum").unwrap();
            c.optimizer.hyperparameters = hyperparameters.clone();
        });
        assert!(matches!(error, ConfigError::Update(_)), "{hyperparameters:?}");
    }
}
