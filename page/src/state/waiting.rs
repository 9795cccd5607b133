//! Runs that wait: while a worked example is open, or another room that has a run of its own.
//! The engine has one run at a time; a waiting one is a checkpoint and what the page knows of
//! it.

use leptos::prelude::*;

use super::lessons::is_ours;
use super::{Made, State};
use descent::protocol::{Command, HistoryPoint, RunId};
use descent::training::{History, RunConfig};

/// A run to go back to.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    run: RunId,
    /// With rate and batch size as they were at last.
    config: RunConfig,
    /// None if it stood at its start.
    checkpoint: Option<Vec<u8>>,
    history: History,
    made: Made,
}

impl Waiting {
    /// One that stands at its start.
    pub(super) fn at_start(config: RunConfig) -> Self {
        Self {
            run: RunId(0),
            config,
            checkpoint: None,
            history: History::default(),
            made: Made::None,
        }
    }
}

impl State {
    /// Pauses the run and makes it one that waits. What it has to tell of its last steps comes
    /// after this: see [`told_waiting`](Self::told_waiting).
    pub(super) fn set_aside(&self) -> Waiting {
        self.send(Command::Pause);
        let (run, checkpoint) =
            self.inner.with_value(|inner| (inner.run, inner.checkpoint.clone()));
        Waiting {
            run,
            config: self.current_config(),
            checkpoint,
            history: self.history.get_untracked(),
            made: self.made.get_untracked(),
        }
    }

    /// Goes back to a run that waited. The page shows it at once, before the engine has it.
    pub(super) fn take_up(&self, waiting: Waiting) {
        let Waiting { run: from, config, checkpoint, history, made } = waiting;
        let run = self.next_run();
        self.inner.update_value(|inner| inner.returned_from = Some(from));
        self.forget_answers();
        self.learning_rate.set(config.learning_rate);
        self.batch_size.set(config.batch_size);
        self.config.set(config.clone());
        self.history.set(history);
        self.made.set(made);
        self.inner.update_value(|inner| inner.checkpoint.clone_from(&checkpoint));
        let expected = config.clone();
        self.send(match checkpoint {
            Some(checkpoint) => Command::Restore {
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
            None => Command::Configure { run, config },
        });
        self.expect(Some(expected));
    }

    /// Takes in what a run that waits tells of its last steps.
    pub(super) fn told_waiting(
        &self,
        run: RunId,
        points: Vec<HistoryPoint>,
        saved: Option<Vec<u8>>,
    ) {
        // Gone back to it before it has told them: it is taken up once more, with them.
        let is_back = self.inner.with_value(|inner| inner.returned_from == Some(run));
        if is_back {
            self.history.update(|history| points.into_iter().for_each(|point| history.push(point)));
            if let Some(checkpoint) = saved {
                self.take_up(Waiting {
                    run,
                    config: self.current_config(),
                    checkpoint: Some(checkpoint),
                    history: self.history.get_untracked(),
                    made: self.made.get_untracked(),
                });
            }
            return;
        }
        self.inner.update_value(|inner| {
            let of_rooms = inner.waiting.iter_mut().map(|(_, waiting)| waiting);
            let mut all = inner.before_card.iter_mut().chain(of_rooms);
            let Some(waiting) = all.find(|waiting| waiting.run == run) else { return };
            for point in points {
                waiting.history.push(point);
            }
            if saved.is_some() {
                waiting.checkpoint = saved;
            }
        });
    }
}
