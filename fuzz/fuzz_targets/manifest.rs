//! The list of a shipped data set's files: one that is taken describes the whole set, in
//! files of the data set's own folder.
#![no_main]

use descent::data::source::MNIST;
use descent::data::{Manifest, SplitName};
use libfuzzer_sys::fuzz_target;

const REAL: &[u8] = include_bytes!("../../public/data/mnist/manifest.json");

fuzz_target!(init: descent_fuzz::plant([REAL.to_vec()]), |data: &[u8]| {
    let Ok(manifest) = Manifest::parse(data, &MNIST) else { return };
    let examples = |split| -> usize {
        let parts = manifest.parts().iter().filter(|part| part.split == split);
        parts.map(|part| part.examples).sum()
    };
    assert_eq!(examples(SplitName::Train), MNIST.n_train);
    assert_eq!(examples(SplitName::Test), MNIST.n_test);
    for part in manifest.parts() {
        assert!(manifest.total_bytes() >= part.bytes as u64);
        assert!(!part.file.starts_with('.') && !part.file.contains(['/', '\\', ':', '%', '?']));
    }
});
