//! Every step of a run is made at the rate that its schedule says.

mod support;

use descent::training::{BatchSize, Decay, LearningRate, Length, RunConfig, Schedule, Trainer};
use support::{digits, network, run};

/// 10 steps an epoch, plain gradient descent.
fn config(schedule: Schedule) -> RunConfig {
    let (_, dataset) = digits(160);
    RunConfig {
        schedule,
        dataset,
        batch_size: BatchSize::examples(16).unwrap(),
        ..run(network(&[6], "tanh", "softmax", "cross_entropy"), "sgd", 0.2)
    }
}

/// The rates of the first 40 steps, as the traces have them; each is checked to be the one
/// that the step was really made at.
fn rates(schedule: Schedule) -> Vec<f64> {
    let (data, _) = digits(160);
    let mut trainer = Trainer::new(config(schedule)).unwrap();
    let mut rates = Vec::new();
    for step in 0..40 {
        if step == 30 {
            trainer.set_learning_rate(LearningRate::new(0.4).unwrap());
        }
        let trace = trainer.trace_next(&data).unwrap();
        trainer.step(&data).unwrap();
        let (layer, traced) = (&trainer.network().layers()[1], &trace.layers[1]);
        let moved = &traced.weights - &(&traced.weight_gradients * trace.learning_rate);
        assert!(layer.weights.iter().zip(&moved).all(|(a, b)| (a - b).abs() <= 1e-7));
        rates.push(f64::from(trace.learning_rate));
    }
    rates
}

#[test]
fn rates_follow_steps_and_epochs_and_the_hand() {
    let wave = |share: f64| 0.1 + 0.9 * (1.0 + (std::f64::consts::PI * share.min(1.0)).cos()) / 2.0;
    let of = |decay| Schedule { warmup: None, decay };
    let (steps, epochs) = (Length::Steps, Length::Epochs);
    type Factor<'a> = &'a dyn Fn(f64, f64) -> f64;
    let cases: [(Schedule, Factor<'_>); 6] = [
        (of(Decay::Constant), &|_, _| 1.0),
        (of(Decay::Step { every: epochs(1.0), factor: 0.5 }), &|_, e| 0.5_f64.powf(e.floor())),
        (of(Decay::Step { every: steps(7), factor: 0.9 }), &|t, _| 0.9_f64.powf((t / 7.0).floor())),
        (of(Decay::Linear { over: epochs(3.5), floor: 0.2 }), &|_, e| {
            1.0 - 0.8 * (e / 3.5).min(1.0)
        }),
        (of(Decay::Cosine { over: steps(25), floor: 0.1 }), &|t, _| wave(t / 25.0)),
        (
            Schedule {
                warmup: Some(steps(8)),
                decay: Decay::Cosine { over: epochs(4.0), floor: 0.1 },
            },
            &|t, e| ((t + 1.0) / 8.0).min(1.0) * wave(e / 4.0),
        ),
    ];
    for (schedule, factor) in cases {
        for (step, rate) in rates(schedule).into_iter().enumerate() {
            let by_hand = if step < 30 { 0.2 } else { 0.4 };
            let expected = by_hand * factor(step as f64, step as f64 / 10.0);
            assert!((rate - expected).abs() < 1e-6, "{schedule:?}: {rate} at {step}, {expected}");
        }
    }
}
