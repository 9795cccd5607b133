//! Worked examples: opened, looked into, trained, left, and the run before taken up again.

use descent::nn::{Parameter, Reduction};
use descent::protocol::{Command, Event, RunId, Status, Ticket};
use descent::registry::{Choice, Entry};
use descent::training::RunConfig;
use descent::worked::{Card, CardRow};

use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

fn open(talk: &mut Talk, key: &str) -> (RunConfig, Vec<CardRow>) {
    let answer = talk.say(Command::OpenCard { run: RunId(9), key: key.to_owned() });
    let [
        Event::Configured { run: RunId(9), config, progress, .. },
        Event::Card { run: RunId(9), key: told, rows },
    ] = answer
    else {
        panic!("{answer:?}");
    };
    assert_eq!((progress.status, progress.step, told.as_str()), (Status::Paused, 0, key));
    (config.clone(), rows.clone())
}

fn single(rows: &[CardRow], name: &str) -> f32 {
    rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name}")).single
}

/// The table's numbers in single precision are those that the step view shows.
#[test]
fn a_card_is_a_run_like_any_other() {
    let mut talk = Talk::empty();
    let (_, rows) = open(&mut talk, "w1");
    let trace = talk.trace();
    let [hidden, output] = &trace.layers[..] else { panic!("two layers") };
    assert_eq!(output.activations[[0, 0]], single(&rows, "ŷ"));
    assert_eq!(-output.deltas[[0, 0]], single(&rows, "δₒ"));
    assert_eq!(-hidden.deltas[[0, 0]], single(&rows, "δₕ"));
    assert_eq!((trace.loss, trace.loss_after), {
        (single(&rows, "loss"), single(&rows, "loss after the update"))
    });
    assert_eq!(hidden.new_weights[[0, 1]] - hidden.weights[[0, 1]], single(&rows, "Δw₂"));
    assert_eq!((hidden.bias_gradients[0], output.new_bias[0]), (0.0, 0.0), "it has no bias");

    let weight = Parameter::Weight { layer_idx: 1, unit_idx: 0, input_idx: 0 };
    let ask = Command::Nudge { ticket: Ticket(3), parameter: weight, distance: 1e-4 };
    let Some(Event::Nudged { nudge, .. }) = talk.say(ask).last() else {
        panic!("{:?}", talk.events.last());
    };
    assert!((nudge.slope - f64::from(nudge.gradient)).abs() < 1e-7, "{nudge:?}");
    let bias = Parameter::Bias { layer_idx: 0, unit_idx: 0 };
    let ask = Command::Nudge { ticket: Ticket(4), parameter: bias, distance: 1e-4 };
    assert!(matches!(talk.say(ask).last(), Some(Event::Refused { .. })));
    let probed = talk.say(Command::ProbeStep { ticket: Ticket(5) }).last();
    assert!(matches!(probed, Some(Event::Probed { .. })), "{probed:?}");

    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.step(), 1);
    assert_eq!(talk.layers()[0].weights, hidden.new_weights);
    talk.train_to(50);
    assert!(talk.progress().train.unwrap().loss < trace.loss);
}

#[test]
fn every_card_opens_and_comes_out_in_training_as_in_its_table() {
    let mut talk = Talk::empty();
    for card in Card::all() {
        let (config, rows) = open(&mut talk, card.key);
        assert_eq!(rows, card.rows());
        let trace = talk.trace();
        assert_eq!((&trace.network, trace.batch_len), (&config.network, config.dataset.n_train()));
        talk.train_to(3);
    }
    open(&mut talk, "w5");
    talk.train_to(1_000);
    let (_, rows) = open(&mut Talk::empty(), "w5");
    assert_eq!(talk.layers()[0].weights[[0, 0]], single(&rows, "w₁ after 1,000 steps"));
    assert_eq!(talk.layers()[0].bias[0], single(&rows, "b after 1,000 steps"));
}

#[test]
fn what_there_is_not_is_named_and_changes_nothing() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(5);
    talk.say(Command::OpenCard { run: RunId(2), key: "w10".to_owned() });
    assert!(talk.failure().contains("no worked example \"w10\""), "{}", talk.failure());
    assert!(talk.failure().contains("there are w1, w2"), "{}", talk.failure());
    talk.train_to(10);
}

/// The lesson's run before and after a card is, bit for bit, one that never saw any.
#[test]
fn the_run_before_a_card_goes_on_as_if_there_had_been_none() {
    let mut looked = Talk::about(&small(), FIRST_AND_TEST);
    looked.train_to(20);
    let checkpoint = looked.checkpoint().expect("saved at each pause").1.to_vec();
    let state = looked.session.intake().state();
    open(&mut looked, "w6");
    looked.train_to(30);
    assert_eq!(looked.session.intake().state(), state);
    let back =
        Command::Restore { run: RunId(3), learning_rate: None, batch_size: None, checkpoint };
    assert!(matches!(looked.say(back), [Event::Configured { run: RunId(3), .. }]));
    assert_eq!(looked.step(), 20);
    looked.train_to(40);
    let mut never = Talk::about(&small(), FIRST_AND_TEST);
    never.train_to(40);
    assert_eq!(looked.layers(), never.layers());

    // Parts that come while a card is open are there afterwards.
    open(&mut looked, "w2");
    looked.bring_parts(1);
    looked.say(Command::Configure { run: RunId(4), config: small() });
    looked.train_to(40);
    assert_eq!(looked.layers(), never.layers());
}

#[test]
fn a_card_is_taken_up_again_from_its_checkpoint_and_reset_to_its_weights() {
    let mut talk = Talk::empty();
    let (config, rows) = open(&mut talk, "w5");
    talk.train_to(2);
    let checkpoint = talk.checkpoint().expect("saved at each pause").1.to_vec();
    talk.train_to(7);
    let later = talk.layers().to_vec();

    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let again =
        Command::Restore { run: RunId(9), learning_rate: None, batch_size: None, checkpoint };
    let answer = talk.say(again);
    let [Event::Configured { .. }, Event::Card { key, rows: told, .. }] = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((key.as_str(), told), ("w5", &rows));
    talk.train_to(7);
    assert_eq!(talk.layers(), later);

    // Another rate or convention is another run of the same example.
    let network = config.network.clone().with_reduction(Reduction::Mean);
    let changed = RunConfig { learning_rate: rate(0.4), network, ..config };
    talk.say(Command::Configure { run: RunId(10), config: changed.clone() });
    let start = Choice::<Card>::by_key("w5").unwrap().network::<f32>();
    assert_eq!(talk.layers(), start.layers());
    talk.train_to(2);
    for (ours, exact) in talk.layers()[0].weights.iter().zip([0.105308, 0.001603]) {
        assert!((ours - exact).abs() < 1e-5, "0.4 of the mean is 0.1 of the sum");
    }
    let wider = RunConfig { network: small().network, ..changed };
    talk.say(Command::Configure { run: RunId(11), config: wider });
    assert!(talk.failure().contains("can't be trained"), "{}", talk.failure());
}
