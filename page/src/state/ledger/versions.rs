//! Versions: the run as it is shown, kept under a name, and left so whatever becomes of the
//! run. Whoever goes on from one begins a run of its own.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::looks::Slot;
use super::super::{Made, Notice, State, Way};
use super::{Ledger, new_id, now};
use descent::ledger::overlay::sketch;
use descent::ledger::words::{free_name, usual_name, version_name};
use descent::ledger::{Contents, EntryId, Label, Saved, Standing, Summary, file};
use descent::protocol::diff::Version;
use descent::protocol::{HistoryPoint, Look, Seen};

/// A version before it has a name.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Updates behind it.
    pub step: u64,
    /// What it may be called.
    pub name: String,
    whole: Arc<(Summary, Contents)>,
}

impl State {
    /// Takes the run as it is shown, to be given a name. While it trains it goes on.
    pub fn begin_version(&self) {
        self.ledger.draft_trouble.set(None);
        self.look(Slot::Version, Look::Version);
    }

    /// The engine has told how the run is.
    pub(in super::super) fn took_version(&self, answer: Result<Seen, String>) {
        match answer {
            Ok(Seen::Version(version)) => {
                let state = *self;
                leptos::task::spawn_local(async move { state.draft(*version).await });
            }
            Ok(_) => {}
            Err(message) => self.tell(&message),
        }
    }

    async fn draft(&self, version: Version) {
        // Its name is to be none that there is already; if they can't be read, that is told when
        // it is to be kept.
        if self.ledger.listed.with_untracked(Option::is_none) {
            let _ = self.ledger.read().await;
        }
        let (run, entry, home) =
            self.inner.with_value(|inner| (inner.run, inner.entry, inner.home));
        let Some(entry) = entry.filter(|_| run == version.run) else {
            return self.tell("Another run has taken its place: nothing was kept.");
        };
        let Version { step, epoch, train_seconds, config, train, test, checkpoint, .. } = version;
        let end = HistoryPoint { step, epoch, seconds: train_seconds, train, test };
        let history = self.history.with_untracked(|history| history.until(end));
        let parent = self.ledger.line_of(entry, step);
        let name = self.ledger.name_of_version(entry, parent.0, &config);
        let start = self.start_of(entry);
        let summary = Summary {
            label: Label::default(),
            home: home.to_owned(),
            config,
            standing: Standing::Paused,
            step,
            epoch,
            train_seconds,
            train,
            test: test.or_else(|| history.test().last().and_then(|point| point.test)),
            parent: Some(parent),
            is_version: true,
            sketch: sketch(&history),
            origin: start.as_ref().map(|start| start.origin().clone()),
            race: None,
        };
        let made = self.made.with_untracked(|made| match made {
            Made::Alike(config) => Some((**config).clone()),
            Made::None | Made::Changed => None,
        });
        let contents = Contents { history, made, saved: Some(Saved { step, checkpoint }), start };
        let whole = Arc::new((summary, contents));
        self.ledger.draft.set(Some(Draft { step, name, whole }));
    }

    /// Keeps the version that waits for its name under this one.
    pub fn save_version(&self, text: &str) {
        let (state, ledger) = (*self, self.ledger);
        let Some(draft) = ledger.draft.get_untracked() else { return };
        let Some(name) = Label::clean_name(text) else {
            return ledger.draft_trouble.set(Some("Give it a name.".to_owned()));
        };
        leptos::task::spawn_local(async move {
            let at = now();
            let label = Label { id: new_id(), name, created: at, updated: at };
            let (summary, contents) = (&draft.whole.0, &draft.whole.1);
            let summary = Summary { label, ..summary.clone() };
            let key = summary.label.id.to_string();
            let bytes = (
                file::summary_to_bytes(&summary),
                file::contents_to_bytes(&summary.label, contents),
            );
            let write = async { ledger.store().await?.write(&key, |_| Some(bytes)).await };
            match write.await {
                Ok(_) => {
                    let name = summary.label.name.clone();
                    ledger.list(summary);
                    ledger.draft.set(None);
                    let text = format!("\"{name}\" is kept as a version. It is in Runs.");
                    state.notice.set(Some(Notice { text, way: Some(Way::ToRuns) }));
                }
                Err(why) => ledger.draft_trouble.set(Some(format!(
                    "It is not kept: the browser says that {why}. Delete runs that you don't need any \
                     more, and save it again."
                ))),
            }
        });
    }

    /// The run goes on from a version, as a run of its own. Which one that is comes back.
    pub(super) fn go_on_from(&self, version: &Summary, contents: &Contents) -> EntryId {
        let own = new_id();
        self.ledger.inner.update_value(|inner| {
            // Until it goes on there is nothing about it that the version is not.
            inner.marks.insert(own, super::Mark::of(version, contents));
            inner.parents.insert(own, (version.label.id, version.step));
        });
        // One of before such starts were kept may have it in this window.
        if let Some((line, _)) = version.parent.filter(|_| contents.start.is_none()) {
            self.inner.update_value(|inner| inner.starts.pass_on(line, own));
        }
        own
    }
}

impl Ledger {
    /// Whose an update of a run is: if it made none beyond where it went off, it is still that of
    /// the one that it went off from.
    pub(super) fn line_of(self, id: EntryId, step: u64) -> (EntryId, u64) {
        let parent = self.inner.with_value(|inner| inner.parents.get(&id).copied());
        match parent {
            Some((parent, from)) if step <= from => (parent, step),
            _ => (id, step),
        }
    }

    /// What the next version of a run may be called.
    fn name_of_version(
        self,
        entry: EntryId,
        parent: EntryId,
        config: &descent::training::RunConfig,
    ) -> String {
        let known = self.label_of(entry).map(|label| label.name);
        self.listed.with_untracked(|listed| {
            let listed = listed.as_deref().unwrap_or_default();
            let taken = listed.iter().map(|summary| summary.label.name.as_str());
            let run = known.unwrap_or_else(|| free_name(&usual_name(config), taken.clone()));
            let is_sister = |summary: &&Summary| {
                summary.is_version && summary.parent.is_some_and(|it| it.0 == parent)
            };
            let n_before = listed.iter().filter(is_sister).count();
            let name = version_name(&run, n_before, taken);
            Label::clean_name(&name).unwrap_or_else(|| "Version".to_owned())
        })
    }
}
