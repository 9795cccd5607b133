//! Worked examples as runs: they start from given weights, on data of their own.

use super::Session;
use super::run::Run;
use crate::protocol::{Event, RunId};
use crate::registry::{Choice, Entry};
use crate::training::{RunConfig, StartError, Trainer};
use crate::worked::Card;

/// A run at its start: that of a worked example starts from its weights, however often it
/// is reset and whatever else about it was changed.
pub(super) fn at_start(config: RunConfig) -> Result<Trainer, StartError> {
    match Card::of(&config.dataset) {
        Some(card) => Trainer::with_start(config, &card.network()),
        None => Ok(Trainer::new(config)?),
    }
}

/// What is printed of a run's example, and what comes out.
pub(super) fn told(run: RunId, card: &Card) -> Event {
    Event::Card { run, key: card.key.to_owned(), rows: card.rows() }
}

impl Session {
    /// Begins the run of a worked example.
    pub(super) fn open_card(&mut self, run: RunId, key: &str) {
        let Some(card) = Choice::<Card>::by_key(key) else {
            let known: Vec<&str> = Card::all().iter().map(|card| card.key).collect();
            return self.fail(format!(
                "There is no worked example \"{key}\"; there are {}.",
                known.join(", ")
            ));
        };
        match at_start(card.config()) {
            Ok(trainer) => self.begin(Run::new(run, trainer)),
            Err(error) => self.fail(format!("This example can't be opened: {error}.")),
        }
    }
}
