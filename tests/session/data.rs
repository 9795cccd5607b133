//! A data set on its way: what is told, and what becomes of files that are not right.

use std::path::Path;

use descent::data::{Manifest, Source};
use descent::protocol::{Command, DataState, Event};
use descent::registry::Entry;

use crate::talk::{FILES, Talk, small};

fn state(talk: &Talk) -> &DataState {
    let events = talk.events.iter().rev();
    let mut states = events.filter_map(|event| match event {
        Event::Data(state) => Some(state),
        _ => None,
    });
    states.next().expect("something was told")
}

fn load() -> Command {
    Command::Load { base_url: String::new() }
}

#[test]
fn every_byte_counts_once() {
    let mut talk = Talk::empty();
    talk.say(load());
    let nothing = DataState::Loading { bytes: 0, total_bytes: 0, n_train: 0, n_test: 0 };
    assert_eq!(*state(&talk), nothing);

    talk.session.add_manifest(&FILES.0).unwrap();
    let total: usize = FILES.1.iter().map(Vec::len).sum();
    // The second part is faster than the first, and counts before it can be used.
    talk.session.note_bytes(1, 1_000, talk.now);
    talk.session.note_bytes(0, 500, talk.now);
    talk.say(load());
    let DataState::Loading { bytes, total_bytes, n_train: 0, n_test: 0 } = *state(&talk) else {
        panic!("{:?}", state(&talk));
    };
    assert_eq!((bytes, total_bytes), (1_500, total as u64));

    talk.bring_parts(1);
    let DataState::Loading { bytes, n_train: 5_000, n_test: 0, .. } = *state(&talk) else {
        panic!("{:?}", state(&talk));
    };
    assert_eq!(bytes, FILES.1[0].len() as u64 + 1_000);

    talk.bring_parts(FILES.1.len() - 1);
    assert_eq!(*state(&talk), DataState::Ready { n_train: 60_000, n_test: 10_000 });
    assert_eq!(talk.session.intake().missing().count(), 0);
    assert!(talk.session.add_part(&FILES.1[0], talk.now).is_err(), "nothing is missing");
}

#[test]
fn reports_of_arriving_bytes_are_few() {
    let mut talk = Talk::empty();
    talk.session.add_manifest(&FILES.0).unwrap();
    talk.session.take_events();
    for n in 0..1_000 {
        talk.session.note_bytes(0, n * 100, n as f64 / 1_000.0);
    }
    assert!((5..=11).contains(&talk.session.take_events().len()));
}

#[test]
fn a_bad_file_is_refused_and_the_right_one_taken_afterwards() {
    let mut talk = Talk::about(&small(), 1);
    let good = &FILES.1[1];
    let mut altered = good.clone();
    altered[good.len() / 2] ^= 4;
    // Cut short, empty, altered, and a good part that isn't this one's turn.
    for bad in [&good[..good.len() - 1], &[], &altered, &FILES.1[2]] {
        let error = talk.session.add_part(bad, talk.now).unwrap_err().to_string();
        assert!(error.contains("test-00.bin") && error.contains("ry again"), "{error}");
        assert_eq!(talk.session.intake().missing().next().unwrap().0, 1);
    }
    // Training goes on meanwhile with what is here.
    talk.session.fail_data("no luck".to_owned());
    talk.train_to(3);
    assert_eq!(*state(&talk), DataState::Failed { message: "no luck".to_owned() });
    talk.bring_parts(2);
    assert_eq!(talk.session.intake().dataset().test.len(), 10_000);
}

#[test]
fn a_page_that_the_server_shows_instead_of_the_manifest_is_refused() {
    let mut talk = Talk::empty();
    let error = talk.session.add_manifest(b"<!doctype html>").unwrap_err().to_string();
    assert!(error.contains("manifest.json"), "{error}");
    assert!(talk.session.intake().needs_manifest());
    talk.session.add_manifest(&FILES.0).unwrap();
    assert_eq!(talk.session.intake().missing().count(), 14);
}

#[test]
fn every_data_set_says_what_it_weighs() {
    for source in Source::all() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(source.folder);
        let json = std::fs::read(folder.join("manifest.json")).expect("the shipped data are here");
        let manifest = Manifest::parse(&json, source).expect("the shipped manifest is right");
        assert_eq!(manifest.total_bytes(), source.bytes, "{}", source.name);
    }
}
