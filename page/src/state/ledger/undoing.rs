//! Kept runs deleted, and brought back.

use leptos::prelude::*;

use super::super::State;
use super::new_id;
use descent::ledger::file;

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

    /// Those deleted last come back.
    pub fn bring_runs_back(&self) {
        let (state, ledger) = (*self, self.ledger);
        let records = ledger
            .inner
            .try_update_value(|inner| std::mem::take(&mut inner.deleted))
            .unwrap_or_default();
        leptos::task::spawn_local(async move {
            let put = async { ledger.store().await?.put(&records).await };
            match put.await {
                Ok(()) => {
                    ledger.deleted.set(Vec::new());
                    state.read_ledger();
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
