//! The run from before is offered after a reload.

use gloo::storage::{SessionStorage, Storage as _};
use leptos::prelude::*;

use super::super::State;
use descent::ledger::{EntryId, Summary, file};

/// Which run this window kept last: a reload of it offers that one. (Another window, after the
/// browser was closed, offers the newest of all. A browser that is killed may have written the
/// run and not yet which one it was.)
const OF_THIS_WINDOW: &str = "descent.run";

impl State {
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
