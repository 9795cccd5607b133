//! A class's drawings: collected, read, learned from.

use descent::data::handwriting::{Record, to_text};
use descent::protocol::seen::{Assessed, Collected};
use descent::protocol::{Command, Event, Look, Reader, RunId, Seen, Status, Ticket};
use descent::training::{BatchSize, RunConfig};

use crate::drawings;
use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

fn class() -> Vec<Record> {
    drawings::all()
        .enumerate()
        .map(|(n, (style, drawing))| Record {
            id: format!("tablet-{n}"),
            label: style.digit,
            writer: None,
            drawing: on_unit_board(drawing),
        })
        .collect()
}

/// The page keeps drawings in shares of the board.
fn on_unit_board(mut drawing: descent::data::digit::Drawing) -> descent::data::digit::Drawing {
    let (width, height) = (drawing.width, drawing.height);
    for point in drawing.strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
        (point.x, point.y) = (point.x / width, point.y / height);
    }
    descent::data::digit::Drawing { width: 1.0, height: 1.0, ..drawing }
}

fn collect(talk: &mut Talk, text: String) -> Collected {
    match talk.say(Command::Collect { ticket: Ticket(3), text }) {
        [Event::Seen { ticket: Ticket(3), seen: Seen::Collected(collected) }] => collected.clone(),
        other => panic!("{other:?}"),
    }
}

fn assess(talk: &mut Talk) -> Assessed {
    let look = Look::Handwriting { reader: Reader::Run };
    match talk.say(Command::Look { ticket: Ticket(4), look }) {
        [Event::Seen { ticket: Ticket(4), seen: Seen::Assessed(assessed) }] => assessed.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_class_learns_its_own_handwriting() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let records = class();
    let collected = collect(&mut talk, to_text(&records));
    assert_eq!((collected.n_all, collected.bad.len()), (records.len(), 0));
    assert_eq!(collected.added[5].line, records[5].to_line());

    let before = assess(&mut talk);
    let (right, all) = before.held_out;
    assert!(right * 3 < all, "a network that has not learned guesses: {right} of {all}");
    assert_eq!(all + before.learned_from.1, records.len() as u32);

    let config = RunConfig {
        batch_size: BatchSize::examples(32).unwrap(),
        learning_rate: rate(0.2),
        ..small()
    };
    let ask = Command::LearnHandwriting { run: RunId(2), config, start: None };
    let answer = talk.say(ask);
    assert!(matches!(answer, [Event::Configured { run: RunId(2), .. }]), "{answer:?}");
    talk.train_to(600);
    talk.finish();
    assert_eq!(talk.status(), Status::Paused);
    let after = assess(&mut talk);
    let (right, all) = after.held_out;
    assert!(right * 10 >= all * 9, "{right} of {all}");
    let accuracy = talk.progress().test.unwrap().accuracy.unwrap();
    assert!((right as f32 / all as f32 - accuracy).abs() < 1e-6, "the same drawings are held out");
}

#[test]
fn a_run_goes_on_with_our_handwriting_from_where_it_stands() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(150);
    let learned = talk.layers().to_vec();
    collect(&mut talk, to_text(&class()));
    let config = small();
    talk.say(Command::LearnHandwriting { run: RunId(2), config, start: Some(Reader::Run) });
    assert_eq!(talk.layers(), learned);
    let before = assess(&mut talk).held_out;
    talk.train_to(200);
    let after = assess(&mut talk).held_out;
    assert!(after.0 > before.0, "{before:?}, {after:?}");

    // Saved and taken up again, as after a crash.
    talk.finish();
    let checkpoint = talk.checkpoint().unwrap().1.to_vec();
    let steps = talk.step();
    let restore = |talk: &mut Talk| {
        talk.say(Command::Restore {
            run: RunId(3),
            learning_rate: None,
            batch_size: None,
            checkpoint: checkpoint.clone(),
        });
    };
    restore(&mut talk);
    assert_eq!((talk.step(), talk.progress().step), (steps, steps));

    // With other drawings it would be another run: that is said, and nothing is lost.
    talk.say(Command::Discard { ids: vec!["tablet-1".to_owned(), "tablet-2".to_owned()] });
    restore(&mut talk);
    assert!(talk.failure().contains("our handwriting"), "{}", talk.failure());
    assert_eq!(talk.step(), steps);
}

#[test]
fn without_drawings_there_is_nothing_to_learn() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.say(Command::LearnHandwriting { run: RunId(2), config: small(), start: None });
    assert!(talk.failure().contains("Nothing can be learned"), "{}", talk.failure());
    let collected = collect(&mut talk, "{\"descent_handwriting\":1}\n{}\n".to_owned());
    assert_eq!((collected.n_all, collected.bad[0].line), (0, 2));
}
