//! Going back in a run, and forward again.

use descent::nn::{DenseLayer, Parameter, Penalty};
use descent::protocol::{Command, Event, RunId, Status};
use descent::training::{BatchSize, RunConfig};

use crate::points::{a_line, placed};
use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

/// A run of 140 steps with another rate from the 100th on, and its parameters after the steps
/// asked for.
fn long(at: &[u64]) -> (Talk, Vec<Vec<DenseLayer>>) {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let mut layers = Vec::new();
    for &step in at {
        if step > 100 && talk.step() < 100 {
            talk.train_to(100);
        }
        if talk.step() == 100 {
            talk.say(Command::SetLearningRate(rate(0.02)));
        }
        if step > talk.step() {
            talk.train_to(step);
        }
        layers.push(talk.layers().to_vec());
    }
    (talk, layers)
}

fn go_to(talk: &mut Talk, step: u64) {
    talk.say(Command::GoTo { step });
    talk.finish();
    assert_eq!((talk.step(), talk.status()), (step, Status::Paused));
}

/// The configuration that the latest return told.
fn told(talk: &Talk) -> &RunConfig {
    let rewound = talk.events.iter().rev().find_map(|event| match event {
        Event::Rewound { config, .. } => Some(config),
        _ => None,
    });
    rewound.expect("it has gone back")
}

#[test]
fn any_step_is_gone_back_to_and_the_run_goes_forward_again_as_it_did() {
    let (mut talk, layers) = long(&[0, 30, 80, 140]);
    talk.finish();
    let points: Vec<_> = talk.history().copied().collect();
    let then = talk.progress().test;
    for (step, layers) in [(80, &layers[2]), (0, &layers[0]), (30, &layers[1])] {
        go_to(&mut talk, step);
        assert_eq!(talk.layers(), layers, "step {step}");
        let progress = talk.progress();
        assert_eq!((progress.first, progress.newest), (0, 140));
        assert_ne!(progress.test, then, "the held-out figures are those of step {step}");
        assert_eq!(told(&talk).learning_rate, small().learning_rate);
    }
    go_to(&mut talk, 120);
    assert_eq!(told(&talk).learning_rate, rate(0.02), "the rate that step 121 was made with");
    go_to(&mut talk, 30);

    // Its steps are those of then, with the rate as it was changed then; nothing is told twice.
    talk.say(Command::TrainTo { step: 80 });
    talk.finish();
    assert_eq!(talk.layers(), layers[2]);
    go_to(&mut talk, 140);
    assert_eq!(talk.layers(), layers[3]);
    let now: Vec<_> = talk.history().copied().collect();
    let (same, more) = now.split_at(points.len());
    assert_eq!(same, points);
    // The stretch that was under way when it was left.
    assert!(matches!(more, [point] if point.step == 140 && point.train.is_some()), "{more:?}");
    talk.train_to(150);
    assert!(talk.history().count() > now.len());
    assert_eq!(talk.progress().newest, 150);
    assert!(!talk.events.iter().any(|event| matches!(event, Event::TurnedOff { .. })));
}

#[test]
fn another_way_from_there_drops_what_came_after() {
    let (mut talk, _) = long(&[140]);
    go_to(&mut talk, 60);
    talk.say(Command::SetLearningRate(rate(0.5)));
    talk.events.clear();
    talk.train_to(75);
    talk.finish();
    assert!(talk.events.contains(&Event::TurnedOff { run: RunId(1), step: 60 }));
    assert!(talk.history().all(|point| point.step > 60));
    assert_eq!(talk.progress().newest, 75);
    talk.say(Command::GoTo { step: 90 });
    assert!(talk.failure().contains("step 90 was not recorded"), "{}", talk.failure());

    // The same from the start, in one go.
    let mut straight = Talk::about(&small(), FIRST_AND_TEST);
    straight.train_to(60);
    straight.say(Command::SetLearningRate(rate(0.5)));
    straight.train_to(75);
    assert_eq!(talk.layers(), straight.layers());
}

#[test]
fn what_was_done_by_hand_on_the_way_is_gone_over_too() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(40);
    let before = talk.layers().to_vec();
    let parameter = Parameter::Bias { layer_idx: 0, unit_idx: 3 };
    talk.say(Command::SetParameter { parameter, value: 0.75 });
    talk.train_to(60);
    talk.say(Command::SetPenalty(Penalty { l1: 0.0, l2: 0.01 }));
    talk.train_to(90);
    let after = talk.layers().to_vec();
    go_to(&mut talk, 39);
    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.layers(), before, "the step before the hand");
    assert_eq!(talk.progress().newest, 90, "and what follows is still known");
    go_to(&mut talk, 40);
    assert_eq!(talk.layers()[0].bias[3], 0.75);
    go_to(&mut talk, 59);
    assert_eq!(told(&talk).penalty, Penalty::default());
    go_to(&mut talk, 90);
    assert_eq!(talk.layers(), after);
    assert_eq!(told(&talk).penalty.l2, 0.01);

    // A hand in the past turns off there.
    go_to(&mut talk, 70);
    talk.say(Command::SetParameter { parameter, value: -0.5 });
    assert!(talk.events.contains(&Event::TurnedOff { run: RunId(1), step: 70 }));
    assert_eq!(talk.progress().newest, 70);
}

#[test]
fn the_way_can_be_given_up_or_changed() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    // So large that a step takes many passes: the way back is long.
    talk.say(Command::SetBatchSize(BatchSize::examples(2_000).unwrap()));
    talk.say(Command::TrainTo { step: 2 });
    talk.finish();
    talk.say(Command::SetBatchSize(BatchSize::examples(2_000).unwrap()));
    let layers = talk.layers().to_vec();
    talk.say(Command::GoTo { step: 1 });
    talk.work_for(0.0);
    assert_eq!((talk.status(), talk.progress().newest), (Status::Rewinding, 2));
    talk.say(Command::Pause);
    assert_eq!((talk.status(), talk.step()), (Status::Paused, 2));
    assert_eq!(talk.layers(), layers);
    talk.say(Command::GoTo { step: 1 });
    talk.work_for(0.0);
    go_to(&mut talk, 0);
    talk.say(Command::GoTo { step: 1 });
    talk.work_for(0.0);
    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.step(), 1, "a step from where it stood");
}

#[test]
fn a_run_that_was_taken_up_can_be_gone_back_in_if_it_was_never_changed() {
    let (talk, layers) = {
        let mut talk = Talk::about(&small(), FIRST_AND_TEST);
        talk.train_to(130);
        go_to(&mut talk, 70);
        let layers = talk.layers().to_vec();
        (talk, layers)
    };
    let figures = talk.progress().train;
    assert!(figures.is_some());
    let restored = |bytes: &[u8]| {
        let mut other = Talk::about(&small(), FIRST_AND_TEST);
        let checkpoint = bytes.to_vec();
        let (learning_rate, batch_size) = (None, None);
        other.say(Command::Restore { run: RunId(2), learning_rate, batch_size, checkpoint });
        other
    };
    let mut whole = restored(talk.checkpoint().unwrap().1);
    assert_eq!((whole.progress().first, whole.progress().newest), (0, 130));
    go_to(&mut whole, 70);
    assert_eq!(whole.layers(), layers);
    assert_eq!(whole.progress().train, figures, "without the curves of that time");
    whole.say(Command::Step);
    whole.finish();
    assert_eq!((whole.step(), whole.progress().newest), (71, 130));
    assert!(whole.progress().train.is_some());

    let (changed, _) = long(&[140]);
    let mut changed = restored(changed.checkpoint().unwrap().1);
    assert_eq!((changed.progress().first, changed.progress().newest), (140, 140));
    changed.say(Command::GoTo { step: 70 });
    assert!(changed.failure().contains("choose one from 140 to 140"), "{}", changed.failure());
}

#[test]
fn a_checkpoint_is_always_of_the_newest_step() {
    let (mut talk, layers) = long(&[140]);
    go_to(&mut talk, 20);
    talk.say(Command::TrainTo { step: 40 });
    talk.finish();
    assert_eq!(talk.checkpoint().map(|(step, _)| step), Some(140), "it may go forward again");
    go_to(&mut talk, 140);
    assert_eq!(talk.layers(), layers[0]);
}

#[test]
fn on_other_points_the_record_begins_anew() {
    let config = a_line();
    let mut talk = Talk::empty();
    talk.say(Command::Configure { run: RunId(1), config });
    talk.say(Command::TrainTo { step: 500 });
    talk.finish();
    assert_eq!(talk.progress().first, 0);
    go_to(&mut talk, 120);
    let points = placed(&[(1.0, 2.0, 0.0), (-1.0, 0.5, 1.0)]);
    talk.say(Command::SetPoints { points });
    let progress = talk.progress();
    assert_eq!((progress.first, progress.newest), (120, 120));
}
