//! The class's drawings in the browser's own storage, IndexedDB: one line of the file
//! ([`descent::data::handwriting`]) each, by the drawing's id.
//!
//! By hand, as it takes three requests: the crates for it bring an async runtime along, and
//! a builder for each option that is not used here.

use js_sys::{Array, JsString, Promise};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "descent";
const STORE: &str = "handwriting";
const VERSION: u32 = 1;

/// The storage, open.
pub struct Store {
    database: IdbDatabase,
}

impl Store {
    /// Opens it; at the first visit it is made.
    ///
    /// # Errors
    /// Why there is none, for people: in a private window, for one.
    pub async fn open() -> Result<Self, String> {
        let factory = window().indexed_db().map_err(|error| why(&error))?;
        let factory = factory.ok_or_else(|| "it has no storage for pages".to_owned())?;
        let request = factory.open_with_u32(DATABASE, VERSION).map_err(|error| why(&error))?;
        let opening = request.clone();
        let make = Closure::once(move || make_store(&opening));
        request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
        let database = answer(&request).await?;
        Ok(Self { database: database.unchecked_into() })
    }

    /// All lines, by their ids in ascending order.
    ///
    /// # Errors
    /// Why they can't be read, for people.
    pub async fn lines(&self) -> Result<Vec<String>, String> {
        let (_, store) = self.begin(IdbTransactionMode::Readonly)?;
        let request = store.get_all().map_err(|error| why(&error))?;
        let lines: Array = answer(&request).await?.unchecked_into();
        Ok(lines.iter().filter_map(|line| line.as_string()).collect())
    }

    /// Keeps lines, each under its id: all of them, or none.
    ///
    /// # Errors
    /// Why they are not kept, for people: the disk is full, for one.
    pub async fn put(&self, lines: &[(String, String)]) -> Result<(), String> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readwrite)?;
        for (id, line) in lines {
            let (id, line) = (JsString::from(id.as_str()), JsString::from(line.as_str()));
            store.put_with_key(&line, &id).map_err(|error| why(&error))?;
        }
        end(&transaction).await
    }

    /// Takes lines out: all of them, or none.
    ///
    /// # Errors
    /// Why they are still there, for people.
    pub async fn remove(&self, ids: &[String]) -> Result<(), String> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readwrite)?;
        for id in ids {
            store.delete(&JsString::from(id.as_str())).map_err(|error| why(&error))?;
        }
        end(&transaction).await
    }

    fn begin(&self, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), String> {
        let transaction = self.database.transaction_with_str_and_mode(STORE, mode);
        let transaction = transaction.map_err(|error| why(&error))?;
        let store = transaction.object_store(STORE).map_err(|error| why(&error))?;
        Ok((transaction, store))
    }
}

fn make_store(opening: &IdbOpenDbRequest) {
    if let Ok(database) = opening.result() {
        // Fails only if it is there already.
        let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
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
