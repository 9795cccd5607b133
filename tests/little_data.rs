//! Training on the first examples alone (`train_on`): what little data does.

mod support;

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use descent::training::{Advance, BatchSize, Evaluation, RunConfig, Trainer};
use support::mnist;

fn few(n: u32) -> RunConfig {
    let batch_size = BatchSize::examples(10).unwrap();
    RunConfig { train_on: NonZeroU32::new(n), batch_size, ..RunConfig::default() }
}

#[test]
fn an_epoch_is_the_first_examples_and_no_others() {
    let mut trainer = Trainer::new(few(100)).unwrap();
    for epoch in 0..3 {
        let mut seen = BTreeSet::new();
        for _ in 0..10 {
            seen.extend(trainer.next_batch().iter().copied());
            trainer.step(mnist()).unwrap();
        }
        assert_eq!(seen, (0..100).collect(), "epoch {epoch}");
        assert_eq!(trainer.epoch(), f64::from(epoch + 1));
    }
}

#[test]
fn more_than_there_are_is_all_of_them() {
    let (all, more) = (RunConfig::default(), few(1_000_000));
    assert_eq!((all.n_train(), more.n_train(), few(7).n_train()), (60_000, 60_000, 7));
    let batch = |config: RunConfig| Trainer::new(config).unwrap().next_batch().to_vec();
    let all = RunConfig { train_on: None, ..more.clone() };
    assert_eq!(batch(all), batch(more));
    let whole = RunConfig { batch_size: BatchSize::All, ..few(100) };
    assert_eq!(batch(whole).len(), 100);
}

#[test]
fn a_run_on_few_is_taken_up_where_it_stood() {
    let mut trainer = Trainer::new(few(100)).unwrap();
    for _ in 0..13 {
        trainer.step(mnist()).unwrap();
    }
    let mut restored = Trainer::restore(&trainer.checkpoint()).unwrap();
    assert_eq!(restored.config(), trainer.config());
    for _ in 0..20 {
        assert_eq!(restored.next_batch(), trainer.next_batch());
        assert_eq!(restored.step(mnist()), trainer.step(mnist()));
    }
    // On all of them it is another epoch: the branch begins one.
    let branch = trainer.branched(RunConfig { train_on: None, ..few(1) }).unwrap();
    assert_eq!((branch.position().1, branch.step_count()), (0, 33));
}

#[test]
fn few_digits_are_learned_by_heart() {
    let mut trainer = Trainer::new(few(100)).unwrap();
    let mut last = Vec::new();
    while trainer.epoch() < 60.0 {
        if let Advance::Stepped(report) = trainer.advance(mnist()) {
            last.push(report);
        }
    }
    let right: usize = last[last.len() - 10..].iter().map(|report| report.n_correct).sum();
    assert_eq!(right, 100, "every one of them");
    let mut evaluation = Evaluation::new(&mnist().test);
    while evaluation.result().is_none() {
        trainer.evaluate(&mut evaluation, &mnist().test);
    }
    let held_out = evaluation.result().unwrap().accuracy.unwrap();
    assert!((0.5..0.8).contains(&held_out), "{held_out}");
}
