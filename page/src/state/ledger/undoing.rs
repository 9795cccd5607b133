//! Kept runs deleted, and brought back.

use leptos::prelude::*;

use super::super::State;
use super::{name_beside, new_id};
use crate::storage::runs::{Record, There};
use descent::ledger::{Label, Summary, file};

impl State {
    /// Takes kept runs out, by their keys. They can be had back until others are.
    pub fn delete_runs(&self, keys: &[String]) {
        let (state, ledger) = (*self, self.ledger);
        let keys = keys.to_vec();
        leptos::task::spawn_local(async move {
            let taken = async { ledger.store().await?.take(&keys).await };
            match taken.await {
                Ok(records) => {
                    let name = |bytes: &[u8]| match file::read_label(bytes) {
                        Ok(label) => label.name,
                        Err(_) => "a damaged run".to_owned(),
                    };
                    let names = records.iter().map(|record| name(&record.summary)).collect();
                    ledger.listed.update(|listed| {
                        let Some(listed) = listed else { return };
                        listed.retain(|it| !keys.contains(&it.label.id.to_string()));
                    });
                    ledger.closed.update(|closed| closed.retain(|it| !keys.contains(&it.key)));
                    ledger.offer.update(|offer| {
                        offer.take_if(|offer| keys.contains(&offer.label.id.to_string()));
                    });
                    ledger.inner.update_value(|inner| {
                        let gone = |id: &str| keys.iter().any(|key| key == id);
                        inner.pending.retain(|pending| !gone(&pending.id.to_string()));
                        inner.deleted = records;
                    });
                    ledger.deleted.set(names);
                    // One that is open and goes on is another one from now on.
                    for id in keys.iter().filter_map(|key| key.parse().ok()) {
                        state.change_entry(id, new_id());
                    }
                    // Those that wait may have room now.
                    state.write_next();
                }
                Err(why) => ledger
                    .trouble
                    .set(Some(format!("Nothing was deleted: the browser says that {why}."))),
            }
        });
    }

    /// Those deleted last come back. Where another window has gone on with one, or it was taken in
    /// from a file, both stay: the one that comes back is an entry of its own.
    pub fn bring_runs_back(&self) {
        let (state, ledger) = (*self, self.ledger);
        let records = ledger
            .inner
            .try_update_value(|inner| std::mem::take(&mut inner.deleted))
            .unwrap_or_default();
        leptos::task::spawn_local(async move {
            let mut beside = Vec::new();
            let settle = |record: &Record, there: There| {
                let (own, names) = own_entry(record, there)?;
                beside.extend(names);
                Some(own)
            };
            let put = async { ledger.store().await?.put_back(&records, settle).await };
            match put.await {
                Ok(()) => {
                    ledger.deleted.set(Vec::new());
                    state.read_ledger();
                    match &beside[..] {
                        [] => {}
                        [(name, own)] => state.tell(&format!(
                            "\"{name}\" is here again already, from another window or a file. The \
                             deleted one is back as \"{own}\"."
                        )),
                        more => state.tell(&format!(
                            "{} of them are here again already, from another window or a file. The \
                             deleted ones are back with numbers behind their names.",
                            more.len()
                        )),
                    }
                }
                Err(why) => {
                    ledger.trouble.set(Some(format!(
                        "They could not be brought back: the browser says that {why}. Try again."
                    )));
                    ledger.inner.update_value(|inner| inner.deleted = records);
                }
            }
        });
    }

    /// Nobody wants those deleted last back.
    pub fn forget_deleted_runs(&self) {
        self.ledger.deleted.set(Vec::new());
        self.ledger.inner.update_value(|inner| inner.deleted.clear());
    }
}

/// A deleted run as an entry of its own beside the one that has its place by now, with the names
/// of both if it can be read. None if it is the very same run.
fn own_entry(record: &Record, there: There) -> Option<(Record, Option<(String, String)>)> {
    let key = new_id();
    let read = || {
        let summary = file::read(&record.summary).ok()?.summary?;
        Some((summary, file::read(&record.contents).ok()?.contents?))
    };
    let Some((summary, contents)) = read() else {
        // As it is: it can be listed, and saved to a file.
        return Some((Record { key: key.to_string(), ..record.clone() }, None));
    };
    let there_now = there.summary.and_then(|bytes| file::read_label(&bytes).ok());
    if there_now.is_some_and(|label| label.updated == summary.label.updated) {
        return None;
    }
    let before = summary.label.name.clone();
    let label = Label { id: key, name: name_beside(&before, &there.others), ..summary.label };
    // It is none of a race's any more: the other one is.
    let summary = Summary { label, race: None, ..summary };
    let own = Record {
        key: key.to_string(),
        contents: file::contents_to_bytes(&summary.label, &contents),
        summary: file::summary_to_bytes(&summary),
    };
    Some((own, Some((before, summary.label.name))))
}
