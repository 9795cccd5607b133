//! Kept runs ([`descent::ledger::file`]), by their ids: what lists need in one store, and what
//! it takes to go on with them in another. Both are written together or not at all.

use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::{Database, answer, end, store, why};

pub(super) const SUMMARIES: &str = "runs";
pub(super) const CONTENTS: &str = "contents";
const BOTH: [&str; 2] = [SUMMARIES, CONTENTS];

/// The storage, open.
pub struct Store(Database);

/// A run as it lies there.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id, as text.
    pub key: String,
    /// What lists need.
    pub summary: Vec<u8>,
    /// The rest.
    pub contents: Vec<u8>,
}

/// What there is when a run is to be kept.
pub struct There {
    /// What lists have of it so far; none at the first time.
    pub summary: Option<Vec<u8>>,
    /// At the first time, what they have of all others; and of all where a run comes back.
    pub others: Vec<Vec<u8>>,
}

impl Store {
    /// Opens it; at the first visit it is made.
    ///
    /// # Errors
    /// Why there is none, for people: in a private window, for one.
    pub async fn open() -> Result<Self, String> {
        Database::open().await.map(Self)
    }

    /// What lists need of all runs, with their ids.
    ///
    /// # Errors
    /// Why they can't be read, for people.
    pub async fn summaries(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let transaction = self.0.begin(&[SUMMARIES], IdbTransactionMode::Readonly)?;
        let store = store(&transaction, SUMMARIES)?;
        let keys = store.get_all_keys().map_err(|error| why(&error))?;
        let values = store.get_all().map_err(|error| why(&error))?;
        let keys: Array = answer(&keys).await?.unchecked_into();
        let values: Array = answer(&values).await?.unchecked_into();
        let key = |key: JsValue| key.as_string().unwrap_or_default();
        Ok(keys.iter().map(key).zip(values.iter().map(|value| bytes(&value))).collect())
    }

    /// What lists need of one run; none if it is not there.
    ///
    /// # Errors
    /// Why it can't be read, for people.
    pub async fn summary(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        self.one(SUMMARIES, key).await
    }

    /// What it takes to go on with a run; none if it is not there.
    ///
    /// # Errors
    /// Why it can't be read, for people.
    pub async fn contents(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        self.one(CONTENTS, key).await
    }

    async fn one(&self, name: &str, key: &str) -> Result<Option<Vec<u8>>, String> {
        let transaction = self.0.begin(&[name], IdbTransactionMode::Readonly)?;
        let request = store(&transaction, name)?.get(&JsString::from(key));
        let value = answer(&request.map_err(|error| why(&error))?).await?;
        Ok(value.is_object().then(|| bytes(&value)))
    }

    /// Keeps a run, given what there is; nothing if `write` makes none of it. Whether it made
    /// something of it comes back. No other window comes in between.
    ///
    /// # Errors
    /// Why it is not kept, for people: the disk is full, for one. What was there stays.
    pub async fn write(
        &self,
        key: &str,
        write: impl FnOnce(There) -> Option<(Vec<u8>, Vec<u8>)>,
    ) -> Result<bool, String> {
        let transaction = self.0.begin(&BOTH, IdbTransactionMode::Readwrite)?;
        let (summaries, contents) =
            (store(&transaction, SUMMARIES)?, store(&transaction, CONTENTS)?);
        let key = JsString::from(key);
        let there = answer(&summaries.get(&key).map_err(|error| why(&error))?).await?;
        let summary = there.is_object().then(|| bytes(&there));
        let mut others = Vec::new();
        if summary.is_none() {
            let all = summaries.get_all().map_err(|error| why(&error))?;
            let all: Array = answer(&all).await?.unchecked_into();
            others = all.iter().map(|value| bytes(&value)).collect();
        }
        let Some((summary, content)) = write(There { summary, others }) else {
            return Ok(false);
        };
        put_both(&transaction, &key, [(&summaries, &summary), (&contents, &content)])?;
        end(&transaction).await.map(|()| true)
    }

    /// Changes what lists have of a run, if it is there.
    ///
    /// # Errors
    /// Why it stays as it was, for people.
    pub async fn amend(
        &self,
        key: &str,
        change: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>,
    ) -> Result<(), String> {
        let transaction = self.0.begin(&[SUMMARIES], IdbTransactionMode::Readwrite)?;
        let summaries = store(&transaction, SUMMARIES)?;
        let key = JsString::from(key);
        let there = answer(&summaries.get(&key).map_err(|error| why(&error))?).await?;
        let changed = there.is_object().then(|| change(bytes(&there))).flatten();
        let Some(changed) = changed else { return Ok(()) };
        let put = summaries.put_with_key(&Uint8Array::from(&changed[..]), &key);
        put.map_err(|error| why(&error))?;
        end(&transaction).await
    }

    /// Takes runs out, and gives them back for whoever wants to put them in again.
    ///
    /// # Errors
    /// Why they are still there, for people.
    pub async fn take(&self, keys: &[String]) -> Result<Vec<Record>, String> {
        let transaction = self.0.begin(&BOTH, IdbTransactionMode::Readwrite)?;
        let (summaries, contents) =
            (store(&transaction, SUMMARIES)?, store(&transaction, CONTENTS)?);
        let mut taken = Vec::new();
        for key in keys {
            let id = JsString::from(key.as_str());
            let summary = answer(&summaries.get(&id).map_err(|error| why(&error))?).await?;
            let content = answer(&contents.get(&id).map_err(|error| why(&error))?).await?;
            // Another window may have been faster: it has what there was.
            if summary.is_undefined() {
                continue;
            }
            taken.push(Record {
                key: key.clone(),
                summary: bytes(&summary),
                contents: bytes(&content),
            });
            summaries.delete(&id).map_err(|error| why(&error))?;
            contents.delete(&id).map_err(|error| why(&error))?;
        }
        end(&transaction).await?;
        Ok(taken)
    }

    /// Puts runs that were taken out in again: all of them, or none. Where there is one under the
    /// same id by now, `settle` tells what is put in of the one that was taken out, under which
    /// id. No other window comes in between.
    ///
    /// # Errors
    /// Why they are not kept, for people. What was there stays.
    pub async fn put_back(
        &self,
        records: &[Record],
        mut settle: impl FnMut(&Record, There) -> Option<Record>,
    ) -> Result<(), String> {
        let transaction = self.0.begin(&BOTH, IdbTransactionMode::Readwrite)?;
        let (summaries, contents) =
            (store(&transaction, SUMMARIES)?, store(&transaction, CONTENTS)?);
        for record in records {
            let key = JsString::from(record.key.as_str());
            let there = answer(&summaries.get(&key).map_err(|error| why(&error))?).await?;
            let settled = if there.is_undefined() {
                Some(record.clone())
            } else {
                let all = summaries.get_all().map_err(|error| why(&error))?;
                let all: Array = answer(&all).await?.unchecked_into();
                let others = all.iter().map(|value| bytes(&value)).collect();
                settle(record, There { summary: Some(bytes(&there)), others })
            };
            let Some(Record { key, summary, contents: content }) = settled else { continue };
            let key = JsString::from(key.as_str());
            put_both(&transaction, &key, [(&summaries, &summary), (&contents, &content)])?;
        }
        end(&transaction).await
    }
}

/// Puts what lists need and the rest under one id; neither without the other.
fn put_both(
    transaction: &IdbTransaction,
    key: &JsString,
    parts: [(&IdbObjectStore, &[u8]); 2],
) -> Result<(), String> {
    for (store, bytes) in parts {
        if let Err(error) = store.put_with_key(&Uint8Array::from(bytes), key) {
            let _ = transaction.abort();
            return Err(why(&error));
        }
    }
    Ok(())
}

/// The bytes of a value; none of what is something else.
fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
