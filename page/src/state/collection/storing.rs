//! The drawings on their way into the browser's storage, one change after the other.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::State;
use super::{Collection, Job, Storage};
use crate::storage::drawings::Store;
use descent::data::handwriting;

/// What is to become of the storage.
pub(super) enum Change {
    /// These lines are kept, each under its id.
    Put(Vec<(String, String)>),
    /// These are taken out.
    Remove(Vec<String>),
}

impl State {
    /// Fetches what the browser has kept, the first time it is asked to.
    pub fn open_collection(&self) {
        let state = *self;
        let Collection { storage, inner, .. } = self.collection;
        if storage.get_untracked() != Storage::Closed {
            return;
        }
        storage.set(Storage::Opening);
        spawn_local(async move {
            let opened = async {
                let store = Store::open().await?;
                let lines = store.lines().await?;
                Ok((store, lines))
            };
            match opened.await {
                Ok((store, lines)) => {
                    inner.update_value(|inner| inner.store = Some(store));
                    storage.set(Storage::Kept);
                    if !lines.is_empty() {
                        let text = format!("{}{}\n", handwriting::to_text([]), lines.join("\n"));
                        state.add_job(Job::Stored(text));
                    }
                }
                Err(why) => storage.set(Storage::Failing(why)),
            }
            state.store_next();
        });
    }

    pub(super) fn store(&self, change: Change) {
        self.collection.inner.update_value(|inner| inner.changes.push_back(change));
        self.store_next();
    }

    /// Makes the changes one after the other. While the storage is being opened they wait.
    fn store_next(&self) {
        let state = *self;
        let Collection { storage, inner, .. } = self.collection;
        if storage.get_untracked() == Storage::Opening {
            return;
        }
        let mut next = None;
        inner.update_value(|inner| {
            if !inner.is_storing
                && let Some(change) = inner.changes.pop_front()
            {
                inner.is_storing = true;
                next = Some((change, inner.store.take()));
            }
        });
        let Some((change, store)) = next else { return };
        spawn_local(async move {
            let outcome = state.make_change(change, store.as_ref()).await;
            inner.update_value(|inner| {
                inner.is_storing = false;
                inner.store = store;
            });
            match outcome {
                Ok(()) => storage.set(Storage::Kept),
                Err(why) => storage.set(Storage::Failing(why)),
            }
            state.store_next();
        });
    }

    async fn make_change(&self, change: Change, store: Option<&Store>) -> Result<(), String> {
        let inner = self.collection.inner;
        let why_not = || match self.collection.storage.get_untracked() {
            Storage::Failing(why) => why,
            _ => "it has no storage for pages".to_owned(),
        };
        match change {
            Change::Put(lines) => {
                let mut all = Vec::new();
                inner.update_value(|inner| all = std::mem::take(&mut inner.unsaved));
                all.extend(lines);
                let outcome = match store {
                    Some(store) => store.put(&all).await,
                    None => Err(why_not()),
                };
                if outcome.is_err() {
                    inner.update_value(|inner| inner.unsaved = all);
                }
                outcome
            }
            Change::Remove(ids) => {
                let mut n_unsaved = 0;
                inner.update_value(|inner| {
                    inner.unsaved.retain(|(id, _)| !ids.contains(id));
                    n_unsaved = inner.unsaved.len();
                });
                match store {
                    Some(store) => store.remove(&ids).await?,
                    None => return Err(why_not()),
                }
                // Those that still wait may have room now.
                if n_unsaved > 0 {
                    inner.update_value(|inner| inner.changes.push_back(Change::Put(Vec::new())));
                }
                Ok(())
            }
        }
    }
}
