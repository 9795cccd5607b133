//! What is loaded, and in which order: the shipped model first, so that a drawing can
//! be read in the first second; then the data set's manifest and its parts.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::stream::{self, StreamExt};
use wasm_bindgen_futures::spawn_local;
use web_sys::RequestCache;

use super::fetch::fetch;
use super::host::Host;
use crate::data::Source;
use crate::nn::weights_file;
use crate::protocol::BUILD;
use crate::registry::Choice;
use crate::session::{IntakeError, Session};

/// Where the shipped model lies, below the page's folder.
const MODEL: &str = "models/digits.safetensors";

/// Parts that are fetched at a time; they are added in their order.
const IN_FLIGHT: usize = 3;

/// Loads what the session lacks.
#[derive(Debug, Default)]
pub(super) struct Loader {
    /// The page's folder, as soon as it is known; ends in "/".
    base_url: RefCell<Option<String>>,
    is_loading_model: Cell<bool>,
    is_loading_data: Cell<bool>,
    /// The file that was not what it should be: it is fetched past the cache next time.
    damaged: RefCell<Option<String>>,
}

impl Loader {
    /// Sets the address of the page's folder.
    pub fn set_base_url(&self, base_url: String) {
        self.base_url.replace(Some(base_url));
    }

    /// Loads what is missing and not being loaded yet, if the address is known.
    pub fn load(host: &Rc<Host>) {
        let host = Rc::clone(host);
        spawn_local(async move {
            let loader = host.loader();
            let Some(base_url) = loader.base_url.borrow().clone() else { return };
            if loader.is_loading_model.get() {
                // Whoever loads the model goes on to the data.
                return;
            }
            let site = Site { base_url, host: &host };
            if host.with_session(|session, _| session.pretrained().is_none()) {
                loader.is_loading_model.set(true);
                let outcome = site.load_model().await;
                loader.is_loading_model.set(false);
                if let Err(message) = outcome {
                    host.with_session(|session, _| session.fail_pretrained(message));
                }
            }
            if !loader.is_loading_data.replace(true) {
                let outcome = site.load_data().await;
                loader.is_loading_data.set(false);
                if let Err(message) = outcome {
                    host.with_session(|session, _| session.fail_data(message));
                }
            }
        });
    }
}

/// The files of the site. All errors are texts for people.
struct Site<'a> {
    base_url: String,
    host: &'a Host,
}

impl Site<'_> {
    async fn load_model(&self) -> Result<(), String> {
        // Nothing is asked of the server if the browser has this build's: it is what the
        // first answer waits for.
        let path = format!("{MODEL}?v={BUILD}");
        let file = self.fetch(&path, RequestCache::Default, |_| ()).await?;
        match weights_file::from_bytes(&file) {
            Ok(network) => {
                self.host.with_session(|session, _| session.set_pretrained(network));
                Ok(())
            }
            Err(error) => {
                self.note_damaged(&path);
                Err(format!("The shipped model can't be used: {error}. Try again."))
            }
        }
    }

    /// Loads the data set that the session wants, and if it wants another meanwhile,
    /// that.
    async fn load_data(&self) -> Result<(), String> {
        loop {
            let source = self.source();
            let outcome = self.load_data_of(source).await;
            if self.source() == source {
                return outcome;
            }
        }
    }

    /// Goes on until all of `source` is here or the session wants another data set.
    async fn load_data_of(&self, source: Choice<Source>) -> Result<(), String> {
        if self.host.with_session(|session, _| session.intake().needs_manifest()) {
            let path = format!("{}/manifest.json", source.folder);
            // Always compared with the server's: it says what the other files must be.
            let file = self.fetch(&path, RequestCache::NoCache, |_| ()).await?;
            self.add(source, &path, |session, _| session.add_manifest(&file))?;
        }

        let missing: Vec<(usize, String)> = self.host.with_session(|session, _| {
            let path = |file| format!("{}/{file}", source.folder);
            session.intake().missing().map(|(idx, part)| (idx, path(&part.file))).collect()
        });
        let mut files = stream::iter(missing.iter().map(|(part_idx, path)| async move {
            let note = |bytes| {
                self.with_session_of(source, |session, now| {
                    session.note_bytes(*part_idx, bytes, now);
                });
            };
            note(0);
            (path, self.fetch(path, RequestCache::Default, note).await)
        }))
        .buffered(IN_FLIGHT);
        while let Some((path, file)) = files.next().await {
            let file = file?;
            self.add(source, path, |session, now| session.add_part(&file, now))?;
        }
        Ok(())
    }

    /// Hands the session a file of `source`, if it still wants that.
    fn add(
        &self,
        source: Choice<Source>,
        path: &str,
        act: impl FnOnce(&mut Session, f64) -> Result<(), IntakeError>,
    ) -> Result<(), String> {
        let Some(outcome) = self.with_session_of(source, act) else {
            return Err("another data set is wanted now".to_owned());
        };
        outcome.map_err(|error| {
            self.note_damaged(path);
            error.to_string()
        })
    }

    /// The session, if `source` is what it still wants.
    fn with_session_of<T>(
        &self,
        source: Choice<Source>,
        act: impl FnOnce(&mut Session, f64) -> T,
    ) -> Option<T> {
        self.host.with_session(|session, now| {
            (session.intake().source() == source).then(|| act(session, now))
        })
    }

    fn source(&self) -> Choice<Source> {
        self.host.with_session(|session, _| session.intake().source())
    }

    /// Fetches a file; past the cache if the cache's copy was damaged.
    async fn fetch(
        &self,
        path: &str,
        cache: RequestCache,
        on_bytes: impl FnMut(usize),
    ) -> Result<Vec<u8>, String> {
        let is_damaged =
            self.host.loader().damaged.borrow_mut().take_if(|damaged| damaged == path).is_some();
        let cache = if is_damaged { RequestCache::Reload } else { cache };
        fetch(&format!("{}{path}", self.base_url), cache, on_bytes)
            .await
            .map_err(|error| error.to_string())
    }

    fn note_damaged(&self, path: &str) {
        self.host.loader().damaged.replace(Some(path.to_owned()));
    }
}
