//! The present run on its way into the storage: with each checkpoint that the engine sends,
//! and when it stands. The newest of each run waits to be written.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

use super::super::abreast::home_alone;
use super::super::{Made, State};
use super::Ledger;
use descent::ledger::overlay::sketch;
use descent::ledger::{Contents, EntryId, Label, Saved, Standing, Summary};
use descent::protocol::{Command, Metrics, Progress, Status};
use descent::training::{History, RunConfig};

/// A run as it stood, to be written.
pub(super) struct Pending {
    pub id: EntryId,
    pub parent: Option<(EntryId, u64)>,
    pub summary: Summary,
    pub contents: Contents,
}

/// What of a run tells whether it has to be written again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    step: u64,
    saved_at: Option<u64>,
    is_under_way: bool,
    test: Option<Metrics>,
}

impl Mark {
    /// That of a run as it is kept.
    pub fn of(summary: &Summary, contents: &Contents) -> Self {
        Self {
            step: summary.step,
            saved_at: contents.saved.as_ref().map(|saved| saved.step),
            is_under_way: summary.standing == Standing::Training,
            test: summary.test,
        }
    }

    /// Whether a run that stands so is kept already. Taken up again, it has no held-out
    /// figures until they are worked out once more.
    fn covers(self, now: Self) -> bool {
        self == Self { test: now.test.or(self.test), ..now }
    }
}

/// A run, as the page knows it.
pub struct Shown<'a> {
    /// Which entry it is kept as.
    pub id: EntryId,
    /// Where it lives.
    pub home: &'static str,
    /// With rate and batch size as they are now.
    pub config: RunConfig,
    /// Where it stands.
    pub progress: &'a Progress,
    /// Its curves.
    pub history: &'a History,
    /// With which settings its steps were made.
    pub made: &'a Made,
    /// As the engine last sent it.
    pub saved: Option<Saved>,
    /// It has just sent it: whatever is kept is older.
    pub is_new: bool,
}

impl State {
    /// Keeps the present run as it is now, if it has made an update and is not kept so;
    /// `is_new` if the engine has just sent it.
    pub(in super::super) fn keep_run(&self, is_new: bool) {
        let Some(progress) = self.progress.get_untracked() else { return };
        let (id, home, saved) =
            self.inner.with_value(|inner| (inner.entry, inner.home, inner.saved.clone()));
        let Some(id) = id else { return };
        let (history, made) = (self.history.get_untracked(), self.made.get_untracked());
        let config = self.current_config();
        let (progress, history, made) = (&progress, &history, &made);
        self.keep_shown(Shown { id, home, config, progress, history, made, saved, is_new });
    }

    /// Keeps a run as it is now.
    pub(in super::super) fn keep_shown(&self, run: Shown<'_>) {
        let Shown { id, home, config, progress, history, made, saved, is_new } = run;
        let saved_at = saved.as_ref().map(|saved| saved.step);
        let has_diverged = progress.status == Status::Diverged;
        // One that has gone back is kept as it was before: it may go forward again.
        let has_gone_back = progress.step < progress.newest;
        if progress.step == 0 || has_gone_back || (saved.is_none() && !has_diverged) {
            return;
        }
        let (step, test) = (progress.step, progress.test);
        let mark = Mark { step, saved_at, is_under_way: progress.is_under_way(), test };
        let is_kept = self
            .ledger
            .inner
            .with_value(|inner| inner.marks.get(&id).is_some_and(|before| before.covers(mark)));
        if is_kept && !is_new {
            return;
        }
        let start = self.start_of(id);
        let summary = Summary {
            label: Label { id, ..Label::default() },
            home: home_alone(home, &config).to_owned(),
            config,
            standing: match progress.status {
                Status::Paused | Status::Rewinding => Standing::Paused,
                Status::Training | Status::WaitingForData => Standing::Training,
                Status::Diverged => Standing::Diverged,
                Status::Finished(_) => Standing::Finished,
            },
            // What is kept can be gone on with from there.
            step: saved_at.filter(|_| !has_diverged).unwrap_or(step),
            epoch: progress.epoch,
            train_seconds: progress.train_seconds,
            train: progress.train,
            test: progress.test.or_else(|| history.test().last().and_then(|point| point.test)),
            parent: None,
            is_version: false,
            sketch: sketch(history),
            origin: start.as_ref().map(|start| start.origin().clone()),
            race: self.ledger.race_of(id),
        };
        let made = match made {
            Made::Alike(config) => Some((**config).clone()),
            Made::None | Made::Changed => None,
        };
        let contents = Contents { history: history.clone(), made, saved, start };
        self.ledger.inner.update_value(|inner| {
            inner.marks.insert(id, mark);
            inner.pending.retain(|pending| pending.id != id);
            let parent = inner.parents.get(&id).copied();
            inner.pending.push(Pending { id, parent, summary, contents });
        });
        self.write_next();
    }

    /// The present run goes another way after `step` than it did before: from now on it is kept
    /// as a branch of the one so far. Whether that one is kept.
    pub(in super::super) fn branch_off(&self, step: u64) -> bool {
        let Some(before) = self.inner.with_value(|inner| inner.entry) else { return false };
        let is_kept = self.ledger.inner.with_value(|inner| inner.marks.contains_key(&before));
        let from = self.ledger.line_of(before, step);
        if is_kept {
            self.begin_entry();
            let branch = self.inner.with_value(|inner| inner.entry);
            self.ledger.inner.update_value(|inner| {
                inner.parents.extend(branch.map(|branch| (branch, from)));
            });
            // They began alike: a reset leads both to the same weights.
            self.inner.update_value(|inner| {
                if let Some(branch) = branch {
                    inner.starts.pass_on(before, branch);
                }
            });
        }
        is_kept
    }

    /// Has the run kept when its window is left: it may be closed next.
    pub(in super::super) fn keep_when_left(&self) {
        let state = *self;
        let save = move |_: web_sys::Event| {
            if document().hidden() && untrack(|| state.is_training()) {
                state.send(Command::Save);
            }
        };
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(save).into_js_value();
        // For as long as the page lives; a constant name can always be listened to.
        let _ = document()
            .add_event_listener_with_callback("visibilitychange", listener.unchecked_ref());
    }
}

impl Ledger {
    /// Takes note that this window goes on with a run that is kept.
    pub(super) fn adopt(self, summary: &Summary, contents: &Contents) {
        let label = summary.label.clone();
        self.inner.update_value(|inner| {
            inner.marks.insert(label.id, Mark::of(summary, contents));
            inner.labels.insert(label.id, label);
        });
    }
}
