//! Worked examples: opened in the step view, and left for the run that was there before.

use leptos::prelude::*;

use super::waiting::Waiting;
use super::{Made, Screen, State};
use descent::protocol::{Command, RunId};
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

impl State {
    /// Opens a worked example in the step view. The run so far waits.
    pub fn open_card(&self, key: &str) {
        let is_first = self.card.with_untracked(Option::is_none)
            && self.inner.with_value(|inner| inner.before_card.is_none());
        if is_first {
            let waiting = self.set_aside();
            self.inner.update_value(|inner| inner.before_card = Some(waiting));
        }
        self.clear_link();
        self.linked.set(None);
        self.notice.set(None);
        self.trace.set(None);
        self.history.set(History::default());
        self.made.set(Made::None);
        self.inner.update_value(|inner| {
            inner.saved = None;
            inner.entry = None;
        });
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
        // Opened by a link, there was none.
        self.take_up(before.unwrap_or_else(|| Waiting::at_start(RunConfig::default())));
    }
}
