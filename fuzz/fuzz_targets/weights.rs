//! A run's weights: what is taken can be saved with its configuration, and is then the
//! same. (`weights_file` is the same file without a configuration.)
#![no_main]

use descent::nn::Network;
use descent::nn::weights_file;
use descent::training::{RunConfig, weights};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn seeds() -> Vec<Vec<u8>> {
    let of_runs = real::configs().into_iter().filter(|config| config.network.n_inputs() == 2);
    let of_runs = of_runs.map(|config: RunConfig| {
        let network = Network::initialized(config.network.clone(), &config.initializer, 1);
        weights::to_bytes(&network, &config).expect("they belong together")
    });
    let plain = real::initialized();
    of_runs.chain(plain.iter().take(2).map(weights_file::to_bytes)).collect()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    let Ok((network, config)) = weights::from_bytes(data) else { return };
    let Some(config) = config else { return };
    if config.check().is_err() {
        return;
    }
    let saved = weights::to_bytes(&network, &config).expect("they belong together");
    let (again, config_again) = weights::from_bytes(&saved).expect("what was saved can be read");
    assert_eq!(config_again, Some(config.clone()));
    // Bit for bit, even −0.
    let bytes = weights::to_bytes(&again, &config).expect("they belong together");
    assert_eq!(bytes, saved);
});
