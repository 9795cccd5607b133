//! Kept runs: the list of them, what is to become of them, and how the storage does. The
//! present run is kept as it goes on ([`keeping`], [`writing`]), and offered after a reload
//! ([`offering`]); one that is kept can be taken up again ([`opening`]), handed on and taken in as a
//! file ([`files`]); versions of it are left as they are ([`versions`]). What they are called at
//! first: [`naming`].

mod files;
mod keeping;
mod naming;
mod offering;
mod opening;
mod undoing;
mod versions;
mod writing;

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;

use self::keeping::{Mark, Pending};
use self::naming::Racer;
use super::State;
use crate::storage::runs::{Record, Store};
use descent::ledger::file::{self, FileError};
use descent::ledger::words::free_name;
use descent::ledger::{EntryId, Label, Summary};

pub(super) use self::keeping::Shown;
pub use self::versions::Draft;

/// A kept run that can be listed by its name only.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Under which it lies in the storage.
    pub key: String,
    /// What it is called, if that can be read.
    pub label: Option<Label>,
    /// Why it can't be opened.
    pub why: FileError,
}

/// What is known of the kept runs.
#[derive(Clone, Copy)]
pub struct Ledger {
    /// Those that can be opened; none until they have been read.
    pub listed: RwSignal<Option<Vec<Summary>>>,
    /// Those that can't.
    pub closed: RwSignal<Vec<Closed>>,
    /// Why the present run is not kept, if it is not.
    pub not_kept: RwSignal<Option<String>>,
    /// What else went wrong with the storage, or with a file.
    pub trouble: RwSignal<Option<String>>,
    /// Those deleted last, for undo, by their names.
    pub deleted: RwSignal<Vec<String>>,
    /// The run from before the page was closed, until it is gone on with or not wanted.
    pub offer: RwSignal<Option<Summary>>,
    /// A run that has just come in from a file.
    pub arrived: RwSignal<Option<EntryId>>,
    /// A version that waits for its name.
    pub draft: RwSignal<Option<Draft>>,
    /// Why that is not kept, if it is not.
    pub draft_trouble: RwSignal<Option<String>>,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    store: Option<Rc<Store>>,
    /// What the runs that this window has kept are called, and when it last did so.
    labels: BTreeMap<EntryId, Label>,
    /// To be written, one a run: the newest.
    pending: Vec<Pending>,
    is_writing: bool,
    /// How the runs stood when they were kept last, so that nothing is kept twice; and those
    /// that were deleted while they were open, which are not kept until they go on.
    marks: BTreeMap<EntryId, Mark>,
    /// What the runs of this window have branched off from, and after which step.
    parents: BTreeMap<EntryId, (EntryId, u64)>,
    /// The runs of this window that are in races, and what those are called that are kept.
    racers: BTreeMap<EntryId, Racer>,
    races: BTreeMap<u64, String>,
    /// Those deleted last, whole.
    deleted: Vec<Record>,
    /// The run that is being opened, and the one to go back to if that fails.
    opening: Option<opening::Opening>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self {
            listed: RwSignal::new(None),
            closed: RwSignal::new(Vec::new()),
            not_kept: RwSignal::new(None),
            trouble: RwSignal::new(None),
            deleted: RwSignal::new(Vec::new()),
            offer: RwSignal::new(None),
            arrived: RwSignal::new(None),
            draft: RwSignal::new(None),
            draft_trouble: RwSignal::new(None),
            inner: StoredValue::new_local(Inner::default()),
        }
    }

    /// The storage, opened at the first time.
    async fn store(self) -> Result<Rc<Store>, String> {
        if let Some(store) = self.inner.with_value(|inner| inner.store.clone()) {
            return Ok(store);
        }
        let store = Rc::new(Store::open().await?);
        self.inner.update_value(|inner| inner.store = Some(store.clone()));
        Ok(store)
    }

    /// Reads the list anew: another window may have changed it.
    async fn read(self) -> Result<(), String> {
        let all = self.store().await?.summaries().await?;
        let (mut listed, mut closed) = (Vec::with_capacity(all.len()), Vec::new());
        for (key, bytes) in all {
            let summary = file::read(&bytes).and_then(|parts| {
                let nothing = FileError::Damaged { what: "it has no description" };
                parts.summary.filter(|summary| summary.label.id.to_string() == key).ok_or(nothing)
            });
            match summary {
                Ok(summary) => listed.push(summary),
                Err(why) => {
                    closed.push(Closed { key, label: file::read_label(&bytes).ok(), why });
                }
            }
        }
        self.listed.set(Some(listed));
        self.closed.set(closed);
        Ok(())
    }

    /// Puts a run's summary in place of the one that the list has, if it has been read.
    fn list(self, summary: Summary) {
        self.listed.update(|listed| {
            let Some(listed) = listed else { return };
            match listed.iter_mut().find(|it| it.label.id == summary.label.id) {
                Some(there) => *there = summary,
                None => listed.push(summary),
            }
        });
    }

    /// The summary of a run, if it is listed. Not tracked.
    pub fn summary(self, id: EntryId) -> Option<Summary> {
        self.listed.with_untracked(|listed| {
            listed.as_ref()?.iter().find(|summary| summary.label.id == id).cloned()
        })
    }
}

/// A new id; random, so that other windows have others.
pub(super) fn new_id() -> EntryId {
    let chance = js_sys::Uint8Array::new_with_length(8);
    let drawn = window()
        .crypto()
        .is_ok_and(|crypto| crypto.get_random_values_with_array_buffer_view(&chance).is_ok());
    if drawn {
        let mut bytes = [0; 8];
        chance.copy_to(&mut bytes);
        return EntryId(u64::from_le_bytes(bytes));
    }
    // Good enough to tell the runs of one browser apart.
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    EntryId(half() << 32 | half())
}

/// This name, or with a number behind it, so that none of those has it that the storage has.
fn name_beside(name: &str, others: &[Vec<u8>]) -> String {
    let others: Vec<_> = others.iter().filter_map(|bytes| file::read_label(bytes).ok()).collect();
    free_name(name, others.iter().map(|label| label.name.as_str()))
}

/// Now, in milliseconds since 1970.
pub(super) fn now() -> u64 {
    js_sys::Date::now() as u64
}

impl State {
    /// Reads the list of kept runs.
    pub fn read_ledger(&self) {
        let ledger = self.ledger;
        leptos::task::spawn_local(async move {
            match ledger.read().await {
                Ok(()) => ledger.trouble.set(None),
                Err(why) => {
                    ledger.trouble.set(Some(format!(
                        "The kept runs can't be read: the browser says that {why}."
                    )));
                    // There is nothing to wait for.
                    ledger.listed.update(|listed| {
                        listed.get_or_insert_default();
                    });
                }
            }
        });
    }

    /// Gives a kept run another name.
    pub fn rename_run(&self, id: EntryId, text: &str) {
        let Some(name) = Label::clean_name(text) else { return };
        let ledger = self.ledger;
        let Some(mut summary) = ledger.summary(id).filter(|it| it.label.name != name) else {
            return;
        };
        summary.label.name.clone_from(&name);
        ledger.list(summary);
        ledger.inner.update_value(|inner| {
            if let Some(label) = inner.labels.get_mut(&id) {
                label.name.clone_from(&name);
            }
        });
        leptos::task::spawn_local(async move {
            let rename = |bytes: Vec<u8>| {
                let mut summary = file::read(&bytes).ok()?.summary?;
                summary.label.name = name;
                Some(file::summary_to_bytes(&summary))
            };
            let outcome = async { ledger.store().await?.amend(&id.to_string(), rename).await };
            if let Err(why) = outcome.await {
                ledger
                    .trouble
                    .set(Some(format!("The new name is not kept: the browser says that {why}.")));
            }
        });
    }
}
