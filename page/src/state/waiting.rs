//! Runs that wait: while a worked example is open, or another room that has a run of its own.
//! The engine has one run at a time; a waiting one is a checkpoint and what the page knows of
//! it.

use leptos::prelude::*;

use super::ledger::{Shown, new_id};
use super::lessons::is_ours;
use super::{Made, State};
use descent::ledger::{EntryId, Saved};
use descent::protocol::{Command, HistoryPoint, Progress, RunId};
use descent::training::{History, RunConfig};

/// A run to go back to.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    run: RunId,
    /// Which entry of the ledger it is kept as; none for a worked example.
    pub entry: Option<EntryId>,
    /// With rate and batch size as they were at last.
    config: RunConfig,
    /// None if it stood at its start.
    saved: Option<Saved>,
    /// Where it stands, as was told last.
    progress: Option<Progress>,
    history: History,
    made: Made,
}

impl Waiting {
    /// One that stands at its start.
    pub(super) fn at_start(config: RunConfig) -> Self {
        Self {
            run: RunId(0),
            entry: Some(new_id()),
            config,
            saved: None,
            progress: None,
            history: History::default(),
            made: Made::None,
        }
    }

    /// Whether it has made steps.
    pub(super) fn has_begun(&self) -> bool {
        !self.history.train().is_empty()
    }
}

impl State {
    /// Pauses the run and makes it one that waits. What it has to tell of its last steps comes
    /// after this: see [`told_waiting`](Self::told_waiting).
    pub(super) fn set_aside(&self) -> Waiting {
        self.send(Command::Pause);
        let (run, entry, saved) =
            self.inner.with_value(|inner| (inner.run, inner.entry, inner.saved.clone()));
        Waiting {
            run,
            entry,
            config: self.current_config(),
            saved,
            progress: self.progress.get_untracked(),
            history: self.history.get_untracked(),
            made: self.made.get_untracked(),
        }
    }

    /// Goes back to a run that waited. The page shows it at once, before the engine has it.
    pub(super) fn take_up(&self, waiting: Waiting) {
        let Waiting { run: from, entry, config, saved, history, made, .. } = waiting;
        let run = self.next_run();
        self.inner.update_value(|inner| inner.returned_from = Some(from));
        self.forget_answers();
        self.learning_rate.set(config.learning_rate);
        self.batch_size.set(config.batch_size);
        self.config.set(config.clone());
        self.history.set(history);
        self.made.set(made);
        self.inner.update_value(|inner| {
            inner.saved.clone_from(&saved);
            inner.entry = entry;
        });
        if saved.is_none() && self.begin_at_file(None) {
            return;
        }
        let expected = config.clone();
        self.send(match saved {
            Some(Saved { checkpoint, .. }) => Command::Restore {
                run,
                learning_rate: Some(config.learning_rate),
                batch_size: Some(config.batch_size),
                checkpoint,
            },
            // Its start may be the shipped network: no seed leads there.
            None if is_ours(&config) => {
                let start = self.collection.start_of(&config);
                Command::LearnHandwriting { run, config, start }
            }
            None => self.at_start(run, config),
        });
        self.expect(Some(expected));
    }

    /// Takes in what a run that waits tells of its last steps.
    pub(super) fn told_waiting(
        &self,
        run: RunId,
        progress: Option<Progress>,
        points: Vec<HistoryPoint>,
        saved: Option<Saved>,
    ) {
        // Gone back to it before it has told them: it is taken up once more, with them.
        let is_back = self.inner.with_value(|inner| inner.returned_from == Some(run));
        if is_back {
            self.history.update(|history| points.into_iter().for_each(|point| history.push(point)));
            if let Some(saved) = saved {
                let entry = self.inner.with_value(|inner| inner.entry);
                self.take_up(Waiting {
                    run,
                    entry,
                    config: self.current_config(),
                    saved: Some(saved),
                    progress: None,
                    history: self.history.get_untracked(),
                    made: self.made.get_untracked(),
                });
            }
            return;
        }
        let (mut told, is_new) = (None, saved.is_some());
        self.inner.update_value(|inner| {
            let home = inner.home;
            let of_card = inner.before_card.iter_mut().map(|waiting| (home, waiting));
            let of_rooms = inner.waiting.iter_mut().map(|(home, waiting)| (*home, waiting));
            let mut all = of_card.chain(of_rooms);
            let Some((home, waiting)) = all.find(|(_, waiting)| waiting.run == run) else { return };
            for point in points {
                waiting.history.push(point);
            }
            if saved.is_some() {
                waiting.saved = saved;
            }
            if progress.is_some() {
                waiting.progress = progress;
            }
            told = Some((home, waiting.clone()));
        });
        if let Some((home, waiting)) = told {
            self.keep_waiting(home, &waiting, is_new);
        }
    }

    /// Keeps a run that waits as it is now.
    fn keep_waiting(&self, home: &'static str, waiting: &Waiting, is_new: bool) {
        let Waiting { entry, config, saved, progress, history, made, .. } = waiting;
        if let (Some(id), Some(progress)) = (*entry, progress) {
            let (config, saved) = (config.clone(), saved.clone());
            self.keep_shown(Shown { id, home, config, progress, history, made, saved, is_new });
        }
    }
}
