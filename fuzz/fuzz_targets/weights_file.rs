//! `.safetensors` files: a network that is taken can be saved, and is then the same.
#![no_main]

use descent::nn::weights_file::{from_bytes, to_bytes};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: descent_fuzz::plant(real::initialized().iter().map(to_bytes)),
    |data: &[u8]| {
        let Ok(network) = from_bytes(data) else { return };
        let saved = to_bytes(&network);
        let again = from_bytes(&saved).expect("what was saved can be read");
        assert_eq!(to_bytes(&again), saved);
    }
);
