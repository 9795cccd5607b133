//! The run as a file to keep, and a run that starts from a file's weights.

use super::look::NO_RUN;
use super::run::Run;
use super::{Session, run_data};
use crate::nn::weights_file::{described_in, read_foreign, spec_of_foreign};
use crate::nn::{Activation, NetworkSpec};
use crate::protocol::{Event, RunId, Seen, Ticket};
use crate::registry::Choice;
use crate::training::{Export, RunConfig, Trainer};

impl Session {
    /// The run as it stands, as a file.
    pub(super) fn export(&mut self, ticket: Ticket, what: Export) {
        let file = self.run.as_ref().map(|run| {
            let data = run_data(&self.own_data, &self.intake);
            Seen::File(what.of(&run.trainer, data))
        });
        self.see(ticket, file.ok_or_else(|| NO_RUN.to_owned()));
    }

    /// Begins a run that starts from a file's weights.
    pub(super) fn open_weights(
        &mut self,
        ticket: Ticket,
        run: RunId,
        config: RunConfig,
        hidden: Option<Choice<Activation>>,
        bytes: &[u8],
    ) {
        let n_before = self.events.len();
        match started(config, hidden, bytes) {
            Ok(trainer) => {
                let note = note(trainer.config(), bytes);
                self.begin(Run::new(run, trainer));
                // Its data may not be here.
                match self.events.pop_if(|event| matches!(event, Event::Failed { .. })) {
                    Some(Event::Failed { message }) => {
                        self.events.truncate(n_before);
                        self.see(ticket, Err(message));
                    }
                    _ => self.see(ticket, Ok(Seen::WeightsOpened { note })),
                }
            }
            Err(message) => self.see(ticket, Err(message)),
        }
    }
}

/// The run at its start.
fn started(
    mut config: RunConfig,
    hidden: Option<Choice<Activation>>,
    bytes: &[u8],
) -> Result<Trainer, String> {
    if let Some(hidden) = hidden {
        let network = spec_of_foreign(bytes, hidden, &config.network);
        config.network = network.map_err(|error| refused(&error))?;
    }
    let network = read_foreign(bytes, &config.network).map_err(|error| refused(&error))?;
    Trainer::with_start(config, &network).map_err(|error| refused(&error))
}

fn refused(error: &dyn std::error::Error) -> String {
    format!("These weights can't be opened: {error}.")
}

/// What is to be told of weights that were opened: that they are of a network that computes
/// otherwise, if their file says so.
fn note(config: &RunConfig, bytes: &[u8]) -> Option<String> {
    let (of, now) = (described_in(bytes)?, &config.network);
    let (of, now) = (told(&of), told(now));
    (of != now).then(|| {
        format!(
            "These weights are of a network with {of}; here they start one with {now}, which \
             makes something else of them."
        )
    })
}

/// What a network computes with its weights.
fn told(network: &NetworkSpec) -> String {
    let names: Vec<&str> = network.layers().iter().map(|layer| layer.activation.name).collect();
    format!("the activations {}", names.join(", "))
}
