//! Files of a class's drawings: written, read, mangled and put together.

use std::collections::HashSet;

use descent::data::digit::{Drawing, Point};
use descent::data::handwriting::{
    Handwriting, HandwritingError, Record, dataset, is_held_out, to_text,
};
use proptest::prelude::*;

fn record(id: &str, label: u8) -> Record {
    let mut drawing = Drawing::new(1.0, 1.0);
    drawing.begin_stroke(Point { x: 0.25, y: 0.125, t: 0.0 });
    drawing.extend_stroke(Point { x: 0.5, y: 0.875, t: 16.0 });
    drawing.begin_stroke(Point { x: 0.75, y: 0.5, t: 400.0 });
    Record { id: id.to_owned(), label, writer: Some("Ada".to_owned()), drawing }
}

fn class() -> Vec<Record> {
    let mut records: Vec<Record> =
        (0..60).map(|n| record(&format!("tablet-{n}"), (n % 10) as u8)).collect();
    records[3].writer = None;
    records
}

fn parse(text: &str) -> Handwriting {
    Handwriting::parse(text, &HashSet::new()).unwrap()
}

#[test]
fn a_file_comes_back_as_it_was() {
    let text = to_text(&class());
    assert_eq!(parse(&text), Handwriting { records: class(), ..Handwriting::default() });
    // As it may come back from another system.
    let windows = format!("\u{feff}{}\r\n\r\n", text.replace('\n', "\r\n"));
    assert_eq!(parse(&windows).records, class());
}

#[test]
fn what_is_mangled_is_told_and_the_rest_is_kept() {
    let good = class();
    let mut lines: Vec<String> = to_text(&good).lines().map(str::to_owned).collect();
    lines[5].truncate(30);
    lines[6] = lines[6].replacen("\"label\":5", "\"label\":15", 1);
    lines[7] = lines[7].replacen("strokes", "stroke", 1);
    lines[8] = r#"{"id":"empty","label":3,"strokes":[[]]}"#.to_owned();
    lines[9] = r#"{"id":"","label":3,"strokes":[[[0.5,0.5,0]]]}"#.to_owned();
    lines[10] = lines[10].replacen("0.25", "zero", 1);
    let line = |label: &str, points: &str| {
        format!(r#"{{"id":"x","label":{label},"strokes":[[{points}]]}}"#)
    };
    lines[11] = line("3", "[5,9,0]");
    lines[12] = line("3", r#"["a",0,0]"#);
    lines[13] = line("3", "[0.5,0.5]");
    lines[14] = line("-3", "[0.5,0.5,0]");
    let read = parse(&lines.join("\n"));
    assert_eq!(read.records.len(), good.len() - 10);
    let told: Vec<_> = read.bad.iter().map(|bad| (bad.line, bad.reason.as_str())).collect();
    let expected = [
        (6, "it is cut off"),
        (7, "its label is 15, and digits go from 0 to 9"),
        (8, "it has no strokes"),
        (9, "there is no ink in it"),
        (10, "its id should have 1 to 64 characters"),
        (11, "it is damaged at character"),
        (12, "a point of it lies far off the board"),
        (13, "one of its points has something else than numbers"),
        (14, "a point needs three numbers"),
        (15, "its label is no whole number from 0 to 9"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((line, reason), (expected_line, expected_reason)) in told.iter().zip(expected) {
        assert_eq!(*line, expected_line);
        assert!(reason.starts_with(expected_reason), "{reason}");
    }
}

#[test]
fn files_of_several_devices_are_put_together_without_doubles() {
    let tablet = class();
    let phone: Vec<Record> = (0..5).map(|n| record(&format!("phone-{n}"), n)).collect();
    let both = format!("{}{}", to_text(&tablet), to_text(&phone).split_once('\n').unwrap().1);
    let known: HashSet<String> = tablet.iter().map(|record| record.id.clone()).collect();
    let read = Handwriting::parse(&both, &known).unwrap();
    assert_eq!((read.records, read.n_known), (phone, tablet.len()));
}

#[test]
fn other_files_are_refused() {
    for text in ["", "hello", "{}", "[1]", "{\"descent_handwriting\":\"1\"}"] {
        assert_eq!(Handwriting::parse(text, &HashSet::new()), Err(HandwritingError::Foreign));
    }
    let newer = Handwriting::parse("{\"descent_handwriting\":2}", &HashSet::new()).unwrap_err();
    assert!(newer.to_string().contains("newer version"), "{newer}");
}

#[test]
fn some_are_held_out_and_stay_so() {
    let data = dataset(&class()).unwrap().data;
    let n_held_out = class().iter().filter(|record| is_held_out(&record.id)).count();
    assert_eq!((data.test.len(), data.train.len()), (n_held_out, 60 - n_held_out));
    assert!((6..=20).contains(&n_held_out), "about a fifth: {n_held_out}");
    assert!(dataset(&[]).is_err(), "nothing to train on");
    let all: usize = (0..10_000).filter(|n| is_held_out(&format!("{n:x}"))).count();
    assert!((1_900..2_100).contains(&all), "{all}");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>(), lines in any::<Vec<String>>()) {
        let _ = Handwriting::parse(&text, &HashSet::new());
        let file = format!("{{\"descent_handwriting\":1}}\n{}", lines.join("\n"));
        let _ = Handwriting::parse(&file, &HashSet::new());
    }
}
