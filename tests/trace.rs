//! The trace is the update: its new parameters are bit for bit those of the real step
//! that follows, and its numbers fit together as the formulas say.

mod support;

use descent::nn::StepTrace;
use descent::training::{BatchSize, RunConfig, Trainer};
use ndarray::Array2;
use support::{mnist, network, run};

fn runs() -> Vec<RunConfig> {
    let mut runs = vec![
        RunConfig::default(),
        run(network(&[12], "relu", "softmax", "squared_error"), "adam", 0.01),
        run(network(&[12, 8], "tanh", "sigmoid", "squared_error"), "momentum", 0.01),
    ];
    // In two passes of which the trace holds the first.
    runs.push(RunConfig { batch_size: BatchSize::examples(300).unwrap(), ..runs[1].clone() });
    runs
}

/// The trace of the fourth step, and the trainer that is about to make it.
fn traced(config: RunConfig) -> (StepTrace, Trainer) {
    let mut trainer = Trainer::new(config).unwrap();
    for _ in 0..3 {
        trainer.step(mnist()).unwrap();
    }
    (trainer.trace_next(mnist()).unwrap(), trainer)
}

#[test]
fn the_real_step_does_bit_for_bit_what_the_trace_says() {
    for config in runs() {
        let (trace, mut trainer) = traced(config);
        assert_eq!(trainer.trace_next(mnist()).unwrap(), trace, "tracing changes nothing");
        assert_eq!((trace.step, trace.epoch), (3, 0));
        assert_eq!(trace.examples, trainer.next_batch()[..trace.examples.len()]);
        for (layer, traced) in trainer.network().layers().iter().zip(&trace.layers) {
            assert_eq!((&layer.weights, &layer.bias), (&traced.weights, &traced.bias));
        }

        let report = trainer.step(mnist()).unwrap();
        assert_eq!((report.loss, report.n_examples), (trace.loss, trace.batch_len));
        let state = trainer.optimizer_state();
        for ((layer, traced), slots) in
            trainer.network().layers().iter().zip(&trace.layers).zip(&state.layers)
        {
            assert_eq!((&layer.weights, &layer.bias), (&traced.new_weights, &traced.new_bias));
            assert_ne!(traced.weights, traced.new_weights);
            for (slot_idx, after) in traced.state_after.iter().enumerate() {
                assert_eq!(after.weights, slots.weights.index_axis(ndarray::Axis(0), slot_idx));
                assert_eq!(after.bias, slots.bias.row(slot_idx));
            }
        }
    }
}

#[test]
fn a_step_half_done_is_the_one_that_is_traced() {
    let (trace, mut trainer) = traced(runs().pop().unwrap());
    trainer.advance(mnist());
    trainer.set_batch_size(BatchSize::examples(5).unwrap());
    assert_eq!(trainer.trace_next(mnist()).unwrap(), trace);
}

#[test]
fn the_numbers_of_a_trace_fit_together() {
    for config in runs() {
        let n_slots = config.optimizer.rule.slots.len();
        let (trace, _) = traced(config);
        let rows = trace.batch_len.min(StepTrace::MAX_EXAMPLES);
        assert_eq!(trace.inputs.dim(), (rows, 784));
        assert_eq!((trace.labels.len(), trace.example_losses.len()), (rows, rows));
        for (row, &label) in trace.labels.iter().enumerate() {
            let example = trace.examples[row] as usize;
            assert_eq!(label, mnist().train.label(example));
            assert_eq!(
                trace.inputs[[row, 400]],
                f32::from(mnist().train.image(example)[400]) / 255.0
            );
            assert_eq!(trace.targets.row(row).sum(), 1.0);
            assert_eq!(trace.targets[[row, usize::from(label)]], 1.0);
        }
        assert!(trace.loss_after < trace.loss, "{} then {}", trace.loss, trace.loss_after);

        for (layer_idx, layer) in trace.layers.iter().enumerate() {
            let z = trace.layer_inputs(layer_idx).dot(&layer.weights.t()) + &layer.bias;
            assert_close(&layer.pre_activations, &z);
            assert_eq!((layer.state_before.len(), layer.state_after.len()), (n_slots, n_slots));
            if !layer.slopes.is_empty() {
                assert_close(&layer.deltas, &(&layer.output_gradients * &layer.slopes));
            }
            if let Some(above) = trace.layers.get(layer_idx + 1) {
                assert_close(&layer.output_gradients, &above.deltas.dot(&above.weights));
            }
            if rows == trace.batch_len {
                let mean = |unit, input| {
                    let each = (0..rows)
                        .map(|row| trace.example_weight_gradient(layer_idx, row, unit, input));
                    each.sum::<f32>() / rows as f32
                };
                let means = Array2::from_shape_fn(layer.weights.dim(), |(j, k)| mean(j, k));
                assert_close(&layer.weight_gradients, &means);
            }
        }
    }
}

#[test]
fn a_batch_of_thousands_keeps_the_numbers_of_its_first_examples_only() {
    let config =
        RunConfig { batch_size: BatchSize::examples(3_000).unwrap(), ..RunConfig::default() };
    let trace = Trainer::new(config).unwrap().trace_next(mnist()).unwrap();
    assert_eq!(trace.batch_len, 3_000);
    assert_eq!(trace.layers[0].deltas.nrows(), StepTrace::MAX_EXAMPLES);
    assert_eq!(trace.examples.len(), StepTrace::MAX_EXAMPLES);
}

fn assert_close(ours: &Array2<f32>, expected: &Array2<f32>) {
    assert_eq!(ours.dim(), expected.dim());
    for (ours, expected) in ours.iter().zip(expected) {
        assert!((ours - expected).abs() <= 1e-5 * (1.0 + expected.abs()), "{ours}, not {expected}");
    }
}
