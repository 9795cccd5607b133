//! Questions about the next step that change nothing: what a nudged parameter, or another
//! learning rate, would make of the loss.

mod support;

use descent::nn::{Clipping, NetworkSpec, Parameter, Penalty, Reduction};
use descent::random::{Purpose, Stream, stream};
use descent::training::{BatchSize, ProbeError, RunConfig, Trainer};
use support::kinds::{kinds, with_dropout};
use support::{mnist, network, run};

fn steps(config: RunConfig, n_steps: usize) -> Trainer {
    let mut trainer = Trainer::new(config).unwrap();
    for _ in 0..n_steps {
        trainer.step(mnist()).unwrap();
    }
    trainer
}

/// Any parameter; of a weight of the first layer one that sees some of the digit.
fn random_parameter(spec: &NetworkSpec, random: &mut Stream) -> Parameter {
    let mut below = |n: usize| random.bits() as usize % n;
    let layer_idx = below(spec.layers().len());
    let (fan_in, fan_out) = spec.shapes().nth(layer_idx).unwrap();
    let unit_idx = below(fan_out);
    if below(5) == 0 {
        return Parameter::Bias { layer_idx, unit_idx };
    }
    let input_idx =
        if layer_idx == 0 { 28 * (8 + below(12)) + 8 + below(12) } else { below(fan_in) };
    Parameter::Weight { layer_idx, unit_idx, input_idx }
}

#[test]
fn a_nudge_confirms_the_gradient_of_any_parameter() {
    let lesson = |activation, output, loss| network(&[16, 16], activation, output, loss);
    let plain = |network| run(network, "sgd", 0.1);
    let sigmoid = lesson("sigmoid", "softmax", "cross_entropy");
    let tanh = with_dropout(&lesson("tanh", "softmax", "cross_entropy"), 0.3);
    let relu = lesson("relu", "softmax", "cross_entropy");
    let squared = lesson("tanh", "sigmoid", "squared_error").with_reduction(Reduction::MeanOfAll);
    for config in [
        plain(sigmoid.clone()),
        RunConfig {
            penalty: Penalty { l1: 1e-3, l2: 1e-2 },
            // The gradient that is confirmed is the one before.
            clipping: Clipping::Norm(0.01),
            ..run(tanh, "adam", 0.002)
        },
        plain(relu),
        plain(squared),
        // In two passes.
        RunConfig { batch_size: BatchSize::examples(400).unwrap(), ..plain(sigmoid) },
    ] {
        let trainer = steps(config, 150);
        let trace = trainer.trace_next(mnist()).unwrap();
        let mut random = stream(5, Purpose::HeldOut);
        let (mut n_confirmed, mut n_kinks) = (0, 0);
        for _ in 0..120 {
            let parameter = random_parameter(&trace.network, &mut random);
            let nudge = trainer.nudge(mnist(), parameter, Trainer::NUDGE).unwrap();
            let finer = trainer.nudge(mnist(), parameter, Trainer::NUDGE / 10.0).unwrap();
            // Where a ReLU or |w| has its edge within the nudge, there is no one slope.
            if (nudge.slope - finer.slope).abs() > 1e-6 * nudge.slope.abs().max(1e-3) {
                n_kinks += 1;
                continue;
            }
            let largest = trace.layers[parameter.layer_idx()]
                .weight_gradients
                .iter()
                .fold(0.0_f64, |largest, &g| largest.max(f64::from(g).abs()));
            let difference = (f64::from(nudge.gradient) - nudge.slope).abs();
            // Single precision adds up a batch's terms of the layer's usual size.
            let allowed = 1e-5 * nudge.slope.abs().max(0.1 * largest);
            assert!(difference <= allowed, "{parameter:?}: {nudge:?}, largest {largest}");
            assert_eq!(nudge.slope, (nudge.above - nudge.below) / (2.0 * nudge.distance));
            let loss = f64::from(trace.loss) + f64::from(trace.penalty);
            let between = (nudge.above + nudge.below) / 2.0;
            assert!((between - loss).abs() < 1e-5 * loss, "{between}, not {loss}");
            n_confirmed += 1;
        }
        assert!(n_confirmed > 110, "{n_kinks} kinks");
        assert_eq!(trainer.trace_next(mnist()).unwrap(), trace, "asking changes nothing");
    }
}

#[test]
fn a_parameter_that_is_not_there_has_no_slope_and_data_that_are_missing_have_none() {
    let trainer = Trainer::new(RunConfig::default()).unwrap();
    for nowhere in [
        Parameter::Weight { layer_idx: 3, unit_idx: 0, input_idx: 0 },
        Parameter::Weight { layer_idx: 0, unit_idx: 16, input_idx: 0 },
        Parameter::Weight { layer_idx: 0, unit_idx: 0, input_idx: 784 },
        Parameter::Bias { layer_idx: 2, unit_idx: 10 },
    ] {
        let error = trainer.nudge(mnist(), nowhere, 1e-5).unwrap_err();
        assert_eq!(error, ProbeError::NoSuchParameter);
    }
    let empty = descent::data::Dataset::new(&descent::data::source::MNIST);
    let somewhere = Parameter::Bias { layer_idx: 0, unit_idx: 0 };
    assert_eq!(trainer.nudge(&empty, somewhere, 1e-5).unwrap_err(), ProbeError::NotHere);
    assert_eq!(trainer.probe_step(&empty).err(), Some(ProbeError::NotHere));
}

/// At rate 0 nothing has changed, and at the step's own rate all that the trace says has.
#[test]
fn the_loss_along_a_step_begins_and_passes_where_the_trace_says() {
    for kind in kinds() {
        let mut trainer = Trainer::new(kind.config).unwrap();
        (0..3).for_each(|_| assert!(!trainer.step(&kind.data).unwrap().diverged));
        let trace = trainer.trace_next(&kind.data).unwrap();
        let probe = trainer.probe_step(&kind.data).unwrap();
        assert_eq!(probe.learning_rate(), trace.learning_rate);
        let (here, there) = (probe.at(0.0), probe.at(trace.learning_rate));
        let name = &kind.name;
        assert_eq!(here.loss.to_bits(), trace.loss.to_bits(), "{name}");
        assert_eq!(here.penalty.to_bits(), trace.penalty.to_bits(), "{name}");
        assert_eq!(there.loss.to_bits(), trace.loss_after.to_bits(), "{name}");
        assert_eq!(there.penalty.to_bits(), trace.penalty_after.to_bits(), "{name}");
        assert_eq!(there.learning_rate, trace.learning_rate);
        assert_eq!(trainer.trace_next(&kind.data).unwrap(), trace, "asking changes nothing");
    }
}

/// d loss/dη at 0 is −‖g‖²: what gradient descent gains at first. With clipping the step is
/// shorter, and so is the gain.
#[test]
fn at_small_rates_the_loss_falls_by_the_square_of_the_gradient() {
    let of = |clipping, penalty| RunConfig {
        clipping,
        penalty,
        ..run(network(&[16, 16], "tanh", "softmax", "cross_entropy"), "sgd", 0.1)
    };
    let l2 = Penalty { l1: 0.0, l2: 0.01 };
    for config in [
        of(Clipping::None, Penalty::default()),
        of(Clipping::None, l2),
        of(Clipping::Norm(0.2), l2),
    ] {
        let trainer = steps(config, 100);
        let trace = trainer.trace_next(mnist()).unwrap();
        let probe = trainer.probe_step(mnist()).unwrap();
        // g is what the loss with its penalty has, d the direction that is gone.
        let mut gd = 0.0;
        for layer in &trace.layers {
            let mut g = layer.weight_gradients.clone();
            if !layer.penalty_gradients.is_empty() {
                g += &layer.penalty_gradients;
            }
            let dot = |a: &f32, b: &f32| f64::from(*a) * f64::from(*b);
            let weights = g.iter().zip(layer.optimizer_weight_gradients());
            let bias = layer.bias_gradients.iter().zip(layer.optimizer_bias_gradients());
            gd += weights.chain(bias).map(|(a, b)| dot(a, b)).sum::<f64>();
        }
        let sum = |rate: f32| {
            let outcome = probe.at(rate);
            f64::from(outcome.loss) + f64::from(outcome.penalty)
        };
        // Far enough for the loss to change in single precision.
        let rate = (2e-3 / gd) as f32;
        let slope = (sum(rate) - sum(-rate)) / (2.0 * f64::from(rate));
        assert!((slope + gd).abs() < 0.01 * gd, "{slope}, not −{gd}");
        assert!(gd > 1e-3);
    }
}
