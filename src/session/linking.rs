//! A run as text for an address, and back.

use super::look::NO_RUN;
use super::run::{Goal, Run};
use super::{Session, cards};
use crate::protocol::{Event, RunId, Seen};
use crate::training::RunConfig;

impl Session {
    /// The run's configuration, with rate and batch size as they are now.
    pub(super) fn link(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let link = run.config_now().to_link();
        link.map(Seen::Link).map_err(|error| format!("There is no link to this run: {error}."))
    }

    /// Begins the run that a link describes, and sends it to a step.
    pub(super) fn open_link(&mut self, run: RunId, text: &str, step: u64, now: f64) {
        let trainer = RunConfig::from_link(text)
            .map_err(|error| error.to_string())
            .and_then(|config| cards::at_start(config).map_err(|error| error.to_string()));
        match trainer {
            Ok(trainer) => {
                self.begin(Run::new(run, trainer));
                self.pursue(Goal::UpTo(step), now);
            }
            Err(message) => self.events.push(Event::LinkRefused { run, message }),
        }
    }
}
