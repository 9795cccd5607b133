//! What has been tried: a failure, and perhaps a cure of it.

use leptos::prelude::*;

use super::LAB;
use crate::state::{Room, State};
use descent::gallery::{self, Cure, Failure};
use descent::protocol::Status;
use descent::training::{History, RunConfig};

/// What the lab's run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Which failure.
    pub idx: usize,
    /// Whether it was let fail.
    pub was_begun: bool,
    /// The cure that was tried since, by its number.
    pub cure: Option<usize>,
    /// How the failure went, once a cure was tried.
    pub failed: History,
}

impl Tried {
    /// The failure.
    pub fn failure(&self) -> &'static Failure {
        gallery::ALL[self.idx.min(gallery::ALL.len() - 1)]
    }

    /// "waiting", "failing", or "cured" with the cure's number.
    pub fn stage(&self) -> String {
        match (self.was_begun, self.cure) {
            (_, Some(idx)) => format!("cured {idx}"),
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
        self.tried.update(|tried| {
            if tried.cure.is_none() && tried.was_begun {
                tried.failed = self.history.get_untracked();
            }
            tried.was_begun = true;
            tried.cure = Some(idx);
        });
        self.train_anew(config);
    }

    /// Takes note that a run is taken up again, if it is one of this lab's: a failure, or a cure
    /// of it.
    pub(crate) fn tried_opened(&self, config: &RunConfig) {
        if !untrack(|| self.is_wrong_open()) {
            return;
        }
        let found = gallery::ALL.iter().enumerate().find_map(|(idx, failure)| {
            let cure = failure.cures.iter().position(|cure| cure.of(failure) == *config);
            ((failure.config)() == *config || cure.is_some()).then_some((idx, cure))
        });
        let (idx, cure) = found.unwrap_or_default();
        self.tried.set(Tried { idx, was_begun: true, cure, failed: History::default() });
    }

    /// The best cure of the failure that is open, unless one is being tried. Tracked.
    pub fn cure_at_hand(&self) -> Option<&'static Cure> {
        let is_open = self.is_wrong_open();
        let cure = |tried: &Tried| tried.cure.is_none().then(|| tried.failure().cures.first());
        is_open.then(|| self.tried.with(cure)).flatten().flatten()
    }

    /// Whether this lab is open. Tracked.
    pub fn is_wrong_open(&self) -> bool {
        self.room.get() == Room::Small && self.small_lab.with(|lab| lab.key == LAB.key)
    }
}
