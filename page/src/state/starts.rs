//! Starts that no seed leads to: the weights that a link or a file brought, by the ledger's
//! entry of the run that began with them. A reset leads there, and so does a run that waited
//! before its first checkpoint.

use leptos::prelude::*;

use super::State;
use descent::ledger::{EntryId, Origin, Start};
use descent::protocol::{Command, RunId};
use descent::training::RunConfig;

/// Most starts that are remembered beside those of the runs that are open or wait; the oldest
/// goes first. The ledger keeps them with their runs.
const MOST: usize = 32;

/// What is known of runs' starts; the latest last.
#[derive(Default)]
pub(super) struct Starts(Vec<(EntryId, Start)>);

impl Starts {
    pub(super) fn of(&self, entry: EntryId) -> Option<&Start> {
        self.0.iter().find(|(id, _)| *id == entry).map(|(_, start)| start)
    }

    fn note(&mut self, entry: EntryId, start: Start) {
        self.0.retain(|(id, _)| *id != entry);
        self.0.push((entry, start));
    }

    /// Forgets the oldest, but for those that may yet be kept or led back to.
    fn forget_but(&mut self, needed: &[EntryId]) {
        let mut too_many = self.0.len().saturating_sub(MOST);
        self.0.retain(|(id, _)| {
            let stays = too_many == 0 || needed.contains(id);
            too_many -= usize::from(!stays);
            stays
        });
    }

    /// What is kept as one entry is kept as another, too: both began alike.
    pub(super) fn pass_on(&mut self, from: EntryId, to: EntryId) {
        if let Some(start) = self.of(from).cloned() {
            self.note(to, start);
        }
    }
}

impl State {
    /// The present run began with these weights.
    pub(super) fn note_start(&self, start: Start) {
        if let Some(entry) = self.inner.with_value(|inner| inner.entry) {
            self.note_start_of(entry, start);
        }
    }

    /// A run that is kept began with these weights.
    pub(super) fn note_start_of(&self, entry: EntryId, start: Start) {
        self.inner.update_value(|inner| {
            let waiting = inner.waiting.iter().map(|(_, waiting)| waiting);
            let waiting = waiting.chain(&inner.before_card).map(|waiting| waiting.entry);
            let needed: Vec<_> = waiting.chain([inner.entry, Some(entry)]).flatten().collect();
            inner.starts.note(entry, start);
            inner.starts.forget_but(&needed);
        });
    }

    /// The weights that a run began with, if no seed leads to them.
    pub(super) fn start_of(&self, entry: EntryId) -> Option<Start> {
        self.inner.with_value(|inner| inner.starts.of(entry).cloned())
    }

    /// Where the present run's start weights came from, if no seed leads to them. Tracked.
    pub fn origin_of_run(&self) -> Option<Origin> {
        // With another run both are told.
        self.config.track();
        self.progress.track();
        self.start_of_run().map(|start| start.origin().clone())
    }

    fn start_of_run(&self) -> Option<Start> {
        self.inner.with_value(|inner| inner.starts.of(inner.entry?).cloned())
    }

    /// The weights that the present run began with, if a link brought them.
    pub(super) fn start_weights(&self) -> Option<String> {
        self.start_of_run()?.as_link().map(str::to_owned)
    }

    /// The present run at its start: at the weights that a link brought, or at its seed's.
    pub(super) fn at_start(&self, run: RunId, config: RunConfig) -> Command {
        match self.start_weights() {
            Some(weights) => Command::StartFrom { run, config, weights },
            None => Command::Configure { run, config },
        }
    }

    /// The same from the weights of a file, if it began with those: the engine is asked, and
    /// the run begins when it answers. Whether it is so.
    pub(super) fn begin_at_file(&self, text: Option<&str>) -> bool {
        let start = self.start_of_run().filter(|start| start.as_link().is_none());
        let Some(start) = start else { return false };
        self.start_from(text.map(str::to_owned), self.current_config(), None, start);
        true
    }

    /// Begins a run at weights that were brought.
    pub(super) fn begin_from(&self, start: Start, config: RunConfig, text: &str) {
        let Some(weights) = start.as_link().map(str::to_owned) else {
            return self.start_from(Some(text.to_owned()), config, None, start);
        };
        self.begin_by(Some(text), |run| Command::StartFrom { run, config, weights });
        self.note_start(start);
    }

    /// The same start again, if no seed leads to it. Whether it is such a one.
    pub(crate) fn begin_again(&self, text: &str) -> bool {
        let start = self.start_of_run();
        let is_one = start.is_some();
        if let Some(start) = start {
            self.begin_from(start, self.current_config(), text);
        }
        is_one
    }
}
