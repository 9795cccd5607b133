//! Runs: begun, kept, brought back, and gone on with after a crash.

use std::time::Duration;

use leptos::prelude::*;

use super::lessons::is_ours;
use super::looks::Slot;
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
            inner.trace_after = None;
            // What it never took up is not asked for again.
            inner.sent = None;
        });
        self.halt_abreast();
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
        let lost = self.take_looks();
        self.inner.with_value(|inner| {
            if let Some(client) = &inner.client {
                client.restart();
            }
        });
        self.load();
        self.send(Command::SetPace(self.pace.get_untracked()));
        // First: the run may be one on these drawings.
        self.tell_drawings_again();
        if self.restart_abreast() {
            return self.ask_again(lost);
        }
        let run = self.next_run();
        let config = self.current_config();
        let is_lost = !self.has_data_of(&config.dataset);
        match self.inner.with_value(|inner| inner.saved.clone()) {
            // Other drawings than it began with, or its start weights, which are not kept.
            saved if is_ours(&config) && (is_lost || saved.is_none()) => {
                let text =
                    "The run on our handwriting could not be taken up again: begin it once more.";
                self.notice.set(Some(Notice { text: text.to_owned(), way: None }));
                self.begin_entry();
                self.history.set(History::default());
                self.made.set(Made::None);
                let config = untrack(|| self.before_handwriting());
                self.send(Command::Configure { run, config });
            }
            Some(saved) => self.send(Command::Restore {
                run,
                learning_rate: Some(self.learning_rate.get_untracked()),
                batch_size: Some(self.batch_size.get_untracked()),
                checkpoint: saved.checkpoint,
            }),
            None if self.begin_at_file(None) => {}
            None => {
                self.history.set(History::default());
                self.made.set(Made::None);
                self.send(self.at_start(run, config));
            }
        }
        self.ask_again(lost);
    }

    /// Begins a run at its start. The run so far can be had back from the notice.
    pub fn begin(&self, config: RunConfig, text: Option<&str>) {
        if is_ours(&config) {
            if untrack(|| self.collection.counts().0 == 0) {
                let text = "There are no drawings left to learn from. Collect some in the lab, or \
                    choose another data set.";
                self.notice.set(Some(Notice { text: text.to_owned(), way: None }));
                return;
            }
            let start = self.collection.start_of(&config);
            self.begin_by(text, |run| Command::LearnHandwriting { run, config, start });
            // A link would hold neither the drawings nor such a start.
            self.made.set(Made::Changed);
        } else {
            self.begin_by(text, |run| Command::Configure { run, config });
        }
    }

    /// What comes now is another run than the one so far, which stays in the ledger as it is.
    pub(super) fn begin_entry(&self) {
        self.inner.update_value(|inner| {
            inner.saved = None;
            inner.entry = Some(super::ledger::new_id());
        });
    }

    /// Tells something that there is no way back from.
    pub fn tell(&self, text: &str) {
        self.notice.set(Some(Notice { text: text.to_owned(), way: None }));
    }

    /// The same by any command that begins a run.
    pub(super) fn begin_by(&self, text: Option<&str>, command: impl FnOnce(RunId) -> Command) {
        self.leave_link();
        self.make_room(text);
        let run = self.next_run();
        self.send(command(run));
    }

    /// The run so far makes room for another one, and can be had back from the notice.
    pub(super) fn make_room(&self, text: Option<&str>) {
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
        self.begin_entry();
        self.history.set(History::default());
        self.made.set(Made::None);
        self.answers.of(Slot::Vitals).set(None);
    }

    /// Goes back to a run as it was.
    pub fn undo(&self, kept: Kept) {
        if !self.has_data_of(&kept.config.dataset) {
            let text =
                "That run learned from other drawings than there are now: it can't be had back.";
            self.notice.set(Some(Notice { text: text.to_owned(), way: None }));
            return;
        }
        self.leave_link();
        self.notice.set(None);
        self.history.set(kept.history);
        self.made.set(kept.made);
        let run = self.next_run();
        self.inner.update_value(|inner| {
            inner.saved = Some(kept.saved.clone());
            inner.entry = kept.entry;
        });
        self.send(Command::Restore {
            run,
            learning_rate: Some(kept.config.learning_rate),
            batch_size: Some(kept.config.batch_size),
            checkpoint: kept.saved.checkpoint,
        });
        self.expect(Some(*kept.config));
    }

    /// The run so far, if there is anything to keep.
    pub(super) fn keep(&self) -> Option<Kept> {
        // One that has just been taken up again has not told yet where it stands.
        let trained = self.progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.step > 0))
            || self.history.with_untracked(|history| !history.train().is_empty());
        let (saved, entry) =
            self.inner.with_value(|inner| inner.saved.clone().map(|saved| (saved, inner.entry)))?;
        trained.then(|| Kept {
            entry,
            saved,
            config: Box::new(self.current_config()),
            history: self.history.get_untracked(),
            made: self.made.get_untracked(),
        })
    }

    /// The current run. Not tracked: with another one the configuration is set.
    pub fn run_id(&self) -> RunId {
        self.inner.with_value(|inner| inner.run)
    }

    pub(super) fn next_run(&self) -> RunId {
        let run = self.after_last_run();
        self.become_run(run);
        run
    }

    /// This run is the present one from now on.
    pub(super) fn become_run(&self, run: RunId) {
        self.inner.update_value(|inner| {
            inner.run = run;
            inner.trace_after = None;
            inner.returned_from = None;
        });
        self.leave_abreast();
        self.let_answers_go();
    }
}
