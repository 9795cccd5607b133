//! Kept runs as files: saved, and taken in.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::super::State;
use super::opening::capital;
use super::{name_beside, new_id, now};
use crate::storage::runs::There;
use crate::widget::download::download;
use descent::ledger::{Label, file};

impl State {
    /// Hands a kept run to the browser as a file, whichever version has kept it.
    pub fn save_run_file(&self, key: String) {
        let ledger = self.ledger;
        leptos::task::spawn_local(async move {
            let saved = async {
                let store = ledger.store().await?;
                let gone = || "it is not there any more".to_owned();
                let summary = store.summary(&key).await?.ok_or_else(gone)?;
                let contents = store.contents(&key).await?.ok_or_else(gone)?;
                let whole = file::joined(&summary, &contents);
                let whole = whole.ok_or_else(|| "what it has kept of it is damaged".to_owned())?;
                let name = file::read_label(&whole).map_or_else(|_| key.clone(), |it| it.name);
                download(&file_name(&name), "application/octet-stream", &whole)
            };
            if let Err(why) = saved.await {
                ledger
                    .trouble
                    .set(Some(format!("No file was saved: the browser says that {why}.")));
            }
        });
    }

    /// Takes a run in from a file.
    pub fn open_run_file(&self, chosen: web_sys::File) {
        let (state, ledger) = (*self, self.ledger);
        leptos::task::spawn_local(async move {
            ledger.trouble.set(None);
            if let Err(why) = state.take_in(&chosen).await {
                ledger.trouble.set(Some(format!("{}: {why}.", chosen.name())));
            }
        });
    }

    async fn take_in(&self, chosen: &web_sys::File) -> Result<(), String> {
        // What is far too long is not even read.
        if chosen.size() > file::MAX_BYTES as f64 {
            return Err(file::FileError::TooLong { bytes: chosen.size() as usize }.to_string());
        }
        let buffer = JsFuture::from(chosen.array_buffer()).await;
        let buffer = buffer.map_err(|_| "the browser can't read it: choose it again".to_owned())?;
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        let parts = file::read(&bytes).map_err(|error| error.to_string())?;
        let (Some(mut summary), Some(contents)) = (parts.summary, parts.contents) else {
            return Err("there is no whole run in it: save the run to a file once more".to_owned());
        };
        let ledger = self.ledger;
        let storing = |why: String| format!("it is not kept: the browser says that {why}");
        let store = ledger.store().await.map_err(storing)?;
        let there = store.summary(&summary.label.id.to_string()).await.map_err(storing)?;
        let there = there.and_then(|bytes| file::read_label(&bytes).ok());
        // The very same run is there already; or it has been gone on with since, and both stay.
        let is_known = there.as_ref().is_some_and(|there| there.updated == summary.label.updated);
        if there.is_some() && !is_known {
            summary.label = Label { id: new_id(), updated: now(), ..summary.label };
        }
        let id = summary.label.id;
        if !is_known {
            let compose = |There { summary: there, others }: There| {
                // Another window may have been faster. What is damaged gives way.
                if there.is_some_and(|bytes| file::read_label(&bytes).is_ok()) {
                    return None;
                }
                // There may be another one of that name.
                summary.label.name = name_beside(&summary.label.name, &others);
                let contents = file::contents_to_bytes(&summary.label, &contents);
                Some((file::summary_to_bytes(&summary), contents))
            };
            if !store.write(&id.to_string(), compose).await.map_err(storing)? {
                return Err("another window has just kept this run: open the file again".to_owned());
            }
        }
        ledger.read().await.map_err(storing)?;
        ledger.arrived.set(Some(id));
        let name = capital(&summary.label.name);
        self.tell(&match is_known {
            true => format!("{name} is here already."),
            false => format!("{name} has come in."),
        });
        Ok(())
    }
}

/// A name that every system takes.
fn file_name(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().take(60).map(letter).collect();
    format!("{}.{}", name.trim_matches(['-', '.']), file::EXTENSION)
}
