//! What is asked about the next update: answered by the engine, and without making it.

use descent::nn::{Parameter, Reduction};
use descent::protocol::{Command, Event, Status, Ticket};
use descent::training::RunConfig;

use crate::talk::{FIRST_AND_TEST, Talk, small};

const WEIGHT: Parameter = Parameter::Weight { layer_idx: 1, unit_idx: 3, input_idx: 5 };

fn frozen() -> Talk {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(20);
    talk
}

#[test]
fn a_nudge_finds_the_gradient_that_the_trace_shows() {
    let mut talk = frozen();
    let trace = talk.trace();
    let ask = Command::Nudge { ticket: Ticket(3), parameter: WEIGHT, distance: 1e-3 };
    let Some(Event::Nudged { ticket: Ticket(3), parameter: WEIGHT, nudge }) = talk.say(ask).last()
    else {
        panic!("{:?}", talk.events.last());
    };
    let gradient = f64::from(trace.layers[1].weight_gradients[[3, 5]]);
    assert!((nudge.slope - gradient).abs() < 1e-4 * gradient.abs() + 1e-7, "{nudge:?}, {gradient}");

    for (parameter, distance) in
        [(WEIGHT, 0.0), (WEIGHT, f64::NAN), (Parameter::Bias { layer_idx: 9, unit_idx: 0 }, 1e-3)]
    {
        let ask = Command::Nudge { ticket: Ticket(4), parameter, distance };
        assert!(matches!(talk.say(ask).last(), Some(Event::Refused { ticket: Ticket(4), .. })));
    }
}

#[test]
fn the_probe_goes_through_the_step_that_will_be_made() {
    let mut talk = frozen();
    let trace = talk.trace();
    let Some(Event::Probed { step: 20, outcomes, .. }) =
        talk.say(Command::ProbeStep { ticket: Ticket(5) }).last()
    else {
        panic!("{:?}", talk.events.last());
    };
    assert_eq!((outcomes[0].learning_rate, outcomes[0].loss), (0.0, trace.loss));
    assert!(outcomes.is_sorted_by(|a, b| a.learning_rate < b.learning_rate));
    let made = outcomes.iter().find(|outcome| outcome.learning_rate == trace.learning_rate);
    assert_eq!(made.map(|outcome| outcome.loss), Some(trace.loss_after));
    let (first, last) = (outcomes[1].learning_rate, outcomes[outcomes.len() - 1].learning_rate);
    assert!(last / first > 1e3, "{first} to {last}");
}

#[test]
fn whoever_asked_has_the_same_run() {
    let mut asked = frozen();
    asked.trace();
    asked.say(Command::Nudge { ticket: Ticket(3), parameter: WEIGHT, distance: 1e-3 });
    asked.say(Command::ProbeStep { ticket: Ticket(5) });
    asked.train_to(40);
    let mut never = Talk::about(&small(), FIRST_AND_TEST);
    never.train_to(40);
    assert_eq!(asked.layers(), never.layers());
}

#[test]
fn another_convention_changes_the_numbers_and_not_the_parameters() {
    let mut talk = frozen();
    let before = talk.trace();
    let network = small().network.with_reduction(Reduction::Sum);
    let config = RunConfig { network, ..small() };
    let answer = talk.say(Command::Amend { config: config.clone() }).to_vec();
    let configured = answer.iter().find_map(|event| match event {
        Event::Configured { config, progress, .. } => Some((config.clone(), progress.clone())),
        _ => None,
    });
    let (amended, progress) = configured.expect("the run is told anew");
    assert!(matches!(answer.last(), Some(Event::Checkpoint { step: 20, .. })), "kept as it is now");
    assert_eq!(amended, config);
    assert_eq!((progress.status, progress.step), (Status::Paused, 20));
    let after = talk.trace();
    assert_eq!(
        (&after.layers[0].weights, &after.examples),
        (&before.layers[0].weights, &before.examples)
    );
    let m = after.batch_len as f32;
    assert!((after.loss - m * before.loss).abs() < 1e-4 * after.loss);
    talk.train_to(25);

    let wider = RunConfig::default();
    talk.say(Command::Amend { config: wider });
    assert!(talk.failure().contains("same widths"), "{}", talk.failure());
    assert_eq!(talk.step(), 25);
}

#[test]
fn a_run_can_be_sent_to_a_step() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.say(Command::TrainTo { step: 33 });
    assert_eq!(talk.status(), Status::Training);
    talk.finish();
    assert_eq!((talk.status(), talk.step()), (Status::Paused, 33));
    for behind in [33, 5] {
        talk.say(Command::TrainTo { step: behind });
        talk.finish();
        assert_eq!((talk.status(), talk.step()), (Status::Paused, 33));
    }
    let mut by_hand = Talk::about(&small(), FIRST_AND_TEST);
    by_hand.train_to(33);
    assert_eq!(talk.layers(), by_hand.layers());
}
