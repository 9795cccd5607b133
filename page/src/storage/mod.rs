//! What the page keeps in the browser's own storage, IndexedDB: one module a store.
//!
//! By hand, as it takes few requests: the crates for it bring an async runtime along, and
//! a builder for each option that is not used here.

pub mod drawings;
pub mod runs;

use js_sys::{Array, JsString, Promise};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "descent";
/// Raise it when [`STORES`] changes.
const VERSION: u32 = 2;
/// All there are. Those that an older version has made stay as they are.
const STORES: [&str; 3] = [drawings::STORE, runs::SUMMARIES, runs::CONTENTS];

/// What is said when a newer version in another window is in the way, or this one is.
const IN_THE_WAY: &str =
    "another window has another version of this page open: close it, and reload this one";

/// The storage, open.
struct Database {
    database: IdbDatabase,
    /// Makes way for a newer version in another window.
    _on_version_change: Closure<dyn FnMut()>,
}

impl Database {
    /// Opens it; at the first visit it is made.
    ///
    /// # Errors
    /// Why there is none, for people: in a private window, for one.
    async fn open() -> Result<Self, String> {
        let factory = window().indexed_db().map_err(|error| why(&error))?;
        let factory = factory.ok_or_else(|| "it has no storage for pages".to_owned())?;
        let request = factory.open_with_u32(DATABASE, VERSION).map_err(|error| why(&error))?;
        let opening = request.clone();
        let make = Closure::once(move || make_stores(&opening));
        request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
        let database: IdbDatabase = opened(&request).await?.unchecked_into();
        let closing = database.clone();
        let on_version_change = Closure::new(move || closing.close());
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Ok(Self { database, _on_version_change: on_version_change })
    }

    /// Begins to read or write some stores.
    fn begin(&self, stores: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, String> {
        let names: Array = stores.iter().map(|&name| JsString::from(name)).collect();
        let transaction = self.database.transaction_with_str_sequence_and_mode(&names, mode);
        transaction.map_err(|error| match error.dyn_ref::<DomException>() {
            // It was closed for a newer version.
            Some(error) if error.name() == "InvalidStateError" => IN_THE_WAY.to_owned(),
            _ => why(&error),
        })
    }
}

/// A store within a transaction.
fn store(transaction: &IdbTransaction, name: &str) -> Result<IdbObjectStore, String> {
    transaction.object_store(name).map_err(|error| why(&error))
}

fn make_stores(opening: &IdbOpenDbRequest) {
    if let Ok(database) = opening.result() {
        let database: IdbDatabase = database.unchecked_into();
        for name in STORES {
            // Fails only if it is there already.
            let _ = database.create_object_store(name);
        }
    }
}

/// What a request to open is answered with.
async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, String> {
    let told = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onblocked(Some(&reject));
    });
    match JsFuture::from(told).await {
        Ok(_) => request.result().map_err(|error| why(&error)),
        // Blocked, it has no error yet.
        Err(_) => match request.error() {
            Ok(Some(error)) if error.name() == "VersionError" => Err(IN_THE_WAY.to_owned()),
            Ok(error) => Err(because(error)),
            Err(_) => Err(IN_THE_WAY.to_owned()),
        },
    }
}

/// What a request is answered with.
async fn answer(request: &IdbRequest) -> Result<JsValue, String> {
    let told = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(told).await {
        Ok(_) => request.result().map_err(|error| why(&error)),
        Err(_) => Err(because(request.error().ok().flatten())),
    }
}

/// Waits until all of a transaction's changes are kept.
async fn end(transaction: &IdbTransaction) -> Result<(), String> {
    let told = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(told).await {
        Ok(_) => Ok(()),
        Err(_) => Err(because(transaction.error())),
    }
}

fn because(error: Option<DomException>) -> String {
    error.map_or_else(|| "it gives no reason".to_owned(), |error| why(&error.into()))
}

/// A browser's error as half a sentence.
fn why(error: &JsValue) -> String {
    match error.dyn_ref::<DomException>() {
        Some(error) if error.name() == "QuotaExceededError" => "its storage is full".to_owned(),
        Some(error) => format!("{}: {}", error.name(), error.message()),
        None => format!("{error:?}"),
    }
}
