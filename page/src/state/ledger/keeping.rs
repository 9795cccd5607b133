//! The present run on its way into the storage: with each checkpoint that the engine sends,
//! and when it stands. One is written at a time; the newest of each run waits.

use gloo::storage::{SessionStorage, Storage as _};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

use super::super::abreast::home_alone;
use super::super::{Made, State};
use super::{Ledger, new_id, now};
use crate::storage::runs::There;
use descent::ledger::overlay::sketch;
use descent::ledger::words::free_name;
use descent::ledger::{Contents, EntryId, Label, Saved, Standing, Summary, file};
use descent::protocol::{Command, Metrics, Progress, Status};
use descent::training::{History, RunConfig};

/// Which run this window kept last: a reload of it offers that one. (Another window, after the
/// browser was closed, offers the newest of all. A browser that is killed may have written the
/// run and not yet which one it was.)
const OF_THIS_WINDOW: &str = "descent.run";

/// A run as it stood, to be written.
pub(super) struct Pending {
    pub id: EntryId,
    pub parent: Option<(EntryId, u64)>,
    pub summary: Summary,
    contents: Contents,
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

    /// Writes what waits, if nothing is being written.
    pub fn write_next(&self) {
        let (state, ledger) = (*self, self.ledger);
        let mut next = None;
        ledger.inner.update_value(|inner| {
            if !inner.is_writing && !inner.pending.is_empty() {
                inner.is_writing = true;
                next = Some(inner.pending.remove(0));
            }
        });
        let Some(pending) = next else { return };
        leptos::task::spawn_local(async move {
            let outcome = state.write(&pending).await;
            ledger.inner.update_value(|inner| inner.is_writing = false);
            match outcome {
                Ok(()) => {
                    if ledger.not_kept.with_untracked(Option::is_some) {
                        ledger.not_kept.set(None);
                    }
                    state.write_next();
                }
                Err(why) => {
                    if ledger.not_kept.with_untracked(|now| now.as_ref() != Some(&why)) {
                        ledger.not_kept.set(Some(why));
                    }
                    // Tried again with the next one, or when there may be room.
                    ledger.inner.update_value(|inner| {
                        if inner.pending.iter().all(|newer| newer.id != pending.id) {
                            inner.pending.push(pending);
                        }
                    });
                }
            }
        });
    }

    async fn write(&self, pending: &Pending) -> Result<(), String> {
        let ledger = self.ledger;
        let store = ledger.store().await?;
        // What it comes from is told in its name.
        if ledger.listed.with_untracked(Option::is_none) {
            ledger.read().await?;
        }
        let known = ledger.label_of(pending.id);
        let mut summary = pending.summary.clone();
        summary.label = known.clone().unwrap_or_else(|| Label {
            id: pending.id,
            name: ledger.first_name(pending),
            created: now(),
            updated: 0,
        });
        summary.label.updated = now().max(summary.label.updated + 1);
        if let Some(listed) = ledger.summary(pending.id) {
            summary.parent = listed.parent;
            summary.is_version = listed.is_version;
            summary.race = summary.race.or(listed.race);
        }
        summary.parent = pending.parent.or(summary.parent);
        let is_new = known.is_none();
        let last_kept = known.map_or(0, |label| label.updated);
        let contents = &pending.contents;
        let mut written = None;
        let compose = |There { summary: there, others }: There| {
            let there = there.and_then(|bytes| file::read_label(&bytes).ok());
            if is_new {
                // Another window may have given that name meanwhile.
                let others: Vec<_> =
                    others.iter().filter_map(|bytes| file::read_label(bytes).ok()).collect();
                let taken = others.iter().map(|label| label.name.as_str());
                summary.label.name = free_name(&summary.label.name, taken);
            }
            if let Some(there) = there {
                // Another window goes on with it, too.
                if there.updated > last_kept {
                    return None;
                }
                // It may have got a name there.
                summary.label.name = there.name;
            }
            let bytes = (
                file::summary_to_bytes(&summary),
                file::contents_to_bytes(&summary.label, contents),
            );
            written = Some(summary);
            Some(bytes)
        };
        let is_written = store.write(&pending.id.to_string(), compose).await?;
        match written.filter(|_| is_written) {
            Some(summary) => {
                self.remember(summary.label.id);
                ledger.inner.update_value(|inner| {
                    inner.labels.insert(summary.label.id, summary.label.clone());
                });
                ledger.list(summary);
            }
            None => self.part_ways(pending),
        }
        Ok(())
    }

    /// Another window has gone on with the run: here it goes on as a run of its own.
    fn part_ways(&self, pending: &Pending) {
        let Pending { id, summary, contents, .. } = pending;
        let own = new_id();
        let parent = Some((*id, summary.step));
        self.change_entry(*id, own);
        // It is none of a race's any more.
        let (summary, contents) = (Summary { race: None, ..summary.clone() }, contents.clone());
        self.ledger.inner.update_value(|inner| {
            inner.racers.remove(&own);
            inner.pending.push(Pending { id: own, parent, summary, contents });
        });
        self.tell(
            "Another window goes on with this run, too. Here it is kept as a run of its own.",
        );
    }

    /// The run that is kept as one entry is kept as another from now on; not before it goes on.
    pub(super) fn change_entry(&self, from: EntryId, to: EntryId) {
        self.inner.update_value(|inner| {
            let waiting = inner.waiting.iter_mut().map(|(_, waiting)| waiting);
            let waiting = waiting.chain(&mut inner.before_card).map(|waiting| &mut waiting.entry);
            for entry in waiting.chain([&mut inner.entry]) {
                if *entry == Some(from) {
                    *entry = Some(to);
                }
            }
            inner.starts.pass_on(from, to);
        });
        self.ledger.inner.update_value(|inner| {
            if let Some(mark) = inner.marks.remove(&from) {
                inner.marks.insert(to, mark);
            }
            if let Some(racer) = inner.racers.remove(&from) {
                inner.racers.insert(to, racer);
            }
        });
    }

    /// This run is the one to be offered after a reload.
    pub(super) fn remember(&self, id: EntryId) {
        if self.inner.with_value(|inner| inner.entry != Some(id)) {
            return;
        }
        // Storage may be full or forbidden: then nothing is offered.
        let _ = SessionStorage::set(OF_THIS_WINDOW, id.to_string());
    }

    /// Offers to go on with the run from before, if there is one.
    pub(in super::super) fn offer_last_run(&self) {
        let of_this_window = SessionStorage::get::<String>(OF_THIS_WINDOW).ok();
        let ledger = self.ledger;
        leptos::task::spawn_local(async move {
            // What can't be read is told where the runs are listed.
            let Ok(store) = ledger.store().await else { return };
            let found = match of_this_window {
                Some(key) => store.summary(&key).await,
                None => store.summaries().await.map(newest),
            };
            let Ok(Some(bytes)) = found else { return };
            if let Some(summary) = summary_in(&bytes) {
                ledger.offer.set(Some(summary));
            }
        });
    }
}

/// The run that was kept last of all; a version is not gone on with by itself.
fn newest(all: Vec<(String, Vec<u8>)>) -> Option<Vec<u8>> {
    let kept = |bytes: &Vec<u8>| file::read_label(bytes).map_or(0, |label| label.updated);
    let mut all: Vec<_> = all.into_iter().map(|(_, bytes)| bytes).collect();
    all.sort_by_key(|bytes| std::cmp::Reverse(kept(bytes)));
    all.into_iter().find(|bytes| summary_in(bytes).is_none_or(|summary| !summary.is_version))
}

fn summary_in(bytes: &[u8]) -> Option<Summary> {
    file::read(bytes).ok().and_then(|parts| parts.summary)
}

impl Ledger {
    /// What this window knows of a run's name, and of when it was kept.
    pub(super) fn label_of(self, id: EntryId) -> Option<Label> {
        self.inner.with_value(|inner| inner.labels.get(&id).cloned())
    }

    /// Takes note that this window goes on with a run that is kept.
    pub(super) fn adopt(self, summary: &Summary, contents: &Contents) {
        let label = summary.label.clone();
        self.inner.update_value(|inner| {
            inner.marks.insert(label.id, Mark::of(summary, contents));
            inner.labels.insert(label.id, label);
        });
    }
}
