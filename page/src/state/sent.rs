//! What was last asked of the engine: the base of the next edit.
//!
//! The page shows a run as the engine has told it. Between an edit and the answer to it a
//! second edit may come; it begins from what was sent, so that neither is lost.

use leptos::prelude::*;

use super::State;
use descent::protocol::Command;
use descent::training::RunConfig;

/// A configuration that was sent and is not confirmed yet.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    config: RunConfig,
    /// `Event::Configured` that are still to come of this run.
    n_unanswered: u32,
}

impl State {
    /// The run's configuration, as it will be once the engine has all that was sent, with
    /// rate and batch size as they are now.
    pub fn current_config(&self) -> RunConfig {
        let sent =
            self.inner.with_value(|inner| inner.sent.as_ref().map(|sent| sent.config.clone()));
        sent.unwrap_or_else(|| RunConfig {
            learning_rate: self.learning_rate.get_untracked(),
            batch_size: self.batch_size.get_untracked(),
            ..self.config.get_untracked()
        })
    }

    /// Takes note of a command that changes what the run is.
    pub(super) fn note_sent(&self, command: &Command) {
        match command {
            Command::Configure { config, .. } | Command::StartFrom { config, .. } => {
                self.expect(Some(config.clone()));
            }
            // Told when it has come, or by whoever knows it.
            Command::Restore { .. }
            | Command::OpenCard { .. }
            | Command::OpenLink { .. }
            | Command::OpenWeights { .. }
            | Command::LearnHandwriting { .. } => self.expect(None),
            Command::Amend { config } => self.expect_again(config.clone()),
            Command::SetPoints { points } => {
                let dataset = points.clone().into();
                self.expect_again(RunConfig { dataset, ..self.current_config() });
            }
            Command::SetLearningRate(rate) => self.amend_sent(|sent| sent.learning_rate = *rate),
            Command::SetBatchSize(size) => self.amend_sent(|sent| sent.batch_size = *size),
            Command::SetPenalty(penalty) => self.amend_sent(|sent| sent.penalty = *penalty),
            _ => {}
        }
    }

    /// The next run will be of this configuration, if that is known.
    pub(super) fn expect(&self, config: Option<RunConfig>) {
        let sent = config.map(|config| Sent { config, n_unanswered: 1 });
        self.inner.update_value(|inner| inner.sent = sent);
    }

    /// The same run will be of this one.
    fn expect_again(&self, config: RunConfig) {
        self.inner.update_value(|inner| {
            let before = inner.sent.as_ref().map_or(0, |sent| sent.n_unanswered);
            inner.sent = Some(Sent { config, n_unanswered: before + 1 });
        });
    }

    fn amend_sent(&self, edit: impl FnOnce(&mut RunConfig)) {
        self.inner.update_value(|inner| {
            if let Some(sent) = &mut inner.sent {
                edit(&mut sent.config);
            }
        });
    }

    /// What a configuration that the engine tells is by now: what was changed since without
    /// an answer of its own is in it. None if a newer one is still to come.
    pub(super) fn confirmed(&self, told: RunConfig) -> Option<RunConfig> {
        let mut now = Some(told);
        self.inner.update_value(|inner| {
            let Some(sent) = &mut inner.sent else { return };
            sent.n_unanswered -= 1;
            if sent.n_unanswered > 0 {
                now = None;
                return;
            }
            if let Some((now, sent)) = now.as_mut().zip(inner.sent.take()) {
                let Sent { config, .. } = sent;
                now.learning_rate = config.learning_rate;
                now.batch_size = config.batch_size;
                now.penalty = config.penalty;
            }
        });
        now
    }
}
