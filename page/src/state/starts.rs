//! Starts that no seed leads to: the weights that a link or a file brought, by the ledger's
//! entry of the run that began with them. A reset leads there, and so does a run that waited
//! before its first checkpoint.

use std::rc::Rc;

use leptos::prelude::*;

use super::State;
use descent::ledger::EntryId;
use descent::protocol::{Command, RunId};
use descent::training::RunConfig;

/// Most starts that are remembered; the oldest goes first.
const MOST: usize = 32;

/// Weights that a run began with.
#[derive(Clone)]
pub(super) enum Start {
    /// As a link holds them.
    Link(String),
    /// A file of weights.
    File(Rc<[u8]>),
}

/// What is known of runs' starts; the latest last.
#[derive(Default)]
pub(super) struct Starts(Vec<(EntryId, Start)>);

impl Starts {
    fn of(&self, entry: EntryId) -> Option<&Start> {
        self.0.iter().rev().find(|(id, _)| *id == entry).map(|(_, start)| start)
    }

    fn note(&mut self, entry: EntryId, start: Start) {
        self.0.push((entry, start));
        let too_many = self.0.len().saturating_sub(MOST);
        self.0.drain(..too_many);
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
        self.inner.update_value(|inner| {
            if let Some(entry) = inner.entry {
                inner.starts.note(entry, start);
            }
        });
    }

    fn start_of_run(&self) -> Option<Start> {
        self.inner.with_value(|inner| inner.starts.of(inner.entry?).cloned())
    }

    /// Whether a run began with weights that a link brought.
    pub(super) fn is_from_link(&self, entry: EntryId) -> bool {
        self.inner.with_value(|inner| matches!(inner.starts.of(entry), Some(Start::Link(_))))
    }

    /// The weights that the present run began with, if a link brought them.
    pub(super) fn start_weights(&self) -> Option<String> {
        match self.start_of_run()? {
            Start::Link(weights) => Some(weights),
            Start::File(_) => None,
        }
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
        let Some(Start::File(bytes)) = self.start_of_run() else { return false };
        self.start_from(text.map(str::to_owned), self.current_config(), None, bytes);
        true
    }

    /// The same start again, if no seed leads to it. Whether it is such a one.
    pub(crate) fn begin_again(&self, text: &str) -> bool {
        if let Some(weights) = self.start_weights() {
            let (config, begun) = (self.current_config(), weights.clone());
            self.begin_by(Some(text), |run| Command::StartFrom { run, config, weights: begun });
            self.note_start(Start::Link(weights));
            return true;
        }
        self.begin_at_file(Some(text))
    }
}
