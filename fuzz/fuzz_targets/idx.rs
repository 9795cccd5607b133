//! IDX files: what is read is all of the file, and nothing else.
#![no_main]

use descent::data::idx::Idx;
use descent_fuzz::real::idx_file as file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: descent_fuzz::plant([
        file(&[2, 2, 3], &[7; 12]),
        file(&[5], &[0, 1, 2, 3, 4]),
        file(&[0, 28, 28], &[]),
    ]),
    |data: &[u8]| {
        let Ok(idx) = Idx::parse(data) else { return };
        let shape: Vec<u32> =
            idx.shape.iter().map(|&size| size.try_into().expect("it was 32 bits")).collect();
        assert_eq!(file(&shape, idx.values), data);
    }
);
