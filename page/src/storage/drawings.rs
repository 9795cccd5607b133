//! The class's drawings: one line of the file ([`descent::data::handwriting`]) each, by the
//! drawing's id.

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use web_sys::IdbTransactionMode;

use super::{Database, answer, end, store, why};

pub(super) const STORE: &str = "handwriting";

/// The storage, open.
pub struct Store(Database);

impl Store {
    /// Opens it; at the first visit it is made.
    ///
    /// # Errors
    /// Why there is none, for people: in a private window, for one.
    pub async fn open() -> Result<Self, String> {
        Database::open().await.map(Self)
    }

    /// All lines, by their ids in ascending order.
    ///
    /// # Errors
    /// Why they can't be read, for people.
    pub async fn lines(&self) -> Result<Vec<String>, String> {
        let transaction = self.0.begin(&[STORE], IdbTransactionMode::Readonly)?;
        let request = store(&transaction, STORE)?.get_all().map_err(|error| why(&error))?;
        let lines: Array = answer(&request).await?.unchecked_into();
        Ok(lines.iter().filter_map(|line| line.as_string()).collect())
    }

    /// Keeps lines, each under its id: all of them, or none.
    ///
    /// # Errors
    /// Why they are not kept, for people: the disk is full, for one.
    pub async fn put(&self, lines: &[(String, String)]) -> Result<(), String> {
        let transaction = self.0.begin(&[STORE], IdbTransactionMode::Readwrite)?;
        let store = store(&transaction, STORE)?;
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
        let transaction = self.0.begin(&[STORE], IdbTransactionMode::Readwrite)?;
        let store = store(&transaction, STORE)?;
        for id in ids {
            store.delete(&JsString::from(id.as_str())).map_err(|error| why(&error))?;
        }
        end(&transaction).await
    }
}
