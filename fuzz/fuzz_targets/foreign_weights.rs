//! Weights that other programs have saved: a network can be made for them or it is told why
//! not, and what is read can be saved, and is then the same. (`weights_file` is for files
//! of Descent.)
#![no_main]

use descent::nn::weights_file::{read_foreign, spec_of_foreign, to_bytes};
use descent::nn::{DenseLayer, NetworkSpec, TensorFile, activation};
use descent::registry::Choice;
use descent::training::RunConfig;
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

/// Real networks, whose layers have names of PyTorch's.
fn seeds() -> Vec<Vec<u8>> {
    let names = ["0.", "2.", "4."];
    let renamed = |layers: &[DenseLayer]| {
        let mut file = TensorFile::default();
        for (layer, name) in layers.iter().zip(names) {
            file.push(format!("{name}weight"), &layer.weights);
            file.push(format!("{name}bias"), &layer.bias);
        }
        file.to_bytes()
    };
    let networks = real::initialized();
    let own = networks.iter().take(2).map(to_bytes);
    own.chain(networks.iter().take(2).map(|network| renamed(network.layers()))).collect()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    let lesson: NetworkSpec = RunConfig::default().network;
    let _ = read_foreign(data, &lesson);
    let Ok(spec) = spec_of_foreign(data, Choice::of(&activation::RELU), &lesson) else { return };
    // Of the right shapes; the numbers may still be none.
    let Ok(network) = read_foreign(data, &spec) else { return };
    let saved = to_bytes(&network);
    let again = read_foreign(&saved, &spec).expect("what was saved can be read");
    assert_eq!(to_bytes(&again), saved);
});
