//! Any past step can be gone to, bit for bit, whatever was changed on the way; and a run
//! goes on with another configuration from where it stands.

mod support;

use descent::data::{Augmentation, Dataset, DatasetSpec, Features, Split, Targets};
use descent::nn::{Clipping, LayerSpec, NetworkSpec, OptimizerSpec, Penalty};
use descent::registry::Choice;
use descent::training::{
    BatchSize, BranchError, Decay, LearningRate, Length, Metrics, Replay, ReplayError,
    ReplayProgress, RunConfig, Schedule, Seed, StopReason, StopRules, Tolerance, Trainer,
};
use proptest::prelude::*;
use support::{digits, mnist, network, run};

fn rate(rate: f32) -> LearningRate {
    LearningRate::new(rate).unwrap()
}

fn batch(n: u32) -> BatchSize {
    BatchSize::examples(n).unwrap()
}

/// A run with everything that has a memory or is random.
fn rich(dataset: DatasetSpec) -> RunConfig {
    let network = network(&[9], "tanh", "softmax", "cross_entropy");
    let mut layers = network.layers().to_vec();
    layers[0].dropout = 0.3;
    RunConfig {
        network: NetworkSpec::new(784, layers, network.loss()).unwrap(),
        dataset,
        penalty: Penalty { l1: 1e-4, l2: 1e-3 },
        clipping: Clipping::Norm(1.0),
        schedule: Schedule {
            warmup: Some(Length::Steps(7)),
            decay: Decay::Cosine { over: Length::Epochs(9.0), floor: 0.1 },
        },
        augmentation: Augmentation { shift: 2.0, rotation: 0.2, ..Augmentation::NONE },
        stop: StopRules {
            tolerance: Some(Tolerance { min_change: 0.01, patience: 2 }),
            target_accuracy: Some(0.9),
            ..StopRules::default()
        },
        ..run(network, "adam", 0.01)
    }
}

/// Makes a run of `n_steps`, with what `change` does before each; the record, and the run
/// as it stood as each step began: parameters, optimizer, place, stop rules, settings.
fn recorded(
    config: RunConfig,
    budget: usize,
    data: &Dataset,
    n_steps: u64,
    mut change: impl FnMut(u64, &mut Trainer),
) -> (Replay, Vec<Vec<u8>>) {
    let mut trainer = Trainer::new(config).unwrap();
    let mut replay = Replay::with_budget(&trainer, budget);
    let mut all = Vec::new();
    for step in 0..n_steps {
        change(step, &mut trainer);
        all.push(trainer.checkpoint());
        assert!(!trainer.step(data).unwrap().diverged);
        replay.record(&trainer);
    }
    all.push(trainer.checkpoint());
    (replay, all)
}

/// Steps of a run in an order that jumps to and fro.
fn jumps(n_steps: u64, n_jumps: u64) -> impl Iterator<Item = u64> {
    let ends = [n_steps, 0, n_steps / 2];
    ends.into_iter().chain((0..n_jumps).map(move |jump| jump * 7919 % (n_steps + 1)))
}

#[test]
fn every_step_can_be_gone_to_bit_for_bit() {
    let (data, dataset) = digits(640);
    // Room for a few checkpoints only; every third batch is larger than a pass.
    let (replay, all) = recorded(rich(dataset), 700_000, &data, 90, |step, trainer| {
        match step {
            11 => trainer.set_learning_rate(rate(0.02)),
            12 => trainer.set_batch_size(batch(48)),
            30 => trainer.set_batch_size(BatchSize::All),
            33 => trainer.set_batch_size(batch(300)),
            34 | 60 => trainer.set_learning_rate(rate(0.002)),
            48 => trainer.set_batch_size(batch(77)),
            _ => {}
        };
    });
    assert!((3..8).contains(&replay.checkpoints().len()), "{}", replay.n_bytes());
    assert_eq!((replay.start(), replay.newest()), (0, 90));
    for step in jumps(90, 40) {
        let trainer = replay.go_to(step, &data).unwrap();
        assert_eq!(trainer.step_count(), step);
        assert!(trainer.checkpoint() == all[step as usize], "step {step} is another");
    }
}

#[test]
fn what_was_changed_in_the_middle_of_a_step_counts_from_the_next() {
    let (data, dataset) = digits(600);
    let config = RunConfig { batch_size: BatchSize::All, ..rich(dataset) };
    let mut trainer = Trainer::new(config).unwrap();
    let mut replay = Replay::new(&trainer);
    trainer.advance(&data);
    trainer.set_learning_rate(rate(0.5));
    trainer.set_batch_size(batch(50));
    trainer.step(&data).unwrap();
    replay.record(&trainer);
    let first = trainer.checkpoint();
    // Changed, and changed back before it could matter.
    trainer.set_learning_rate(rate(1.0));
    trainer.set_learning_rate(rate(0.5));
    trainer.step(&data).unwrap();
    replay.record(&trainer);
    assert!(replay.go_to(1, &data).unwrap().checkpoint() == first);
    assert!(replay.go_to(2, &data).unwrap().checkpoint() == trainer.checkpoint());
}

#[test]
fn an_evaluation_that_met_its_target_is_remembered_from_its_step_on() {
    let (data, dataset) = digits(64);
    let good = Metrics { loss: 0.1, accuracy: Some(0.95) };
    let (replay, all) = recorded(rich(dataset), 1 << 20, &data, 40, |step, trainer| {
        if step == 20 {
            assert_eq!(trainer.note_evaluation(&good), Some(StopReason::TargetAccuracy));
        }
    });
    for step in [19, 21, 22, 40] {
        assert!(replay.go_to(step, &data).unwrap().checkpoint() == all[step as usize]);
    }
    // At its own step it has yet to be made: whoever goes back may evaluate once more.
    let mut again = replay.go_to(20, &data).unwrap();
    assert_eq!(again.note_evaluation(&good), Some(StopReason::TargetAccuracy));
    assert!(again.checkpoint() == all[20]);
}

#[test]
fn in_slices_with_pauses_for_missing_data() {
    let (replay, all) = recorded(
        RunConfig { batch_size: batch(1000), ..RunConfig::default() },
        1 << 20,
        mnist(),
        7,
        |_, _| {},
    );
    let mut part = Dataset::new(&descent::data::source::MNIST);
    let train = &mnist().train;
    part.train.push(&train.labels()[..5000], &train.pixels()[..5000 * 784]).unwrap();

    let mut replaying = replay.begin(7).unwrap();
    assert_eq!(replaying.progress(), ReplayProgress { n_made: 0, n_steps: 7 });
    let mut n_slices = 0;
    let error = loop {
        match replaying.advance(&part) {
            Ok(_) => n_slices += 1,
            Err(error) => break error,
        }
    };
    // Four passes a step.
    assert_eq!((error, n_slices), (ReplayError::NotHere { step: 6 }, 20));
    let mut replaying = *replaying.into_trainer().unwrap_err();
    assert_eq!((replaying.progress().n_made, replaying.target()), (5, 7));
    while !replaying.is_there() {
        replaying.advance(mnist()).unwrap();
    }
    assert_eq!(replaying.advance(mnist()).unwrap(), ReplayProgress { n_made: 7, n_steps: 7 });
    assert!(replaying.into_trainer().unwrap().checkpoint() == all[7]);
}

#[test]
fn steps_that_were_not_recorded_are_named() {
    let (data, dataset) = digits(64);
    let (replay, _) = recorded(rich(dataset.clone()), 1 << 20, &data, 5, |_, _| {});
    let error = replay.go_to(6, &data).unwrap_err();
    assert_eq!(error, ReplayError::NotRecorded { step: 6, first: 0, last: 5 });
    assert_eq!(error.to_string(), "step 6 was not recorded: choose one from 0 to 5");

    // Other data under which the run blows up.
    let network = network(&[9], "relu", "identity", "squared_error");
    let config = RunConfig { dataset, ..run(network, "sgd", 0.01) };
    let (replay, _) = recorded(config, 1 << 20, &data, 9, |_, _| {});
    let split = |n: usize| {
        let values = Features::Numbers(vec![1e30; n * 784]);
        Split::complete(784, values, Targets::Labels(vec![0; n])).unwrap()
    };
    let huge = Dataset::own(split(64), split(64)).unwrap();
    let error = replay.go_to(9, &huge).unwrap_err();
    assert!(matches!(error, ReplayError::OtherData { .. }), "{error:?}");
}

#[test]
fn a_run_that_diverges_can_be_gone_back_in() {
    let (data, dataset) = digits(640);
    let network = network(&[16], "relu", "identity", "squared_error");
    let mut trainer = Trainer::new(RunConfig { dataset, ..run(network, "sgd", 10.0) }).unwrap();
    let mut replay = Replay::new(&trainer);
    while !trainer.step(&data).unwrap().diverged {
        replay.record(&trainer);
    }
    replay.record(&trainer);
    let last = trainer.step_count();
    assert_eq!(replay.newest(), last);
    let mut back = replay.go_to(last, &data).unwrap();
    assert!(back.checkpoint() == trainer.checkpoint());
    // Trying once more is no step, and no other past.
    assert!(back.step(&data).unwrap().diverged);
    replay.record(&back);
    assert_eq!(replay.newest(), last);
}

#[test]
fn going_back_and_doing_the_same_keeps_what_follows_and_doing_otherwise_drops_it() {
    let (data, dataset) = digits(320);
    let (mut replay, all) = recorded(rich(dataset), 1 << 20, &data, 60, |step, trainer| {
        if step == 40 {
            trainer.set_learning_rate(rate(0.03));
        }
    });
    let mut back = replay.go_to(25, &data).unwrap();
    for _ in 0..10 {
        back.step(&data).unwrap();
        replay.record(&back);
    }
    assert_eq!(replay.newest(), 60);
    assert!(replay.go_to(60, &data).unwrap().checkpoint() == all[60]);
    back.set_batch_size(batch(5));
    let forked = back.checkpoint();
    for _ in 0..20 {
        back.step(&data).unwrap();
        replay.record(&back);
    }
    assert_eq!(replay.newest(), 55);
    assert!(replay.checkpoints().all(|step| step <= 55));
    assert!(replay.go_to(55, &data).unwrap().checkpoint() == back.checkpoint());
    assert!(replay.go_to(34, &data).unwrap().checkpoint() == all[34]);
    assert!(replay.go_to(35, &data).unwrap().checkpoint() == forked);
    // Not at step 40 either: that change was dropped.
    assert_eq!(replay.go_to(41, &data).unwrap().learning_rate(), rate(0.01));
    assert!(matches!(replay.begin(56), Err(ReplayError::NotRecorded { .. })));
}

#[test]
fn a_long_run_stays_within_its_budget() {
    let (data, dataset) = digits(64);
    let config = RunConfig {
        dataset,
        batch_size: batch(4),
        ..run(network(&[2], "tanh", "softmax", "cross_entropy"), "momentum", 0.01)
    };
    let mut trainer = Trainer::new(config).unwrap();
    let one = trainer.checkpoint().len();
    let budget = 20 * one;
    let mut replay = Replay::with_budget(&trainer, budget);
    let mut some = Vec::new();
    for step in 1..=5_000_u64 {
        trainer.step(&data).unwrap();
        replay.record(&trainer);
        assert!(replay.n_bytes() <= budget, "{} bytes at step {step}", replay.n_bytes());
        if step % 611 == 0 {
            some.push((step, trainer.checkpoint()));
        }
    }
    let checkpoints: Vec<_> = replay.checkpoints().collect();
    assert_eq!(checkpoints[0], 0, "the start is always kept");
    assert!(checkpoints.len() >= 8, "and the budget is used: {checkpoints:?}");
    let apart: Vec<_> = checkpoints.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(apart.iter().all(|&k| k == apart[0] && k.is_power_of_two()), "{apart:?}");
    assert!(5_000 - checkpoints[checkpoints.len() - 1] < apart[0], "up to the end");
    for (step, bytes) in some {
        assert!(replay.go_to(step, &data).unwrap().checkpoint() == bytes, "step {step}");
    }

    // Without room for any, there is the start.
    let mut trainer = Trainer::new(trainer.config().clone()).unwrap();
    let mut replay = Replay::with_budget(&trainer, 0);
    for _ in 0..100 {
        trainer.step(&data).unwrap();
        replay.record(&trainer);
    }
    assert_eq!(replay.checkpoints().collect::<Vec<_>>(), [0]);
    assert!(replay.go_to(100, &data).unwrap().checkpoint() == trainer.checkpoint());
}

#[test]
fn a_record_that_missed_steps_begins_anew() {
    let (data, dataset) = digits(64);
    let (mut replay, _) = recorded(rich(dataset.clone()), 1 << 20, &data, 5, |_, _| {});
    let mut trainer = replay.go_to(5, &data).unwrap();
    trainer.step(&data).unwrap();
    trainer.step(&data).unwrap();
    replay.record(&trainer);
    assert_eq!((replay.start(), replay.newest()), (7, 7));
    let mut branch = trainer.branched(RunConfig { seed: Seed(9), ..rich(dataset) }).unwrap();
    branch.step(&data).unwrap();
    replay.record(&branch);
    assert_eq!((replay.start(), replay.newest()), (8, 8));
    assert!(replay.go_to(8, &data).unwrap().checkpoint() == branch.checkpoint());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Changes at random, at random times, and a look at a random step.
    #[test]
    fn any_past_is_replayed(
        changes in proptest::collection::btree_map(
            0_u64..60,
            (1e-4_f32..0.05, prop_oneof![(1_u32..90).prop_map(batch), Just(BatchSize::All)]),
            0..8,
        ),
        budget in 0_usize..400_000,
        looks in proptest::collection::vec(0_u64..=60, 4),
    ) {
        let (data, dataset) = digits(80);
        let (replay, all) = recorded(rich(dataset), budget, &data, 60, |step, trainer| {
            if let Some(&(learning_rate, batch_size)) = changes.get(&step) {
                trainer.set_learning_rate(rate(learning_rate));
                trainer.set_batch_size(batch_size);
            }
        });
        for step in looks {
            let trainer = replay.go_to(step, &data).unwrap();
            prop_assert!(trainer.checkpoint() == all[step as usize], "step {}", step);
        }
    }
}

fn after(config: RunConfig, data: &Dataset, n_steps: u64) -> Trainer {
    let mut trainer = Trainer::new(config).unwrap();
    steps(&mut trainer, data, n_steps);
    trainer
}

fn steps(trainer: &mut Trainer, data: &Dataset, n_steps: u64) {
    for _ in 0..n_steps {
        trainer.step(data).unwrap();
    }
}

#[test]
fn a_branch_with_the_same_configuration_is_the_same_run() {
    let (data, dataset) = digits(320);
    for optimizer in descent::nn::optimizer::ALL {
        let config = RunConfig {
            optimizer: OptimizerSpec::defaults(Choice::of(optimizer)),
            ..rich(dataset.clone())
        };
        let mut run = after(config.clone(), &data, 13);
        let mut branch = run.branched(config).unwrap();
        assert!(branch.checkpoint() == run.checkpoint());
        steps(&mut run, &data, 9);
        steps(&mut branch, &data, 9);
        assert!(branch.checkpoint() == run.checkpoint(), "{}", optimizer.key);
    }
}

#[test]
fn a_branch_keeps_parameters_and_place_and_what_its_optimizer_remembers() {
    let (data, dataset) = digits(320);
    let config = rich(dataset);
    let mut run = after(config.clone(), &data, 13);
    run.set_learning_rate(rate(0.5));

    // Another optimizer starts anew, and its bias correction with it: with β₁ᵗ counted from
    // 14, its first step would be a tenth of this.
    let adamw = OptimizerSpec::defaults(Choice::by_key("adamw").unwrap());
    let other = RunConfig { optimizer: adamw, ..config.clone() };
    let mut branch = run.branched(other).unwrap();
    assert_eq!(branch.network().layers(), run.network().layers());
    assert_eq!((branch.step_count(), branch.position()), (13, run.position()));
    assert_eq!(branch.next_batch(), run.next_batch());
    assert_eq!((branch.learning_rate(), run.learning_rate()), (rate(0.01), rate(0.5)));
    assert_eq!(branch.optimizer_state().t, 0);
    let slots = branch.optimizer_state().layers.iter().flat_map(|layer| &layer.weights);
    assert!(slots.copied().all(|slot| slot == 0.0));
    let trace = branch.trace_next(&data).unwrap();
    assert_eq!((trace.step, trace.t, trace.learning_rate), (13, 1, branch.scheduled_rate()));
    let largest = trace.layers[0].new_bias.iter().zip(&trace.layers[0].bias);
    let largest = largest.map(|(new, old)| (new - old).abs()).fold(0.0, f32::max);
    assert!((largest / trace.learning_rate - 1.0).abs() < 1e-3, "{largest}");
    branch.step(&data).unwrap();
    assert_eq!((branch.step_count(), branch.optimizer_state().t), (14, 1));

    // The same rule with other settings goes on.
    let mut slower = config.clone();
    slower.optimizer.hyperparameters[0] = 0.5;
    slower.clipping = Clipping::None;
    slower.penalty = Penalty::default();
    let branch = run.branched(slower).unwrap();
    assert_eq!(branch.optimizer_state(), run.optimizer_state());

    // Other activations, loss and dropout are no other shapes.
    let changed = RunConfig {
        network: network(&[9], "relu", "sigmoid", "squared_error"),
        seed: Seed(5),
        ..config.clone()
    };
    let branch = run.branched(changed).unwrap();
    assert_eq!(branch.position(), run.position());
    assert_ne!(branch.next_batch(), run.next_batch());
}

#[test]
fn a_branch_on_other_data_begins_an_epoch() {
    let (data, dataset) = digits(320);
    let config = rich(dataset);
    let run = after(config.clone(), &data, 13);
    assert_eq!(run.position(), (1, 96));
    let (data, dataset) = digits(64);
    let mut branch = run.branched(RunConfig { dataset, ..config }).unwrap();
    assert_eq!((branch.step_count(), branch.position()), (13, (2, 0)));
    steps(&mut branch, &data, 2);
    assert_eq!(branch.position(), (3, 0));
}

#[test]
fn a_branch_with_other_widths_or_a_broken_configuration_is_refused() {
    let run = Trainer::new(RunConfig::default()).unwrap();
    let of = |network| run.branched(RunConfig { network, ..RunConfig::default() }).unwrap_err();
    let wider = of(network(&[17, 16], "sigmoid", "softmax", "cross_entropy"));
    assert!(matches!(wider, BranchError::Shape(_)));
    assert!(wider.to_string().contains("same widths"), "{wider}");
    assert!(matches!(
        of(network(&[16], "relu", "softmax", "cross_entropy")),
        BranchError::Shape(_)
    ));
    let layers = vec![LayerSpec::new(3, Choice::by_key("softmax").unwrap())];
    let loss = Choice::by_key("cross_entropy").unwrap();
    let unfit = NetworkSpec::new(784, layers, loss).unwrap();
    assert!(matches!(of(unfit), BranchError::Config(_)));
}
