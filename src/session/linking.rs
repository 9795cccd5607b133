//! A run as text for an address, and back.

use super::look::NO_RUN;
use super::run::{Goal, Run};
use super::{Session, cards};
use crate::data::DatasetSpec;
use crate::linking::weights;
use crate::protocol::{Event, RunId, Seen};
use crate::training::{RunConfig, Trainer};
use crate::worked::Card;

impl Session {
    /// The run's configuration, with rate and batch size as they are now.
    pub(super) fn link(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let link = run.config_now().to_link();
        link.map(Seen::Link).map_err(|error| format!("There is no link to this run: {error}."))
    }

    /// The run's weights as they are now.
    pub(super) fn link_weights(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let text = weights::write(run.trainer.network());
        text.map(Seen::LinkWeights).map_err(|error| format!("{error}"))
    }

    /// What a link describes, if it could be opened.
    pub(super) fn read_link(&self, text: &str, weights: Option<&str>) -> Result<Seen, String> {
        let trainer = self.linked(text, weights)?;
        Ok(Seen::LinkRead(Box::new(trainer.config().clone())))
    }

    /// Begins the run that a link describes, and sends it to a step.
    pub(super) fn open_link(
        &mut self,
        run: RunId,
        text: &str,
        weights: Option<&str>,
        step: u64,
        now: f64,
    ) {
        match self.linked(text, weights) {
            Ok(trainer) => {
                self.begin(Run::new(run, trainer));
                self.pursue(Goal::UpTo(step), now);
            }
            Err(message) => self.events.push(Event::LinkRefused { run, message }),
        }
    }

    /// Begins a run at a link's weights.
    pub(super) fn start_from(&mut self, run: RunId, config: RunConfig, weights: &str) {
        match started(config, Some(weights)) {
            Ok(trainer) => self.begin(Run::new(run, trainer)),
            Err(message) => self.fail(format!("This run can't be begun again: {message}.")),
        }
    }

    /// The run that a link describes, at its start.
    fn linked(&self, text: &str, weights: Option<&str>) -> Result<Trainer, String> {
        let config = RunConfig::from_link(text).map_err(|error| error.to_string())?;
        if let DatasetSpec::Own(own) = &config.dataset
            && Card::of(&config.dataset).is_none()
            && self.handwriting_of(&config.dataset).is_none()
        {
            return Err(format!(
                "its run learns from \"{}\", {} training examples that are not in a link and not \
                 on this page: ask for the run as a file",
                own.name(),
                own.n_train()
            ));
        }
        started(config, weights)
    }
}

fn started(config: RunConfig, weights: Option<&str>) -> Result<Trainer, String> {
    let trainer = match weights {
        None => cards::at_start(config),
        Some(text) => {
            config.check().map_err(|error| error.to_string())?;
            let start = weights::read(text, &config.network).map_err(|error| error.to_string())?;
            Trainer::with_start(config, &start)
        }
    };
    trainer.map_err(|error| error.to_string())
}
