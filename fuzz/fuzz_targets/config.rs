//! Run configurations as files: one that is read and passes the check can be written, is
//! then the same, goes through a link, and describes a run that can begin. One that is
//! refused is refused with a field's name or a reason.
#![no_main]

use descent::training::{ConfigFileError, RunConfig, Trainer};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

/// Larger networks begin as well, but a thousand times slower.
const MOST_PARAMETERS: usize = 20_000;
const MOST_EXAMPLES: usize = 100_000;

fuzz_target!(
    init: descent_fuzz::plant(real::configs().iter().map(|config| config.to_json().into_bytes())),
    |data: &[u8]| {
        let Ok(text) = std::str::from_utf8(data) else { return };
        let config = match RunConfig::from_json(text) {
            Ok(config) => config,
            Err(ConfigFileError::Field { field, problem }) => {
                assert!(!field.is_empty() && !problem.is_empty());
                return;
            }
            Err(_) => return,
        };
        // Only a checked one is sure to have numbers that JSON can hold.
        if config.check().is_err() {
            return;
        }
        let again = RunConfig::from_json(&config.to_json()).expect("what was written can be read");
        assert_eq!(again, config);
        if let Ok(link) = config.to_link() {
            assert_eq!(RunConfig::from_link(&link).expect("a link of one's own"), config);
        }
        let is_small = config.network.n_parameters() <= MOST_PARAMETERS
            && config.dataset.n_train() <= MOST_EXAMPLES;
        if is_small {
            Trainer::new(config).expect("a checked configuration begins");
        }
    }
);
