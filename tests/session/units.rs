//! One unit on points of two classes: perceptron and logistic regression, one record at a
//! time or all at once.

use descent::nn::activation::{SIGMOID, STEP};
use descent::nn::loss::{BINARY_CROSS_ENTROPY, PERCEPTRON, SQUARED_ERROR};
use descent::nn::{Activation, LayerSpec, Loss, NetworkSpec, Reduction};
use descent::protocol::{Look, Seen};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};
use descent::walk::records::{mean_asked, records};

use crate::points::{begun, look, placed};

/// A perceptron or a logistic unit on points of two classes, one record at a time.
fn unit(
    places: &[(f32, f32, f32)],
    activation: &'static Activation,
    loss: &'static Loss,
) -> RunConfig {
    let layers = vec![LayerSpec::new(1, Choice::of(activation))];
    RunConfig {
        dataset: placed(places).into(),
        network: NetworkSpec::new(2, layers, Choice::of(loss)).unwrap(),
        batch_size: BatchSize::examples(1).unwrap(),
        learning_rate: LearningRate::new(0.1).unwrap(),
        ..RunConfig::default()
    }
}

/// Below left is 0, 0; above right is 1, 1. The label is what the function says.
fn gate(says: [f32; 4]) -> [(f32, f32, f32); 4] {
    [(-3.0, -3.0, says[0]), (3.0, -3.0, says[1]), (-3.0, 3.0, says[2]), (3.0, 3.0, says[3])]
}

/// CURRICULUM A15.
#[test]
fn a_perceptron_learns_and_and_or_but_not_xor() {
    for (says, can) in
        [([0.0, 0.0, 0.0, 1.0], true), ([0.0, 1.0, 1.0, 1.0], true), ([0.0, 1.0, 1.0, 0.0], false)]
    {
        let mut talk = begun(unit(&gate(says), &STEP, &PERCEPTRON));
        let mut fewest = 4;
        for _ in 0..100 {
            let step = talk.progress().step;
            talk.train_to(step + 1);
            let Ok(Seen::Losses(told)) = look(&mut talk, Look::Losses) else { panic!() };
            fewest = fewest.min(told.n_wrong.unwrap());
        }
        assert_eq!(fewest == 0, can, "{says:?}: {fewest} wrong at best");
    }
}

/// CURRICULUM A7, A14: while it trains, what the next update will be, and its record loop.
#[test]
fn the_next_step_is_told_without_making_it_and_its_records_add_up_to_it() {
    for (activation, loss, reduction) in [
        (&SIGMOID, &BINARY_CROSS_ENTROPY, Reduction::Mean),
        (&SIGMOID, &SQUARED_ERROR, Reduction::HalfMean),
        (&SIGMOID, &BINARY_CROSS_ENTROPY, Reduction::Sum),
        (&STEP, &PERCEPTRON, Reduction::Mean),
    ] {
        for batch in [BatchSize::examples(1).unwrap(), BatchSize::All] {
            let mut config = unit(&gate([0.0, 0.0, 0.0, 1.0]), activation, loss);
            config.network = config.network.with_reduction(reduction);
            config.batch_size = batch;
            let mut talk = begun(config);
            talk.train_to(3);
            let Ok(Seen::NextStep(next)) = look(&mut talk, Look::NextStep) else { panic!() };
            assert_eq!((next.step, talk.progress().step), (3, 3));
            let (records, mean) = (records(&next), mean_asked(&next).unwrap());
            assert_eq!(records.len(), batch.resolve(4));
            let all = if reduction == Reduction::Sum { 1.0 } else { records.len() as f32 };
            let layer = &next.layers[0];
            let old = [layer.weights[[0, 0]], layer.weights[[0, 1]], layer.bias[0]];
            talk.train_to(4);
            let new = &talk.session.network().unwrap().layers()[0];
            let new = [new.weights[[0, 0]], new.weights[[0, 1]], new.bias[0]];
            for at in 0..3 {
                let sum = records.last().unwrap().sums[at];
                assert!((sum / all - mean[at]).abs() < 1e-6, "{sum} {mean:?}");
                assert!((old[at] + 0.1 * mean[at] - new[at]).abs() < 1e-6);
            }
            for record in &records {
                let error = record.target - record.output;
                let slope = record.output * (1.0 - record.output);
                let by_hand =
                    if std::ptr::eq(loss, &SQUARED_ERROR) { error * slope } else { error };
                assert!((record.delta - by_hand).abs() < 1e-6);
            }
        }
    }
}

/// CURRICULUM A13: the same run, seen as ascent.
#[test]
fn the_log_likelihood_is_the_loss_mirrored() {
    let mut talk =
        begun(unit(&[(1.0, 1.0, 0.0), (2.0, 2.0, 1.0)], &SIGMOID, &BINARY_CROSS_ENTROPY));
    talk.train_to(5);
    let Ok(Seen::Losses(told)) = look(&mut talk, Look::Losses) else { panic!() };
    assert!((told.log_likelihood.unwrap() + 2.0 * told.loss).abs() < 1e-9);
    let mut talk = begun(unit(&gate([0.0, 0.0, 0.0, 1.0]), &STEP, &PERCEPTRON));
    let Ok(Seen::Losses(told)) = look(&mut talk, Look::Losses) else { panic!() };
    assert_eq!(told.log_likelihood, None, "a perceptron's loss is no likelihood");
}
