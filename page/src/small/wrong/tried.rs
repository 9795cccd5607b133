//! What has been tried: a failure, and perhaps a cure of it.

use leptos::prelude::*;

use super::LAB;
use crate::state::{Room, State};
use descent::gallery::{self, Failure};
use descent::protocol::Status;
use descent::training::{History, LearningRate};

/// What the lab's run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Which failure.
    pub idx: usize,
    /// Whether it was let fail.
    pub was_begun: bool,
    /// What was changed since.
    pub change: Option<Change>,
    /// How the failure went, once something was changed.
    pub failed: History,
}

/// What makes another run of a failure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A cure, by its number.
    Cure(usize),
    /// Only another learning rate, as the notices offer it.
    Rate(LearningRate),
}

impl Tried {
    /// The failure.
    pub fn failure(&self) -> &'static Failure {
        gallery::ALL[self.idx.min(gallery::ALL.len() - 1)]
    }

    /// The cure that is tried.
    pub fn cure(&self) -> Option<usize> {
        match self.change? {
            Change::Cure(idx) => Some(idx),
            Change::Rate(_) => None,
        }
    }

    /// "waiting", "failing", "slower", or "cured" with the cure's number.
    pub fn stage(&self) -> String {
        match (self.was_begun, self.change) {
            (_, Some(Change::Cure(idx))) => format!("cured {idx}"),
            (_, Some(Change::Rate(_))) => "slower".to_owned(),
            (true, None) => "failing".to_owned(),
            (false, None) => "waiting".to_owned(),
        }
    }
}

impl State {
    /// Whether the run that was tried has stopped by itself. Tracked.
    pub fn has_tried_ended(&self) -> bool {
        // Before the engine has the new run, the figures are the old one's; its curve is empty.
        let last = self.history.with(|history| history.train().last().map(|point| point.step));
        self.progress.with(|progress| match (progress, last) {
            (Some(p), Some(last)) => match p.status {
                Status::Finished(_) => p.step == last,
                Status::Diverged => p.step >= last,
                _ => false,
            },
            _ => false,
        })
    }

    /// Begins a failure and trains it.
    pub fn fail(&self, idx: usize) {
        let tried = Tried { idx, was_begun: true, ..Tried::default() };
        let config = (tried.failure().config)();
        self.tried.set(tried);
        self.train_anew(config);
    }

    /// Begins the same with a cure and trains it; how it failed is kept beside it.
    pub fn cure(&self, idx: usize) {
        let tried = self.tried.get_untracked();
        let failure = tried.failure();
        let Some(cure) = failure.cures.get(idx) else { return };
        let config = cure.of(failure);
        self.note_change(Change::Cure(idx));
        self.train_anew(config);
    }

    /// Takes note that the lab's run is begun with another rate, if it is the one that is open.
    pub(crate) fn note_other_rate(&self, rate: LearningRate) {
        let is_open = self.room.get_untracked() == Room::Small
            && self.small_lab.with_untracked(|lab| lab.key == LAB.key);
        if is_open {
            self.note_change(Change::Rate(rate));
        }
    }

    fn note_change(&self, change: Change) {
        self.tried.update(|tried| {
            if tried.change.is_none() && tried.was_begun {
                tried.failed = self.history.get_untracked();
            }
            tried.was_begun = true;
            tried.change = Some(change);
        });
    }
}
