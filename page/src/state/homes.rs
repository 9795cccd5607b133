//! Where runs live: the lesson and the digits lab share one, a small lab has its own. The
//! others wait meanwhile.

use leptos::prelude::*;

use super::waiting::Waiting;
use super::{Room, Screen, State};
use crate::small::Lab;
use descent::data::Augmentation;
use descent::data::digit::Normalization;
use descent::protocol::Reader;
use descent::training::RunConfig;

/// Where the lesson's run lives.
pub(super) const DIGITS: &str = "digits";

impl State {
    /// Goes to another room.
    pub fn enter(&self, room: Room) {
        if self.screen.get_untracked() == Screen::Steps {
            self.close_steps(false);
        }
        self.normalization.set(Normalization::FULL);
        self.room.set(room);
        self.settle();
    }

    /// Opens a small lab.
    pub fn open_lab(&self, lab: &'static Lab) {
        self.small_lab.set(lab);
        self.settle();
    }

    /// Begins the lesson's run anew with its images changed so, and goes there. The run so far
    /// can be had back.
    pub fn learn_augmented(&self, augmentation: Augmentation) {
        self.enter(Room::Lesson);
        let config = RunConfig { augmentation, ..self.current_config() };
        let text = "At the start, with digits that are changed anew in each epoch. Press Train.";
        self.begin(config, Some(text));
    }

    /// Takes up the run that lives where one is now; the run so far waits.
    fn settle(&self) {
        let (home, start): (_, fn() -> RunConfig) = match self.room.get_untracked() {
            Room::Lesson | Room::Lab => (DIGITS, RunConfig::default),
            Room::Small => {
                let lab = self.small_lab.get_untracked();
                // One without a run leaves things as they are.
                let Some(start) = lab.start else { return };
                (lab.key, start)
            }
        };
        let from = self.inner.with_value(|inner| inner.home);
        if from == home {
            return;
        }
        let left = (self.set_aside(), self.reader.get_untracked());
        let mut next = None;
        self.inner.update_value(|inner| {
            inner.home = home;
            inner.waiting.push((from, left.0));
            let at = inner.waiting.iter().position(|&(key, _)| key == home);
            next = at.map(|at| inner.waiting.swap_remove(at).1);
            if from == DIGITS {
                inner.reader_of_digits = left.1;
            }
        });
        self.notice.set(None);
        self.trace.set(None);
        self.selected.set(None);
        self.take_up(next.unwrap_or_else(|| Waiting::at_start(start())));
        self.set_reader(match home {
            DIGITS => self.inner.with_value(|inner| inner.reader_of_digits),
            _ => Reader::Run,
        });
    }
}
