//! Kept runs: what is accepted is written again as it was, and its label can be read, whatever
//! the version.
//!
//! Hardly any bytes pass the checksum by chance. So each input is tried as it is, and
//! with a checksum that fits: what lies behind it has to hold, too.
#![no_main]

use descent::ledger::file::{self, Parts};
use descent::ledger::{Contents, EntryId, Label, Race, Saved, Standing, Start, Summary};
use descent::training::{History, HistoryPoint, Metrics, Trainer};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn try_one(bytes: &[u8]) {
    let label = file::read_label(bytes);
    let Ok(parts) = file::read(bytes) else { return };
    let label = label.expect("what can be read has a label");
    let again = |parts: &Parts| match (&parts.summary, &parts.contents) {
        (Some(summary), Some(contents)) => Some(file::run_to_bytes(summary, contents)),
        (Some(summary), None) => Some(file::summary_to_bytes(summary)),
        (None, Some(contents)) => Some(file::contents_to_bytes(&label, contents)),
        (None, None) => None,
    };
    let Some(written) = again(&parts) else { return };
    let read = file::read(&written).expect("what was written can be read");
    assert_eq!(again(&read), Some(written));
}

fn kept((idx, trainer): (usize, &Trainer)) -> Vec<u8> {
    let metrics = Some(Metrics { loss: 0.5, accuracy: Some(0.25) });
    let mut history = History::default();
    for step in 1..=3 {
        let (epoch, seconds) = (step as f64, step as f64);
        let test = metrics.filter(|_| step == 3);
        history.push(HistoryPoint { step, epoch, seconds, train: metrics, test });
    }
    let config = trainer.config().clone();
    let label = Label { id: EntryId(idx as u64), name: "a run".to_owned(), created: 1, updated: 2 };
    // One without, one from a link, one from a file, and again.
    let start = match idx % 3 {
        0 => None,
        1 => Some(Start::link("1.abc")),
        _ => Some(Start::file("a.safetensors".to_owned(), &[0; 16])),
    };
    let summary = Summary {
        label,
        home: "digits".to_owned(),
        config: config.clone(),
        standing: Standing::Paused,
        step: trainer.step_count(),
        epoch: trainer.epoch(),
        train_seconds: 0.5,
        train: metrics,
        test: metrics,
        parent: None,
        is_version: false,
        sketch: vec![0.5; 3],
        origin: start.as_ref().map(|start| start.origin().clone()),
        race: (idx % 2 == 1).then_some(Race { id: 5, lane: 1 }),
    };
    let saved = Saved { step: trainer.step_count(), checkpoint: trainer.checkpoint() };
    let contents = Contents { history, made: Some(config), saved: Some(saved), start };
    file::run_to_bytes(&summary, &contents)
}

fuzz_target!(
    init: descent_fuzz::plant(real::trainers().iter().enumerate().map(kept)),
    |data: &[u8]| {
        try_one(data);
        if let Some((checked, _)) = data.split_last_chunk::<4>() {
            try_one(&[checked, &crc32fast::hash(checked).to_le_bytes()].concat());
        }
    }
);
