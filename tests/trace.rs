//! The trace is the update: its new parameters are bit for bit those of the real step
//! that follows, and its numbers fit together as the formulas say. For runs of every kind.

mod support;

use descent::nn::{Clipping, LayerTrace, Parameter, Penalty, StepTrace};
use descent::training::{BatchSize, RunConfig, Trainer};
use ndarray::{Array1, Array2, Axis};
use support::kinds::{Kind, kinds};
use support::{mnist, network, run};

/// Every kind of run, and two whose batch needs two passes of which the trace holds the
/// first.
fn all_kinds() -> Vec<Kind> {
    let two_passes = |name: &str, config: RunConfig| {
        let batch_size = BatchSize::examples(300).unwrap();
        let config = RunConfig { batch_size, ..config };
        Kind { name: name.to_owned(), data: mnist().clone(), config }
    };
    let relu = run(network(&[12], "relu", "softmax", "squared_error"), "adam", 0.01);
    let mut all = kinds();
    all.push(two_passes("two passes", relu.clone()));
    let network = support::kinds::with_dropout(&relu.network, 0.3);
    all.push(two_passes("two passes with dropout", RunConfig { network, ..relu }));
    all
}

/// The trace of the fourth step, and the trainer that is about to make it.
fn traced(Kind { data, config, .. }: &Kind) -> (StepTrace, Trainer) {
    let mut trainer = Trainer::new(config.clone()).unwrap();
    for _ in 0..3 {
        trainer.step(data).unwrap();
    }
    (trainer.trace_next(data).unwrap(), trainer)
}

#[test]
fn the_real_step_does_bit_for_bit_what_the_trace_says() {
    for kind in all_kinds() {
        let (Kind { name, data, config }, (trace, mut trainer)) = (&kind, traced(&kind));
        assert_eq!(trainer.trace_next(data).unwrap(), trace, "tracing changes nothing");
        assert_eq!((trace.step, trace.t, trace.epoch), (3, 4, 0));
        assert_eq!(trace.examples, trainer.next_batch()[..trace.examples.len()]);
        assert_eq!(trace.learning_rate, trainer.scheduled_rate());
        for (layer, traced) in trainer.network().layers().iter().zip(&trace.layers) {
            assert_eq!((&layer.weights, &layer.bias), (&traced.weights, &traced.bias));
        }
        for (layer, traced) in trainer.optimizer_state().layers.iter().zip(&trace.layers) {
            for (slot_idx, before) in traced.state_before.iter().enumerate() {
                assert_eq!(before.weights, layer.weights.index_axis(Axis(0), slot_idx));
            }
        }

        let report = trainer.step(data).unwrap();
        // What is reported is the mean, whatever the reduction.
        let reduction = config.network.reduction();
        let mean = f64::from(trace.loss) / reduction.of_batch(trace.batch_len);
        close(report.loss, mean / trace.batch_len as f64, name);
        assert_eq!(report.n_examples, trace.batch_len);
        let state = trainer.optimizer_state();
        assert_eq!(state.t, trace.t);
        let mut has_moved = false;
        for ((layer, traced), slots) in
            trainer.network().layers().iter().zip(&trace.layers).zip(&state.layers)
        {
            assert_eq!((&layer.weights, &layer.bias), (&traced.new_weights, &traced.new_bias));
            has_moved |= traced.weights != traced.new_weights;
            for (slot_idx, after) in traced.state_after.iter().enumerate() {
                assert_eq!(after.weights, slots.weights.index_axis(Axis(0), slot_idx));
                assert_eq!(after.bias, slots.bias.row(slot_idx));
            }
        }
        assert!(has_moved, "{name}");
    }
}

#[test]
fn a_step_half_done_is_the_one_that_is_traced() {
    for kind in all_kinds().iter().rev().take(2) {
        let (trace, mut trainer) = traced(kind);
        trainer.advance(&kind.data);
        trainer.set_batch_size(BatchSize::examples(5).unwrap());
        assert_eq!(trainer.trace_next(&kind.data).unwrap(), trace);
    }
}

#[test]
fn a_trace_holds_the_examples_of_its_batch() {
    let config = RunConfig::default();
    let kind = Kind { name: String::new(), data: mnist().clone(), config };
    let (trace, _) = traced(&kind);
    assert_eq!((trace.inputs.dim(), trace.labels.len()), ((32, 784), 32));
    for (row, &label) in trace.labels.iter().enumerate() {
        let example = trace.examples[row] as usize;
        assert_eq!(label, mnist().train.label(example));
        assert_eq!(trace.inputs[[row, 400]], f32::from(mnist().train.image(example)[400]) / 255.0);
        assert_eq!(trace.targets.row(row).sum(), 1.0);
        assert_eq!(trace.targets[[row, usize::from(label)]], 1.0);
    }
    assert!(trace.loss_after < trace.loss, "{} then {}", trace.loss, trace.loss_after);
}

#[test]
fn forward_and_backward_fit_together() {
    for kind in all_kinds() {
        let (trace, _) = traced(&kind);
        let name = &kind.name;
        let rows = trace.batch_len.min(StepTrace::MAX_EXAMPLES);
        assert_eq!(trace.inputs.dim(), (rows, kind.config.network.n_inputs()));
        let per_batch = kind.config.network.reduction().of_batch(trace.batch_len);
        if rows == trace.batch_len {
            let sum: f64 = trace.example_losses.iter().copied().map(f64::from).sum();
            close(trace.loss, per_batch * sum, name);
        }
        for (layer_idx, layer) in trace.layers.iter().enumerate() {
            let z = trace.layer_inputs(layer_idx).dot(&layer.weights.t()) + &layer.bias;
            all_close(&layer.pre_activations, &z, name);
            if !layer.slopes.is_empty() {
                all_close(&layer.deltas, &(&layer.output_gradients * &layer.slopes), name);
            }
            if let Some(above) = trace.layers.get(layer_idx + 1) {
                let mut back = above.deltas.dot(&above.weights);
                if !layer.masks.is_empty() {
                    back *= &layer.masks;
                }
                all_close(&layer.output_gradients, &back, name);
            }
            fits_dropout(&kind, layer_idx, layer);
            if rows == trace.batch_len {
                let of_examples = |unit, input| {
                    let each = (0..rows)
                        .map(|row| trace.example_weight_gradient(layer_idx, row, unit, input));
                    per_batch as f32 * each.sum::<f32>()
                };
                let sums = Array2::from_shape_fn(layer.weights.dim(), |(j, k)| of_examples(j, k));
                all_close(&layer.weight_gradients, &sums, name);
            }
        }
    }
}

/// Masks are 0 or 1/(1 − p), and what is sent on is a ⊙ mask.
fn fits_dropout(kind: &Kind, layer_idx: usize, layer: &LayerTrace) {
    let dropout = kind.config.network.layers()[layer_idx].dropout;
    if dropout == 0.0 {
        assert!(layer.masks.is_empty() && layer.sent.is_empty());
        return;
    }
    let kept = (1.0 / (1.0 - f64::from(dropout))) as f32;
    assert!(layer.masks.iter().all(|&mask| mask == 0.0 || mask == kept), "{}", kind.name);
    assert!(layer.masks.iter().any(|&mask| mask == 0.0));
    assert!(layer.masks.iter().any(|&mask| mask == kept));
    assert_eq!(layer.sent, &layer.activations * &layer.masks);
}

/// What the optimizer is given is clip(∂loss + ∂penalty).
#[test]
fn penalty_and_clipping_stand_between_gradient_and_optimizer() {
    let mut n_clipped = 0;
    for kind in all_kinds() {
        let (trace, _) = traced(&kind);
        let (name, Penalty { l1, l2 }) = (&kind.name, kind.config.penalty);
        let (mut sum, mut squares) = (0.0, 0.0);
        let mut totals = Vec::new();
        for layer in &trace.layers {
            sum += layer.weights.iter().map(|&w| f64::from(w).abs()).sum::<f64>();
            squares += layer.weights.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>();
            let mut weights = layer.weight_gradients.clone();
            if l1 == 0.0 && l2 == 0.0 {
                assert!(layer.penalty_gradients.is_empty());
            } else {
                let slopes = layer.weights.mapv(|w| l1 * w.signum() + 2.0 * l2 * w);
                all_close(&layer.penalty_gradients, &slopes, name);
                weights += &slopes;
            }
            totals.push((weights, layer.bias_gradients.clone()));
        }
        close(trace.penalty, f64::from(l1) * sum + f64::from(l2) * squares, name);

        let all = totals.iter().flat_map(|(weights, bias)| weights.iter().chain(bias));
        let norm = all.clone().map(|&g| f64::from(g).powi(2)).sum::<f64>().sqrt();
        let (factor, bound) = match kind.config.clipping {
            Clipping::None => (1.0, f32::INFINITY),
            Clipping::Norm(bound) => ((f64::from(bound) / (norm + 1e-6)).min(1.0), f32::INFINITY),
            Clipping::Value(bound) => (1.0, bound),
        };
        match trace.clipped {
            None => assert_eq!(kind.config.clipping, Clipping::None),
            Some(clipped) => {
                let n_cut = all.filter(|g| g.abs() > bound).count();
                close(clipped.norm as f32, norm, name);
                close(clipped.factor as f32, factor, name);
                assert_eq!(clipped.n_cut, n_cut, "{name}");
                assert!(factor < 1.0 || n_cut > 0, "{name} really clips");
                n_clipped += 1;
            }
        }
        let clip = |g: f32| ((factor * f64::from(g)) as f32).clamp(-bound, bound);
        for (layer, (weights, bias)) in trace.layers.iter().zip(&totals) {
            all_close(layer.optimizer_weight_gradients(), &weights.mapv(clip), name);
            let bias: Array1<f32> = bias.mapv(clip);
            let given = layer.optimizer_bias_gradients();
            given.iter().zip(&bias).for_each(|(&a, &b)| close(a, b.into(), name));
            let changes = l1 + l2 > 0.0 || kind.config.clipping != Clipping::None;
            assert!(changes || layer.final_weight_gradients.is_empty(), "{name}");
        }
    }
    assert_eq!(n_clipped, 3);
}

/// The sub-steps that are shown end in the very numbers that the update made.
#[test]
fn an_optimizer_explains_what_it_did_to_the_last_bit() {
    for kind in all_kinds() {
        let (trace, _) = traced(&kind);
        for (layer_idx, layer) in trace.layers.iter().enumerate() {
            let (n_units, n_inputs) = layer.weights.dim();
            for at in 0..40 {
                let (unit_idx, input_idx) = (at * 7 % n_units, at * 31 % n_inputs);
                let weight = Parameter::Weight { layer_idx, unit_idx, input_idx };
                let slots: Vec<_> =
                    layer.state_after.iter().map(|s| s.weights[[unit_idx, input_idx]]).collect();
                explains(&trace, weight, layer.new_weights[[unit_idx, input_idx]], &slots);
                let bias = Parameter::Bias { layer_idx, unit_idx };
                let slots: Vec<_> = layer.state_after.iter().map(|s| s.bias[unit_idx]).collect();
                explains(&trace, bias, layer.new_bias[unit_idx], &slots);
            }
            for nowhere in [
                Parameter::Bias { layer_idx, unit_idx: n_units },
                Parameter::Weight { layer_idx, unit_idx: n_units, input_idx: 0 },
                Parameter::Weight { layer_idx, unit_idx: 0, input_idx: n_inputs },
                Parameter::Bias { layer_idx: trace.layers.len(), unit_idx: 0 },
            ] {
                assert_eq!(trace.substeps(nowhere), None);
            }
        }
    }
}

fn explains(trace: &StepTrace, parameter: Parameter, new: f32, slots: &[f32]) {
    let substeps = trace.substeps(parameter).unwrap();
    assert_eq!(substeps.last().unwrap().value.to_bits(), new.to_bits(), "{substeps:?}");
    assert!(substeps.iter().all(|substep| !substep.formula.is_empty()));
    // What is remembered goes by these letters, in the order of the slots.
    let letters = ["m", "v", "s"];
    let told: Vec<u32> = substeps
        .iter()
        .filter(|substep| letters.contains(&substep.name))
        .map(|substep| substep.value.to_bits())
        .collect();
    let slots: Vec<u32> = slots.iter().map(|slot| slot.to_bits()).collect();
    assert_eq!(told, slots, "{substeps:?}");
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

fn all_close(ours: &Array2<f32>, expected: &Array2<f32>, name: &str) {
    assert_eq!(ours.dim(), expected.dim(), "{name}");
    ours.iter().zip(expected).for_each(|(&ours, &expected)| close(ours, expected.into(), name));
}

fn close(ours: f32, expected: f64, name: &str) {
    let difference = (f64::from(ours) - expected).abs();
    assert!(difference <= 1e-5 * (1.0 + expected.abs()), "{name}: {ours}, not {expected}");
}

/// The largest network that the page allows, with all that a trace can hold of it.
#[test]
fn the_largest_trace_can_be_sent() {
    let widths = [1020; 4];
    let mut network = network(&widths, "tanh", "softmax", "squared_error");
    assert!(network.n_parameters() > 3_900_000, "{}", network.n_parameters());
    network = support::kinds::with_dropout(&network, 0.1);
    let penalty = Penalty { l1: 1e-6, l2: 1e-6 };
    let clipping = Clipping::Norm(1.0);
    let batch_size = BatchSize::examples(256).unwrap();
    let config = RunConfig { penalty, clipping, batch_size, ..run(network, "adam", 0.001) };
    let trainer = Trainer::new(config).unwrap();
    let trace = trainer.trace_next(mnist()).unwrap();
    let sent = descent::protocol::codec::encode(&descent::protocol::Event::Traced {
        is_chosen: false,
        ticket: descent::protocol::Ticket(1),
        run: descent::protocol::RunId(1),
        trace: Box::new(trace),
        link: None,
    });
    println!(
        "{} parameters: a trace of {} MB",
        trainer.config().network.n_parameters(),
        sent.len() / 1_000_000
    );
    // A phone's tab has some hundreds of MB.
    assert!(sent.len() < 200_000_000, "{} bytes", sent.len());
}
