//! Dropout: seeded, the share it says, and only while training.

mod support;

use descent::nn::{Learner, Network, OptimizerSpec, Part, Workspace};
use descent::random::Noise;
use descent::registry::Choice;
use descent::training::{BatchSize, Evaluation, LearningRate, RunConfig, Seed, Trainer};
use support::kinds::with_dropout;
use support::{digits, network, run};

/// Three layers, two of them with dropout.
fn dropping(dropout: f32, seed: u64) -> RunConfig {
    let spec = with_dropout(&network(&[40, 40], "sigmoid", "softmax", "cross_entropy"), dropout);
    let (_, dataset) = digits(160);
    let batch_size = BatchSize::examples(16).unwrap();
    RunConfig { dataset, batch_size, seed: Seed(seed), ..run(spec, "sgd", 0.2) }
}

#[test]
fn dropout_drops_its_share_anew_in_each_layer_step_and_seed() {
    let (data, _) = digits(160);
    for dropout in [0.1, 0.5, 0.8] {
        let mut trainer = Trainer::new(dropping(dropout, 1)).unwrap();
        let first = trainer.trace_next(&data).unwrap();
        let (mut n_dropped, mut n_all) = (0, 0);
        for _ in 0..20 {
            let trace = trainer.trace_next(&data).unwrap();
            for layer in &trace.layers[..2] {
                n_dropped += layer.masks.iter().filter(|&&mask| mask == 0.0).count();
                n_all += layer.masks.len();
            }
            assert_ne!(trace.layers[0].masks, trace.layers[1].masks);
            assert!(trace.step == 0 || trace.layers[0].masks != first.layers[0].masks);
            assert!(trace.layers[2].masks.is_empty(), "outputs are never dropped");
            trainer.step(&data).unwrap();
        }
        // Of 25,600 draws, within five standard deviations.
        let share = n_dropped as f64 / f64::from(n_all as u32);
        let p = f64::from(dropout);
        let deviation = (p * (1.0 - p) / n_all as f64).sqrt();
        assert!((share - p).abs() < 5.0 * deviation, "{share} for {dropout}");

        let again = Trainer::new(dropping(dropout, 1)).unwrap().trace_next(&data).unwrap();
        assert_eq!(again, first);
        let other = Trainer::new(dropping(dropout, 2)).unwrap().trace_next(&data).unwrap();
        assert_ne!(other.layers[0].masks, first.layers[0].masks);
    }
}

/// Which activations are dropped goes by an example's place in its batch.
#[test]
fn dropout_is_the_same_however_a_batch_is_cut_up() {
    let (data, _) = digits(160);
    let spec = dropping(0.5, 1).network;
    let network = Network::initialized(spec.clone(), &dropping(0.5, 1).initializer, 1);
    let sgd = OptimizerSpec::defaults(Choice::by_key("sgd").unwrap());
    let losses_in_parts_of = |part_len: usize| {
        let mut learner = Learner::new(network.clone(), sgd.clone());
        let mut workspace = Workspace::new(&spec, part_len);
        let mut losses = Vec::new();
        for first in (0..24).step_by(part_len) {
            workspace.clear();
            for example in first..first + part_len {
                workspace.push(data.train.target(example), |x| data.train.write_input(example, x));
            }
            let noise = Noise::of_step(1, 7);
            learner.learn_from(&mut workspace, Part { batch_len: 24, first, noise });
            losses.extend(workspace.losses().to_vec());
        }
        let gradients = learner.gradients().to_vec();
        (losses, gradients)
    };
    let (whole, gradients) = losses_in_parts_of(24);
    for part_len in [12, 8, 3, 1] {
        let (losses, in_parts) = losses_in_parts_of(part_len);
        for (loss, whole) in losses.iter().zip(&whole) {
            assert!((loss - whole).abs() <= 1e-5 * whole, "{loss}, not {whole}, by {part_len}");
        }
        for (layer, whole) in in_parts.iter().zip(&gradients) {
            let all = layer.weights.iter().zip(&whole.weights);
            assert!(all.clone().all(|(a, b)| (a - b).abs() < 1e-5));
        }
    }
}

#[test]
fn nothing_is_dropped_when_a_network_is_measured_or_read() {
    let (data, _) = digits(160);
    let measured = [0.0, 0.8].map(|dropout| {
        let mut trainer = Trainer::new(dropping(dropout, 1)).unwrap();
        let mut evaluation = Evaluation::new(&data.test);
        trainer.evaluate(&mut evaluation, &data.test);
        let mut x = vec![0.0; 784];
        data.test.write_input(0, &mut x);
        (evaluation.result().unwrap(), trainer.read(&x))
    });
    assert_eq!(measured[0], measured[1]);
    // Nor does a pass of training leave anything behind for the next evaluation.
    let mut trainer = Trainer::new(dropping(0.8, 1)).unwrap();
    trainer.set_learning_rate(LearningRate::new(1e-6).unwrap());
    trainer.step(&data).unwrap();
    let mut evaluation = Evaluation::new(&data.test);
    trainer.evaluate(&mut evaluation, &data.test);
    let difference = evaluation.result().unwrap().loss - measured[0].0.loss;
    assert!(difference.abs() < 1e-4, "{difference}");
}
