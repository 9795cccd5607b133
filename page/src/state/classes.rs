//! What the classes are called that a network tells apart.

use leptos::prelude::*;

use super::{Pretrained, State};
use descent::protocol::Reader;
use descent::training::RunConfig;

/// Whether a run's classes are the ten digits.
pub fn reads_digits(config: &RunConfig) -> bool {
    let is_digit = |class: usize| config.dataset.class_name(class) == Some(&class.to_string());
    config.dataset.n_classes() == Some(10) && (0..10).all(is_digit)
}

impl State {
    /// What this output of a network stands for. The shipped model reads digits, whatever
    /// the run learns. Tracked.
    pub fn class_name(&self, reader: Reader, class: usize) -> String {
        let of_run = |config: &RunConfig| config.dataset.class_name(class).map(str::to_owned);
        let name = match reader {
            Reader::Pretrained => None,
            Reader::Run => self.config.with(of_run),
        };
        name.unwrap_or_else(|| class.to_string())
    }

    /// How many outputs it has. Tracked.
    pub fn n_classes(&self, reader: Reader) -> usize {
        match (reader, self.pretrained.get()) {
            (Reader::Pretrained, Pretrained::Ready(network)) => network.n_outputs(),
            (Reader::Pretrained, _) => 10,
            (Reader::Run, _) => self.config.with(|config| config.dataset.n_outputs()),
        }
    }

    /// Whether this network reads digits. Tracked.
    pub fn reads_digits(&self, reader: Reader) -> bool {
        reader == Reader::Pretrained || self.config.with(reads_digits)
    }
}
