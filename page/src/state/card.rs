//! Worked examples: opened in the step view, and left for the run that was there before.

use leptos::prelude::*;

use super::{Made, Screen, State, link};
use descent::protocol::{Command, HistoryPoint, RunId};
use descent::training::{History, RunConfig};
use descent::worked::CardRow;

/// The worked example that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCard {
    /// Its run.
    pub(super) run: RunId,
    /// The card's key.
    pub key: String,
    /// What is printed of it, beside what comes out.
    pub rows: Vec<CardRow>,
}

/// The run that was there before, to go back to.
#[derive(Clone, Debug)]
pub(super) struct Before {
    run: RunId,
    /// With rate and batch size as they were at last.
    config: RunConfig,
    /// None if it stood at its start.
    checkpoint: Option<Vec<u8>>,
    history: History,
    made: Made,
}

impl State {
    /// Opens a worked example in the step view. The run so far waits.
    pub fn open_card(&self, key: &str) {
        let is_first = self.card.with_untracked(Option::is_none)
            && self.inner.with_value(|inner| inner.before_card.is_none());
        if is_first {
            // What it has to tell of its last steps comes after this, see `told_before_card`.
            self.send(Command::Pause);
            let (config, history) = (self.current_config(), self.history.get_untracked());
            let made = self.made.get_untracked();
            self.inner.update_value(|inner| {
                let (run, checkpoint) = (inner.run, inner.checkpoint.clone());
                inner.before_card = Some(Before { run, config, checkpoint, history, made });
            });
        }
        link::clear();
        self.linked.set(None);
        self.notice.set(None);
        self.trace.set(None);
        self.history.set(History::default());
        self.made.set(Made::None);
        self.inner.update_value(|inner| inner.checkpoint = None);
        let run = self.next_run();
        self.send(Command::OpenCard { run, key: key.to_owned() });
        if self.screen.get_untracked() == Screen::Lesson {
            self.push_entry();
        }
        // Its trace is asked for when it has come.
        self.screen.set(Screen::Steps);
    }

    /// Goes back to the run from before, if a worked example is open.
    pub(crate) fn leave_card(&self) {
        let before = self.inner.try_update_value(|inner| inner.before_card.take()).flatten();
        if before.is_none() && self.card.with_untracked(Option::is_none) {
            return;
        }
        self.card.set(None);
        self.trace.set(None);
        let run = self.next_run();
        let (config, checkpoint, history, made) = match before {
            Some(before) => (before.config, before.checkpoint, before.history, before.made),
            // Opened by a link: there was none.
            None => (RunConfig::default(), None, History::default(), Made::None),
        };
        // The lesson is there at once, and has to be that of its own run.
        self.learning_rate.set(config.learning_rate);
        self.batch_size.set(config.batch_size);
        self.config.set(config.clone());
        self.history.set(history);
        self.made.set(made);
        self.inner.update_value(|inner| inner.checkpoint.clone_from(&checkpoint));
        self.send(match checkpoint {
            Some(checkpoint) => Command::Restore {
                run,
                learning_rate: Some(config.learning_rate),
                batch_size: Some(config.batch_size),
                checkpoint,
            },
            None => Command::Configure { run, config },
        });
    }

    /// Takes in what the run from before tells of its last steps.
    pub(super) fn told_before_card(
        &self,
        run: RunId,
        points: Vec<HistoryPoint>,
        saved: Option<Vec<u8>>,
    ) {
        self.inner.update_value(|inner| {
            let Some(before) = inner.before_card.as_mut().filter(|before| before.run == run) else {
                return;
            };
            for point in points {
                before.history.push(point);
            }
            if saved.is_some() {
                before.checkpoint = saved;
            }
        });
    }
}
