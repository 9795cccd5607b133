//! Where runs live: the lesson and the digits lab share one, a small lab has its own. The
//! others wait meanwhile.

use leptos::prelude::*;

use super::waiting::Waiting;
use super::{Room, Screen, State};
use crate::pace;
use crate::small::pages::{self, Home, Page};
use crate::small::{Lab, abreast};
use descent::data::Augmentation;
use descent::data::digit::Normalization;
use descent::data::scaling::Scaling;
use descent::protocol::{Command, Pace, Reader};
use descent::registry::Choice;
use descent::training::RunConfig;

/// Where the lesson's run lives.
pub(super) const DIGITS: &str = "digits";

/// A home's key, and what its run begins as.
pub(super) type Start = (&'static str, fn() -> RunConfig);

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

    /// The same with its inputs scaled so.
    pub fn learn_scaled(&self, scaling: Choice<Scaling>) {
        self.enter(Room::Lesson);
        let config = RunConfig { scaling, ..self.current_config() };
        let text = format!("At the start, with inputs by {}. Press Train.", scaling.formula);
        self.begin(config, Some(&text));
    }

    /// Whether the present run lives here.
    pub(super) fn is_at_home(&self, home: &Home) -> bool {
        self.inner.with_value(|inner| inner.home == home.key)
    }

    /// Opens a page of a lab.
    pub fn show_page(&self, lab: &'static Lab, page: &'static Page) {
        self.small_pages.update(|open| {
            open.insert(lab.key, page);
        });
        self.settle();
    }

    /// The page of a lab that is open, if it has pages. Tracked.
    pub fn open_page(&self, lab: &Lab) -> Option<&'static Page> {
        let open = self.small_pages.with(|open| open.get(lab.key).copied());
        open.or_else(|| pages::of(lab).first().copied())
    }

    /// The run of the small lab that is open, where it lives and what it begins as. Tracked.
    pub fn small_run(&self) -> Option<Start> {
        let lab = self.small_lab.get();
        match self.open_page(lab) {
            Some(page) => page.home.map(|home| (home.key, home.start)),
            None => lab.start.map(|start| (lab.key, start)),
        }
    }

    /// Whether what is open is about a run: some labs and pages have none. Tracked.
    pub fn has_run_here(&self) -> bool {
        self.room.get() != Room::Small || self.small_run().is_some()
    }

    /// How fast to go on, in this run and in those to come; or, where a home has a pace of
    /// its own, there.
    pub fn set_pace(&self, pace: Pace) {
        if self.pace.get_untracked() != pace {
            self.pace.set(pace);
            if paced(self.inner.with_value(|inner| inner.home)).is_none() {
                pace::remember(pace);
            }
            self.send(Command::SetPace(pace));
        }
    }

    /// The pace that belongs to a home, when one comes from another.
    fn change_pace(&self, from: &'static str, to: &'static str) {
        let key = |home: &'static str| paced(home).map_or(DIGITS, |_| home);
        let (from, to) = (key(from), key(to));
        if from == to {
            return;
        }
        let now = self.pace.get_untracked();
        let mut next = None;
        self.inner.update_value(|inner| {
            inner.paces.insert(from, now);
            next = inner.paces.get(to).copied();
        });
        let next = next.or_else(|| paced(to)).unwrap_or_default();
        self.pace.set(next);
        self.send(Command::SetPace(next));
    }

    /// Takes up the run that lives where one is now; the run so far waits.
    fn settle(&self) {
        // It is gone on with elsewhere now, and what was told there was of what is left.
        let _ = self.take_return();
        self.notice.set(None);
        let (home, start): Start = match self.room.get_untracked() {
            Room::Lesson | Room::Lab => (DIGITS, RunConfig::default),
            // It has no run of its own, and what can't be stopped here must not go on.
            Room::Runs => {
                self.leave_link();
                return self.send(Command::Pause);
            }
            Room::Small => {
                match untrack(|| self.small_run()) {
                    Some(run) => run,
                    // One without a run leaves it where it is; but what can't be seen or
                    // stopped here must not go on.
                    None => {
                        self.leave_link();
                        return self.send(Command::Pause);
                    }
                }
            }
        };
        let from = self.inner.with_value(|inner| inner.home);
        if from == home {
            return;
        }
        self.leave_link();
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
        self.trace.set(None);
        self.selected.set(None);
        self.change_pace(from, home);
        match home == abreast::HOME.key {
            true => self.return_abreast(next.as_ref()),
            false => self.take_up(next.unwrap_or_else(|| Waiting::at_start(start()))),
        }
        self.set_reader(match home {
            DIGITS => self.inner.with_value(|inner| inner.reader_of_digits),
            _ => Reader::Run,
        });
    }
}

/// How fast a run goes on at first in the home of this key, if its pace is its own.
fn paced(key: &str) -> Option<Pace> {
    let of_lab = |lab: &&Lab| (lab.key == key).then_some(lab.steps_per_second).flatten();
    let labs = crate::small::ALL.iter();
    let homes = labs.clone().flat_map(|lab| pages::of(lab)).filter_map(|page| page.home);
    let of_pages = homes.filter(|home| home.key == key).map(|home| home.steps_per_second);
    of_pages.chain(labs.filter_map(of_lab)).next().and_then(Pace::steps_per_second)
}
