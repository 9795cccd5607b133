//! Runs: begun, kept, brought back, and gone on with after a crash.

use std::time::Duration;

use leptos::prelude::*;

use super::questions::Question;
use super::{Kept, Made, Notice, State, Way, WorkerState};
use descent::protocol::{Command, RunId, Status};
use descent::training::{History, RunConfig};

/// How long the way back from a new run is offered; going on with it ends it sooner.
const NOTICE_LASTS: Duration = Duration::from_secs(10);

impl State {
    pub(super) fn crashed(&self, message: String) {
        self.worker.set(WorkerState::Crashed(message));
        self.inner.update_value(|inner| {
            inner.inspect = Question::default();
            inner.parameters = Question::default();
            inner.trace = Question::default();
            inner.probe = Question::default();
            inner.nudge = Question::default();
            inner.looks = Default::default();
            inner.trace_after = None;
        });
        self.progress.update(|progress| {
            if let Some(progress) = progress {
                progress.status = Status::Paused;
                progress.samples_per_second = 0.0;
            }
        });
    }

    /// A new worker, which goes on from the last checkpoint.
    pub fn restart_worker(&self) {
        self.worker.set(WorkerState::Loading);
        self.inner.with_value(|inner| {
            if let Some(client) = &inner.client {
                client.restart();
            }
        });
        self.load();
        self.send(Command::SetPace(self.pace.get_untracked()));
        let run = self.next_run();
        match self.inner.with_value(|inner| inner.checkpoint.clone()) {
            Some(checkpoint) => self.send(Command::Restore {
                run,
                learning_rate: Some(self.learning_rate.get_untracked()),
                batch_size: Some(self.batch_size.get_untracked()),
                checkpoint,
            }),
            None => {
                self.history.set(History::default());
                self.made.set(Made::None);
                self.send(Command::Configure { run, config: self.current_config() });
            }
        }
    }

    /// Begins a run at its start. The run so far can be had back from the notice.
    pub fn begin(&self, config: RunConfig, text: Option<&str>) {
        let kept = self.keep();
        self.notice
            .set(text.map(|text| Notice { text: text.to_owned(), way: kept.map(Way::Undo) }));
        let (notice, told) = (self.notice, self.notice.get_untracked());
        set_timeout(
            move || {
                if notice.try_get_untracked().is_some_and(|now| now == told) {
                    notice.set(None);
                }
            },
            NOTICE_LASTS,
        );
        self.inner.update_value(|inner| inner.checkpoint = None);
        self.history.set(History::default());
        self.made.set(Made::None);
        let run = self.next_run();
        self.send(Command::Configure { run, config });
    }

    /// Goes back to a run as it was.
    pub fn undo(&self, kept: Kept) {
        self.notice.set(None);
        self.history.set(kept.history);
        self.made.set(kept.made);
        let run = self.next_run();
        self.inner.update_value(|inner| inner.checkpoint = Some(kept.checkpoint.clone()));
        self.send(Command::Restore {
            run,
            learning_rate: Some(kept.learning_rate),
            batch_size: Some(kept.batch_size),
            checkpoint: kept.checkpoint,
        });
    }

    /// The run so far, if there is anything to keep.
    pub(super) fn keep(&self) -> Option<Kept> {
        let trained = self.progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.step > 0));
        let checkpoint = self.inner.with_value(|inner| inner.checkpoint.clone())?;
        trained.then(|| Kept {
            checkpoint,
            learning_rate: self.learning_rate.get_untracked(),
            batch_size: self.batch_size.get_untracked(),
            history: self.history.get_untracked(),
            made: self.made.get_untracked(),
        })
    }

    pub(super) fn next_run(&self) -> RunId {
        self.inner.update_value(|inner| {
            inner.run.0 += 1;
            inner.trace_after = None;
        });
        self.inner.with_value(|inner| inner.run)
    }
}
