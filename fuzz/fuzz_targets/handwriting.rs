//! A class's drawings: what is taken can be read by a network and written again, and every
//! line is either taken, known or told.
#![no_main]

use std::collections::HashSet;

use descent::data::digit::Normalization;
use descent::data::handwriting::{Handwriting, is_held_out, to_text};
use libfuzzer_sys::fuzz_target;

fn seeds() -> Vec<Vec<u8>> {
    let header = "{\"descent_handwriting\":1}\n";
    let lines = [
        r#"{"id":"a-1","label":1,"strokes":[[[0.5,0.2,0],[0.5,0.8,120]]]}"#,
        r#"{"id":"a-2","label":7,"writer":"Ada","strokes":[[[0.2,0.2,0],[0.8,0.2,80]],[[0.4,0.5,200]]]}"#,
    ];
    let whole = format!("{header}{}\n{}\n", lines[0], lines[1]);
    let cut = whole[..whole.len() - 20].to_owned();
    let twice = format!("\u{feff}{header}\r\n{}\r\n{}\n", lines[0], lines[0]);
    [whole, cut, twice].map(String::into_bytes).to_vec()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(read) = Handwriting::parse(text, &HashSet::new()) else { return };
    for record in &read.records {
        let _ = is_held_out(&record.id);
        let image = Normalization::FULL.apply(&record.drawing).expect("what is taken has ink");
        assert!(image.pixels().iter().any(|&pixel| pixel > 0), "{record:?}");
    }
    let again = Handwriting::parse(&to_text(&read.records), &HashSet::new())
        .expect("a file of one's own");
    assert_eq!((again.records.len(), again.bad.len(), again.n_known), (read.records.len(), 0, 0));
});
