//! Going back in a run.

use leptos::prelude::*;

use super::{Screen, State};
use descent::protocol::{Command, Progress, Reader};
use descent::training::RunConfig;

impl State {
    /// Goes to a step of the run that was made before; what came after it is kept.
    pub fn go_to(&self, step: u64) {
        self.notice.set(None);
        self.follow_run();
        self.send(Command::GoTo { step });
    }

    /// Where in epochs the run stands, if it has gone back. Tracked.
    pub fn rewound_to(&self) -> Option<f64> {
        self.progress
            .with(|progress| progress.as_ref().filter(|it| it.step < it.newest).map(|it| it.epoch))
    }

    /// The run stands at another of its steps.
    pub(super) fn rewound(&self, config: RunConfig, progress: Progress) {
        self.learning_rate.set(config.learning_rate);
        self.batch_size.set(config.batch_size);
        if self.config.with_untracked(|now| *now != config) {
            self.config.set(config);
        }
        self.finish_dismissed.set(false);
        self.progress.set(Some(progress));
        if self.reader.get_untracked() == Reader::Run {
            self.ask_inspection();
            self.ask_parameters(true);
        }
        if self.screen.get_untracked() == Screen::Steps {
            self.ask_trace();
        }
    }

    /// The run goes another way after this step than it did before.
    pub(super) fn turned_off(&self, step: u64) {
        let is_kept = self.branch_off(step);
        self.history.update(|history| history.truncate(step));
        let step = crate::format::count(step as usize);
        let before = if is_kept { " How it went then is kept in Runs." } else { "" };
        self.tell(&format!("From update {step} on the run goes another way.{before}"));
    }
}
