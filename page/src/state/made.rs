//! With which settings a run's steps were made. A link to a place of a run holds one
//! configuration, and makes all of its steps with it: it leads to the same numbers only if
//! they were made so.

use leptos::prelude::*;

use super::State;
use descent::training::RunConfig;

/// With which settings the steps so far were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Made {
    /// There are none yet.
    #[default]
    None,
    /// All with this configuration.
    Alike(Box<RunConfig>),
    /// Something was changed on the way.
    Changed,
}

impl State {
    /// Steps were made with the present settings.
    pub(super) fn note_steps(&self) {
        let now = self.current_config();
        let made = match self.made.get_untracked() {
            Made::None => Made::Alike(Box::new(now)),
            Made::Alike(before) if *before != now => Made::Changed,
            Made::Alike(_) | Made::Changed => return,
        };
        self.made.set(made);
    }

    /// Something about the run was changed by hand that its configuration does not hold.
    pub(crate) fn changed_by_hand(&self) {
        self.made.set(Made::Changed);
    }

    /// Whether the run, made again from its start with the present settings, is the same.
    /// Tracked.
    pub fn can_be_linked(&self) -> bool {
        let (rate, batch) = (self.learning_rate.get(), self.batch_size.get());
        self.config.track();
        self.made.with(|made| match made {
            Made::None => true,
            Made::Alike(config) => {
                let now = self.config.with(|now| RunConfig {
                    learning_rate: rate,
                    batch_size: batch,
                    ..now.clone()
                });
                **config == now
            }
            Made::Changed => false,
        })
    }
}
