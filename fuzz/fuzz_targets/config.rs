//! Run configurations in JSON: one that is read and passes the check can be written, is
//! then the same, and describes a run that can begin.
#![no_main]

use descent::training::{RunConfig, Trainer};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

/// Larger networks begin as well, but a thousand times slower.
const MOST_PARAMETERS: usize = 20_000;
const MOST_EXAMPLES: usize = 100_000;

fn to_json(config: &RunConfig) -> Vec<u8> {
    serde_json::to_vec(config).expect("plain data always has a form")
}

fuzz_target!(init: descent_fuzz::plant(real::configs().iter().map(to_json)), |data: &[u8]| {
    let Ok(config) = serde_json::from_slice::<RunConfig>(data) else { return };
    // Only a checked one is sure to have numbers that JSON can hold.
    if config.check().is_err() {
        return;
    }
    let written = to_json(&config);
    let again: RunConfig = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(again, config);
    let is_small = config.network.n_parameters() <= MOST_PARAMETERS
        && config.dataset.n_train() <= MOST_EXAMPLES;
    if is_small {
        Trainer::new(config).expect("a checked configuration begins");
    }
});
