//! Parts of a shipped data set. Length and checksum are the manifest's, so here they
//! always fit: what is tried is a file that was made to harm.
//!
//! The first byte says how many examples the manifest announced.
#![no_main]

use descent::data::manifest::Sha256Sum;
use descent::data::source::MNIST;
use descent::data::{DigitImage, PartEntry, SplitName, decode_part};
use libfuzzer_sys::fuzz_target;
use miniz_oxide::deflate::compress_to_vec_zlib;
use sha2::{Digest, Sha256};

const PIXELS: usize = DigitImage::LEN;

fn seed(examples: u8, level: u8) -> Vec<u8> {
    let labels = (0..examples).map(|example| example % 10);
    let pixels = (0..PIXELS * usize::from(examples)).map(|pixel| (pixel * pixel / 500) as u8);
    let raw: Vec<u8> = labels.chain(pixels).collect();
    [vec![examples], compress_to_vec_zlib(&raw, level)].concat()
}

fuzz_target!(
    init: descent_fuzz::plant([seed(3, 0), seed(3, 9), seed(20, 9)]),
    |data: &[u8]| {
        let Some((&examples, file)) = data.split_first() else { return };
        let try_one = |file: &[u8]| {
            let entry = PartEntry {
                file: "train-00.bin".to_owned(),
                split: SplitName::Train,
                examples: usize::from(examples),
                bytes: file.len(),
                sha256: Sha256Sum(Sha256::digest(file).into()),
            };
            decode_part(file, &entry, &MNIST)
        };
        let Ok(part) = try_one(file) else { return };
        assert_eq!(part.labels().len(), usize::from(examples));
        assert_eq!(part.pixels().len(), PIXELS * usize::from(examples));
        assert!(part.labels().iter().all(|&label| label < 10));
        let packed = compress_to_vec_zlib(&[part.labels(), part.pixels()].concat(), 1);
        assert_eq!(try_one(&packed).as_ref(), Ok(&part));
    }
);
