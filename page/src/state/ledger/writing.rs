//! What waits is written to the storage, one run at a time, and what comes of that.

use leptos::prelude::*;

use super::super::State;
use super::keeping::Pending;
use super::{Ledger, name_beside, new_id, now};
use crate::storage::runs::There;
use descent::ledger::{EntryId, Label, Summary, file};

impl State {
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
                summary.label.name = name_beside(&summary.label.name, &others);
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
}

impl Ledger {
    /// What this window knows of a run's name, and of when it was kept.
    pub(super) fn label_of(self, id: EntryId) -> Option<Label> {
        self.inner.with_value(|inner| inner.labels.get(&id).cloned())
    }
}
