//! Our handwriting: the drawings that the engine has taken in, on their way from the board,
//! from files and from the browser's storage.
//!
//! They go to the engine one message at a time, in order: only it reads a drawing's line,
//! and says what of it can be used. What it has taken in is stored.

mod storing;

use std::collections::VecDeque;

use leptos::prelude::*;

use self::storing::Change;
use super::lessons::Before;
use super::{State, WorkerState};
use crate::storage::drawings::Store;
use descent::data::handwriting::{self, BadRecord, Handwriting, Record};
use descent::protocol::seen::{Collected, Kept};
use descent::protocol::{Command, Seen};

/// Where the drawings are kept for the next visit.
#[derive(Clone, Debug, PartialEq)]
pub enum Storage {
    /// Nobody has asked for it yet.
    Closed,
    /// On its way.
    Opening,
    /// All of them are in it.
    Kept,
    /// Some are in this window only; why, as half a sentence.
    Failing(String),
}

/// What came of the files taken in together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Drawings that are new.
    pub n_new: usize,
    /// Drawings that were there already.
    pub n_known: usize,
    /// Lines that could not be read, each with its file.
    pub bad: Vec<(String, BadRecord)>,
    /// Files that are none of drawings, and why.
    pub refused: Vec<(String, String)>,
    /// Files still to come.
    pub n_left: usize,
}

/// The drawings of the class.
#[derive(Clone, Copy)]
pub struct Collection {
    /// All of them, oldest first.
    pub kept: RwSignal<Vec<Kept>>,
    /// Where they are kept for the next visit.
    pub storage: RwSignal<Storage>,
    /// What came of the latest files.
    pub import: RwSignal<Option<Import>>,
    /// The drawing just made, or what was stored, could not be used: why.
    pub trouble: RwSignal<Option<String>>,
    /// Those deleted last, for undo.
    pub deleted: RwSignal<Vec<Kept>>,
    /// The run that was there before one began on the drawings.
    pub(super) before: RwSignal<Option<Before>>,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    /// To be told to the engine; the first may be on its way.
    jobs: VecDeque<Job>,
    is_told: bool,
    store: Option<Store>,
    changes: VecDeque<Change>,
    is_storing: bool,
    /// Not stored, as it failed: to be tried again with the next change.
    unsaved: Vec<(String, String)>,
}

enum Job {
    /// What the browser has kept since the last visit.
    Stored(String),
    /// All of them, for a worker that knows nothing.
    Again(String),
    /// A file, by its name.
    File(String, String),
    /// Just drawn.
    Drawn(Record),
    /// What was deleted comes back.
    Back(String),
}

impl Collection {
    pub(super) fn new() -> Self {
        Self {
            kept: RwSignal::new(Vec::new()),
            storage: RwSignal::new(Storage::Closed),
            import: RwSignal::new(None),
            trouble: RwSignal::new(None),
            deleted: RwSignal::new(Vec::new()),
            before: RwSignal::new(None),
            inner: StoredValue::new_local(Inner::default()),
        }
    }

    /// Drawings to learn from, and those that are held out. Tracked.
    pub fn counts(&self) -> (usize, usize) {
        self.kept.with(|kept| {
            let n_held_out = kept.iter().filter(|drawing| drawing.is_held_out).count();
            (kept.len() - n_held_out, n_held_out)
        })
    }

    /// Whether all that the browser has kept has come, or can't.
    pub(super) fn is_at_rest(self) -> bool {
        !matches!(self.storage.get_untracked(), Storage::Closed | Storage::Opening)
            && self.inner.with_value(|inner| inner.jobs.is_empty())
    }

    /// All of them as a file.
    pub fn to_file(self) -> String {
        self.kept.with_untracked(|kept| to_file(kept))
    }
}

/// A file of these drawings.
fn to_file(kept: &[Kept]) -> String {
    let mut text = handwriting::to_text([]);
    for drawing in kept {
        text.push_str(&drawing.line);
        text.push('\n');
    }
    text
}

/// The strokes of a drawing.
pub fn strokes(kept: &Kept) -> Option<Record> {
    let text = to_file(std::slice::from_ref(kept));
    Handwriting::parse(&text, &Default::default()).ok()?.records.pop()
}

impl State {
    /// Takes in a drawing that has just been made.
    pub fn keep_drawing(&self, record: Record) {
        self.collection.trouble.set(None);
        self.add_job(Job::Drawn(record));
    }

    /// Takes in files, by name and text. `unread` are those that the browser could not read.
    pub fn import_drawings(&self, files: Vec<(String, String)>, unread: Vec<(String, String)>) {
        let import = Import { n_left: files.len(), refused: unread, ..Import::default() };
        self.collection.import.set(Some(import));
        for (name, text) in files {
            self.add_job(Job::File(name, text));
        }
    }

    /// Takes drawings out. They can be had back until others are.
    pub fn delete_drawings(&self, ids: &[String]) {
        let Collection { kept, deleted, .. } = self.collection;
        let (gone, left) = kept
            .get_untracked()
            .into_iter()
            .partition::<Vec<_>, _>(|drawing| ids.contains(&drawing.id));
        let ids: Vec<String> = gone.iter().map(|drawing| drawing.id.clone()).collect();
        self.discard_drawings(ids.clone());
        kept.set(left);
        deleted.set(gone);
        self.store(Change::Remove(ids));
    }

    /// What was deleted last comes back.
    pub fn bring_drawings_back(&self) {
        let gone = self.collection.deleted.get_untracked();
        self.collection.deleted.set(Vec::new());
        self.add_job(Job::Back(to_file(&gone)));
    }

    /// A new worker knows nothing of them.
    pub(super) fn tell_drawings_again(&self) {
        self.collection.inner.update_value(|inner| {
            inner.is_told = false;
            inner.jobs.retain(|job| !matches!(job, Job::Again(_)));
            if self.collection.kept.with_untracked(|kept| !kept.is_empty()) {
                inner.jobs.push_front(Job::Again(self.collection.to_file()));
            }
        });
        self.tell_next();
    }

    fn add_job(&self, job: Job) {
        self.collection.inner.update_value(|inner| inner.jobs.push_back(job));
        self.tell_next();
    }

    /// Sends the job that comes next, unless one is on its way.
    fn tell_next(&self) {
        // What is sent to a worker that is gone is lost; the next one is told all.
        if matches!(self.worker.get_untracked(), WorkerState::Crashed(_)) {
            return;
        }
        let mut command = None;
        self.collection.inner.update_value(|inner| {
            if let (false, Some(job)) = (inner.is_told, inner.jobs.front()) {
                inner.is_told = true;
                command = Some(match job {
                    Job::Stored(text) | Job::Again(text) | Job::File(_, text) | Job::Back(text) => {
                        Ok(text.clone())
                    }
                    Job::Drawn(record) => Err(record.clone()),
                });
            }
        });
        match command {
            Some(Ok(text)) => self.collect(text),
            Some(Err(record)) => self.collect_drawing(record),
            None => {}
        }
    }

    /// Takes note of what became of the job that was sent.
    pub(super) fn took_in(&self, answer: &Result<Seen, String>) {
        let mut done = None;
        self.collection.inner.update_value(|inner| {
            inner.is_told = false;
            done = inner.jobs.pop_front();
        });
        match (done, answer) {
            (Some(Job::Again(_)) | None, _) => {}
            (Some(job), Ok(Seen::Collected(collected))) => self.note_collected(&job, collected),
            (Some(job), Err(why)) => self.note_refused(&job, why),
            (Some(_), Ok(_)) => {}
        }
        self.tell_next();
    }

    fn note_collected(&self, job: &Job, collected: &Collected) {
        let Collected { added, bad, n_known, .. } = collected;
        let Collection { kept, import, trouble, .. } = self.collection;
        if !added.is_empty() {
            kept.update(|kept| {
                kept.extend(added.iter().cloned());
                // Ids begin with the time.
                kept.sort_by(|a, b| a.id.cmp(&b.id));
            });
            if !matches!(job, Job::Stored(_)) {
                let lines = added.iter().map(|it| (it.id.clone(), it.line.clone()));
                self.store(Change::Put(lines.collect()));
            }
        }
        match job {
            Job::File(name, _) => import.update(|import| {
                let import = import.get_or_insert_default();
                import.n_left = import.n_left.saturating_sub(1);
                import.n_new += added.len();
                import.n_known += n_known;
                import.bad.extend(bad.iter().map(|bad| (name.clone(), bad.clone())));
            }),
            Job::Stored(_) if !bad.is_empty() => trouble.set(Some(format!(
                "{} of the drawings that this browser has kept can't be read any more ({}).",
                bad.len(),
                bad[0].reason
            ))),
            _ => {
                if let Some(bad) = bad.first() {
                    trouble.set(Some(format!("This drawing was not kept: {}.", bad.reason)));
                }
            }
        }
    }

    fn note_refused(&self, job: &Job, why: &str) {
        match job {
            Job::File(name, _) => self.collection.import.update(|import| {
                let import = import.get_or_insert_default();
                import.n_left = import.n_left.saturating_sub(1);
                import.refused.push((name.clone(), why.to_owned()));
            }),
            _ => self.collection.trouble.set(Some(format!("This was not kept: {why}."))),
        }
    }

    /// The engine's end of [`Self::delete_drawings`].
    fn discard_drawings(&self, ids: Vec<String>) {
        self.send(Command::Discard { ids });
    }
}
