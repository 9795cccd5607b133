//! Runs side by side, and grids of runs.

use descent::nn::activation::IDENTITY;
use descent::nn::loss::SQUARED_ERROR;
use descent::nn::{DenseLayer, NetworkSpec};
use descent::protocol::grid::{GridOutcome, GridRequest, GridSeen, MOST_CELLS};
use descent::protocol::seen::Rival;
use descent::protocol::{Command, Event, Look, Pace, Progress, RunId, Seen, Status, Ticket};
use descent::registry::Choice;
use descent::training::{BatchSize, RunConfig, Seed};

use crate::points::{begun, look, spiral};
use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

fn abreast(configs: &[RunConfig]) -> Talk {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    compete(&mut talk, configs);
    // What is held out is measured at the start, too.
    talk.finish();
    talk
}

fn compete(talk: &mut Talk, configs: &[RunConfig]) {
    let runs = (10..).map(RunId).zip(configs.iter().cloned()).collect();
    talk.say(Command::Compete { runs });
}

fn latest(talk: &Talk, id: u64) -> &Progress {
    let reports = talk.events.iter().rev().filter_map(|event| match event {
        Event::Progress { run, progress, .. } | Event::Configured { run, progress, .. } => {
            (*run == RunId(id as _)).then_some(progress)
        }
        _ => None,
    });
    reports.into_iter().next().expect("it has told")
}

fn side_by_side(talk: &mut Talk) -> Vec<Rival> {
    match look(talk, Look::SideBySide { side: 8 }) {
        Ok(Seen::SideBySide(rivals)) => rivals,
        other => panic!("{other:?}"),
    }
}

fn with_rate(value: f32) -> RunConfig {
    RunConfig { learning_rate: rate(value), ..small() }
}

/// The same run with numbers to learn and a rate that makes them explode.
fn exploding(config: RunConfig) -> RunConfig {
    let mut layers = config.network.layers().to_vec();
    if let Some(output) = layers.last_mut() {
        output.activation = Choice::of(&IDENTITY);
    }
    let n_inputs = config.network.n_inputs();
    let network = NetworkSpec::new(n_inputs, layers, Choice::of(&SQUARED_ERROR)).unwrap();
    RunConfig { network, learning_rate: rate(100.0), ..config }
}

/// The parameters of a run by itself.
fn alone(config: &RunConfig, step: u64) -> Vec<DenseLayer> {
    let mut talk = Talk::about(config, FIRST_AND_TEST);
    talk.train_to(step);
    talk.layers().to_vec()
}

#[test]
fn each_is_the_run_that_it_would_be_alone_and_all_stand_at_the_same_step() {
    let configs = [0.01, 0.1, 0.3].map(with_rate);
    let mut talk = abreast(&configs);
    talk.say(Command::Train);
    talk.work_for(0.08);
    talk.say(Command::Pause);
    talk.finish();
    let step = latest(&talk, 10).step;
    assert!(step > 10, "{step}");
    let rivals = side_by_side(&mut talk);
    assert_eq!(rivals.len(), 3);
    for (idx, (rival, config)) in rivals.iter().zip(&configs).enumerate() {
        let progress = latest(&talk, 10 + idx as u64);
        assert_eq!((progress.step, progress.status), (step, Status::Paused), "run {idx}");
        assert!(progress.test.is_some() && progress.train.is_some());
        let parameters = rival.parameters.as_ref().expect("it is small");
        let layers = alone(config, step);
        for (layer, weights) in layers.iter().zip(&parameters.weights) {
            assert_eq!(layer.weights, weights, "run {idx}");
        }
    }
    // Slowly they take turns, too.
    talk.say(Command::SetPace(Pace::steps_per_second(20).unwrap()));
    talk.say(Command::Train);
    talk.live(1.0);
    talk.say(Command::Pause);
    talk.finish();
    let steps = [10, 11, 12].map(|id| latest(&talk, id).step);
    assert!((step + 18..step + 23).contains(&steps[0]), "{steps:?}");
    assert_eq!(steps, [steps[0]; 3]);
}

#[test]
fn while_they_train_they_are_told_of_at_the_same_steps() {
    let mut talk = abreast(&[0.01, 0.1, 0.3].map(with_rate));
    talk.say(Command::Train);
    let mut told = vec![0];
    for _ in 0..100 {
        talk.work_for(0.002);
        let [first, second, third] = [10, 11, 12].map(|id| latest(&talk, id).step);
        assert_eq!([second, third], [first; 2], "after {told:?}");
        if told.last() != Some(&first) {
            told.push(first);
        }
    }
    assert!(told.len() > 3, "{told:?}");
}

#[test]
fn with_batches_of_other_sizes_they_go_by_examples_and_meet_at_the_epochs_end() {
    let size = |n| RunConfig { batch_size: BatchSize::examples(n).unwrap(), ..spiral() };
    let mut talk = begun(spiral());
    compete(&mut talk, &[size(5), size(10), size(30)]);
    talk.say(Command::TrainEpoch);
    talk.finish();
    let steps = [10, 11, 12].map(|id| (latest(&talk, id).epoch, latest(&talk, id).step));
    assert_eq!(steps, [(1.0, 30), (1.0, 15), (1.0, 5)]);
    let rivals = side_by_side(&mut talk);
    assert!(rivals.iter().all(|rival| rival.plane.is_some()));
}

#[test]
fn one_that_explodes_stays_behind_and_the_others_go_on() {
    let mut talk = abreast(&[with_rate(0.1), exploding(small())]);
    talk.say(Command::TrainTo { step: 60 });
    talk.finish();
    assert_eq!((latest(&talk, 10).step, latest(&talk, 10).status), (60, Status::Paused));
    assert_eq!(latest(&talk, 11).status, Status::Diverged);
    assert!(latest(&talk, 11).step < 60);
}

#[test]
fn the_next_run_leaves_them_and_what_does_not_go_together_is_refused() {
    let mut talk = abreast(&[small(), with_rate(0.5)]);
    assert_eq!(side_by_side(&mut talk).len(), 2);
    talk.say(Command::Configure { run: RunId(20), config: small() });
    assert_eq!(side_by_side(&mut talk).len(), 1);
    compete(&mut talk, &[small()]);
    assert!(talk.failure().contains("2 to 4"), "{}", talk.failure());
    compete(&mut talk, &[small(), spiral()]);
    assert!(talk.failure().contains("the same examples"), "{}", talk.failure());
    assert_eq!(side_by_side(&mut talk).len(), 1);
}

fn grids(talk: &Talk) -> impl Iterator<Item = &GridSeen> {
    talk.events.iter().filter_map(|event| match event {
        Event::Seen { ticket: Ticket(77), seen: Seen::Grid(seen) } => Some(seen),
        _ => None,
    })
}

fn ask(talk: &mut Talk, cells: Vec<RunConfig>, n_epochs: f64) {
    let look = Look::Grid(GridRequest { cells, n_epochs });
    talk.say(Command::Look { ticket: Ticket(77), look });
}

#[test]
fn a_grid_tells_what_each_run_would_come_to() {
    let mut talk = begun(spiral());
    talk.say(Command::TrainTo { step: 50 });
    talk.finish();
    let before = talk.layers().to_vec();
    let seeds = [1, 2, 3].map(|seed| RunConfig { seed: Seed(seed), ..spiral() });
    let cells: Vec<_> = seeds.iter().cloned().chain([exploding(spiral())]).collect();
    ask(&mut talk, cells, 4.0);
    talk.finish();
    let seen = grids(&talk).last().expect("it has told");
    assert_eq!((seen.share_done, seen.outcomes.len()), (1.0, 4));
    for (config, outcome) in seeds.iter().zip(&seen.outcomes) {
        let mut alone = begun(config.clone());
        alone.say(Command::TrainTo { step: 60 });
        alone.finish();
        let GridOutcome { step, test, has_diverged, train } = outcome.expect("it is done");
        assert_eq!((step, test, has_diverged), (60, alone.progress().test, false));
        assert!(train.is_some());
    }
    assert!(seen.outcomes[3].is_some_and(|outcome| outcome.has_diverged && outcome.test.is_none()));
    assert_eq!(talk.layers(), before, "the run is as it was");
}

#[test]
fn a_grid_can_be_given_up_and_has_bounds() {
    let mut talk = begun(spiral());
    ask(&mut talk, vec![spiral(); 8], 1_000.0);
    talk.work_for(0.05);
    let seen = grids(&talk).last().expect("it has told").clone();
    assert!(seen.share_done > 0.0 && seen.share_done < 0.5, "{}", seen.share_done);
    talk.say(Command::GiveUp { ticket: Ticket(77) });
    assert!(!talk.session.has_work());
    for (cells, n_epochs) in [
        (vec![], 1.0),
        (vec![spiral(); MOST_CELLS + 1], 1.0),
        (vec![spiral()], 0.0),
        (vec![spiral()], f64::NAN),
        (vec![small()], 1.0),
    ] {
        let answer = look(&mut talk, Look::Grid(GridRequest { cells, n_epochs }));
        assert!(answer.is_err(), "{answer:?}");
    }
}
