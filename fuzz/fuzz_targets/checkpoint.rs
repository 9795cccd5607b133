//! Saved runs: one that is taken up can go on, and saved again it is the same.
//!
//! Hardly any bytes pass the checksum by chance. So each input is tried as it is, and
//! with a checksum that fits: what lies behind it has to hold, too.
#![no_main]

use descent::training::Trainer;
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn try_one(bytes: &[u8]) {
    let Ok(trainer) = Trainer::restore(bytes) else { return };
    assert!(!trainer.next_batch().is_empty());
    trainer.read(&vec![0.5; trainer.network().spec().n_inputs()]);
    let saved = trainer.checkpoint();
    let again = Trainer::restore(&saved).map(|trainer| trainer.checkpoint());
    assert_eq!(again.as_deref(), Ok(saved.as_slice()));
}

fuzz_target!(
    init: descent_fuzz::plant(real::trainers().iter().map(|trainer| trainer.checkpoint())),
    |data: &[u8]| {
        try_one(data);
        if let Some((checked, _)) = data.split_last_chunk::<4>() {
            try_one(&[checked, &crc32fast::hash(checked).to_le_bytes()].concat());
        }
    }
);
