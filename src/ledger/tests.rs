//! Kept runs for tests, and what holds of their bytes.

use super::file::{self, FileError, Parts};
use super::*;
use crate::training::HistoryPoint;

/// A run of the lesson, kept at the moment `n`.
pub(super) fn summary(n: u64) -> Summary {
    let name = format!("Run {n}");
    Summary {
        label: Label { id: EntryId(n), name, created: n, updated: n },
        home: "digits".to_owned(),
        config: RunConfig::default(),
        standing: Standing::Paused,
        step: 40,
        epoch: 2.0,
        train_seconds: 4.0,
        train: Some(Metrics { loss: 0.5, accuracy: Some(0.75) }),
        test: Some(Metrics { loss: 0.75, accuracy: Some(0.625) }),
        parent: Some((EntryId(7), 10)),
        is_version: false,
        sketch: vec![0.375, 0.625],
        origin: None,
        race: None,
    }
}

pub(super) fn contents() -> Contents {
    let figures = |(loss, accuracy)| Metrics { loss, accuracy: Some(accuracy) };
    let points = [
        (10, Some((2.0, 0.25)), None),
        (20, Some((1.0, 0.5)), Some((1.5, 0.375))),
        (30, Some((0.5, 0.75)), None),
        (40, None, Some((0.75, 0.625))),
    ];
    let mut history = History::default();
    for (step, train, test) in points {
        let (epoch, seconds) = (step as f64 / 20.0, step as f64 / 10.0);
        let (train, test) = (train.map(figures), test.map(figures));
        history.push(HistoryPoint { step, epoch, seconds, train, test });
    }
    let saved = Some(Saved { step: 40, checkpoint: b"as the engine has it".to_vec() });
    Contents { history, made: Some(RunConfig::default()), saved, start: None }
}

#[test]
fn a_version_of_an_earlier_update_ends_there_wherever_it_is_shown() {
    use super::overlay::{Across, Part, View, series};
    use crate::plots::learning_curve::Quantity;
    let figures = |loss| Some(Metrics { loss, accuracy: None });
    let (step, epoch, seconds) = (36, 1.8, 3.0);
    let end = HistoryPoint { step, epoch, seconds, train: figures(0.5), test: figures(0.875) };
    let contents = Contents { history: contents().history.until(end), ..contents() };
    let summary = summary(1);
    let runs = [(&summary, &contents)];
    let ends = |across| {
        let (quantity, part) = (Quantity::Loss, Part::Both);
        let all = series(&runs, View { quantity, part, across, smoothing: 0.0 });
        all.iter().filter_map(crate::plots::Series::latest).collect::<Vec<_>>()
    };
    assert_eq!(ends(Across::Step), [(36.0, 0.5), (36.0, 0.875)]);
    assert_eq!(ends(Across::Epoch), [(1.8, 0.5), (1.8, 0.875)]);
    assert_eq!(ends(Across::Second), [(3.0, 0.5), (3.0, 0.875)]);
    let csv = export::curves_csv(&runs);
    assert!(csv.ends_with(",36,1.8,3,0.5,,0.875,\n"), "{csv}");
}

/// Weights from a file.
fn opened() -> Start {
    Start::file("model.safetensors".to_owned(), &[7; 40])
}

#[test]
fn what_is_kept_comes_back() {
    let (summary, contents) = (summary(3), contents());
    let parts = |summary: Option<&Summary>, contents: Option<&Contents>| {
        Ok(Parts { summary: summary.cloned(), contents: contents.cloned() })
    };
    let [list, rest] =
        [file::summary_to_bytes(&summary), file::contents_to_bytes(&summary.label, &contents)];
    let whole = file::run_to_bytes(&summary, &contents);
    assert_eq!(file::read(&list), parts(Some(&summary), None));
    assert_eq!(file::read(&rest), parts(None, Some(&contents)));
    assert_eq!(file::read(&whole), parts(Some(&summary), Some(&contents)));
    assert_eq!(file::joined(&list, &rest), Some(whole));
    assert_eq!(file::read_label(&rest), Ok(summary.label.clone()));
    let other = file::contents_to_bytes(&Label { id: EntryId(4), ..summary.label }, &contents);
    assert_eq!(file::joined(&list, &other), None, "another run's contents");
    // One that exploded at once has its start only.
    let none = Contents { made: None, saved: None, ..contents };
    let bytes = file::contents_to_bytes(&Label::default(), &none);
    assert_eq!(file::read(&bytes), parts(None, Some(&none)));
}

#[test]
fn start_weights_and_races_come_back() {
    for start in [opened(), Start::link("1.abc")] {
        let (origin, race) = (Some(start.origin().clone()), Some(Race { id: 9, lane: 2 }));
        let summary = Summary { origin, race, ..summary(3) };
        let contents = Contents { start: Some(start), ..contents() };
        let [list, rest] =
            [file::summary_to_bytes(&summary), file::contents_to_bytes(&summary.label, &contents)];
        let whole = file::run_to_bytes(&summary, &contents);
        assert_eq!(file::joined(&list, &rest), Some(whole.clone()));
        let parts = Parts { summary: Some(summary), contents: Some(contents) };
        assert_eq!(file::read(&whole), Ok(parts));
    }
}

#[test]
fn whatever_is_altered_or_cut_off_is_refused() {
    let whole = file::run_to_bytes(&summary(3), &contents());
    for idx in 0..whole.len() {
        let mut altered = whole.clone();
        altered[idx] ^= 0x40;
        assert!(file::read(&altered).is_err(), "byte {idx}");
        assert!(file::read(&whole[..idx]).is_err(), "cut off at {idx}");
    }
    assert_eq!(file::read(b"GIF89a"), Err(FileError::Foreign));
    assert_eq!(file::read(b""), Err(FileError::Foreign));
}

/// Of all but the checksum: with it, the hash of any bytes is the same.
fn hash(bytes: &[u8]) -> u32 {
    crc32fast::hash(&bytes[..bytes.len() - 4])
}

/// Bytes with another checksum that fits.
fn checked(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 4);
    let checksum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn a_run_of_another_version_has_its_name_and_can_be_handed_on() {
    let (summary, contents) = (summary(3), contents());
    let later = |mut bytes: Vec<u8>| {
        bytes[8] = 99;
        checked(bytes)
    };
    let list = later(file::summary_to_bytes(&summary));
    let rest = later(file::contents_to_bytes(&summary.label, &contents));
    assert_eq!(file::read(&list), Err(FileError::Version { found: 99 }));
    assert_eq!(file::read_label(&list), Ok(summary.label.clone()));
    let whole = file::joined(&list, &rest).unwrap();
    assert_eq!(whole, later(file::run_to_bytes(&summary, &contents)));
}

#[test]
fn figures_that_make_no_sense_are_refused() {
    let refused = |change: fn(&mut Summary)| {
        let mut odd = summary(3);
        change(&mut odd);
        file::read(&file::summary_to_bytes(&odd)).is_err()
    };
    assert!(!refused(|_| {}));
    assert!(refused(|it| it.epoch = f64::NAN));
    assert!(refused(|it| it.train_seconds = -1.0));
    assert!(refused(|it| it.sketch = vec![0.0; Summary::MAX_SKETCH + 1]));
    assert!(refused(|it| it.home = "h".repeat(Summary::MAX_HOME + 1)));
    assert!(refused(|it| it.label.name = "n".repeat(Label::MAX_NAME + 1)));
    assert!(refused(|it| it.config.class_weights = vec![1.0]));
    // Points of a curve go forward.
    let mut bytes = file::contents_to_bytes(&Label::default(), &contents());
    let at = bytes.windows(4).position(|tag| tag == b"curv").unwrap() + 4 + 4 + 12;
    bytes[at] = 25;
    let damaged = Err(FileError::Damaged { what: "its curves can't be read" });
    assert_eq!(file::read(&checked(bytes)), damaged);
}

/// Bytes of the version before, which knew neither start weights nor races.
fn of_version_1(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[8] = 1;
    checked(bytes)
}

#[test]
fn what_version_1_has_kept_is_read() {
    let (summary, contents) = (summary(3), contents());
    let whole = of_version_1(file::run_to_bytes(&summary, &contents));
    assert_eq!(hash(&whole), 1_409_267_009, "these are the very bytes of version 1");
    let parts = Parts { summary: Some(summary.clone()), contents: Some(contents.clone()) };
    assert_eq!(file::read(&whole), Ok(parts.clone()));
    // Renamed since, its summary is of another version than its contents.
    let rest = of_version_1(file::contents_to_bytes(&summary.label, &contents));
    let joined = file::joined(&file::summary_to_bytes(&summary), &rest).unwrap();
    assert_eq!(file::read(&joined), Ok(parts.clone()));
    let list = of_version_1(file::summary_to_bytes(&summary));
    let new = file::contents_to_bytes(&summary.label, &contents);
    assert_eq!(file::read(&file::joined(&list, &new).unwrap()), Ok(parts));
    assert!(
        file::read(&{
            let mut bytes = file::summary_to_bytes(&summary);
            bytes[8] = 0;
            checked(bytes)
        })
        .is_err()
    );
}

#[test]
fn start_weights_that_are_others_are_refused() {
    let refused = |change: fn(&mut Vec<u8>)| {
        let contents = Contents { start: Some(opened()), ..contents() };
        let mut bytes = file::contents_to_bytes(&Label::default(), &contents);
        change(&mut bytes);
        file::read(&checked(bytes)).is_err()
    };
    assert!(!refused(|_| {}));
    // The last of the weights, before the checksum.
    assert!(refused(|bytes| {
        let at = bytes.len() - 5;
        bytes[at] ^= 1;
    }));
    let long = Origin::File { name: "n".repeat(Origin::MAX_NAME + 1), sum: 0 };
    let summary = Summary { origin: Some(long), ..summary(3) };
    assert!(file::read(&file::summary_to_bytes(&summary)).is_err());
}

/// The form of what is kept by visitors must not change without their being told.
#[test]
fn the_form_is_that_of_its_version() {
    assert_eq!(
        (file::VERSION, hash(&file::run_to_bytes(&summary(3), &contents()))),
        (2, 94_720_820),
        "the bytes of a kept run are others: raise VERSION in src/ledger/file, and put the \
         new numbers here"
    );
}

#[test]
fn names_are_made_fit_to_keep() {
    let clean = |text: &str| Label::clean_name(text);
    assert_eq!(clean("  two\nlines\u{7}  "), Some("twolines".to_owned()));
    assert_eq!(clean(" \t "), None);
    let long = clean(&"ä".repeat(300)).unwrap();
    assert_eq!(long.len(), Label::MAX_NAME);
    assert_eq!("00000000000000ff".parse(), Ok(EntryId(255)));
    assert_eq!(EntryId(255).to_string(), "00000000000000ff");
}
