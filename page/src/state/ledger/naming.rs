//! What runs are called before anyone has named them.

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::super::State;
use super::keeping::Pending;
use super::{Ledger, now};
use crate::runs::cells::MONTHS;
use descent::ledger::words::{branch_name, usual_name};
use descent::ledger::{EntryId, Race, Summary};

/// A run in a race of this window.
#[derive(Clone, Debug)]
pub(super) struct Racer {
    pub race: Race,
    /// What sets it apart from the others: "Rate 0.1".
    apart: String,
}

impl State {
    /// What the present run is called, if it is kept. Tracked.
    pub fn name_of_run(&self) -> Option<String> {
        // With another run both are told.
        self.config.track();
        self.progress.track();
        let id = self.inner.with_value(|inner| inner.entry)?;
        let name = |run: &Summary| (run.label.id == id).then(|| run.label.name.clone());
        let listed = self.ledger.listed.with(|listed| listed.as_ref()?.iter().find_map(name));
        listed.or_else(|| self.ledger.label_of(id).map(|label| label.name))
    }

    /// These runs, told by what sets them apart, begin a race against each other.
    pub(in super::super) fn note_race(&self, runs: impl Iterator<Item = (EntryId, String)>) {
        let id = super::new_id().0;
        self.ledger.inner.update_value(|inner| {
            inner.racers.extend(runs.zip(0..).map(|((run, apart), lane)| {
                let race = Race { id, lane };
                (run, Racer { race, apart })
            }));
        });
    }
}

impl Ledger {
    /// The race that a run is in, if it is in one.
    pub(super) fn race_of(self, run: EntryId) -> Option<Race> {
        self.inner.with_value(|inner| inner.racers.get(&run).map(|racer| racer.race))
    }

    /// What a run is called at first; a number comes behind it if there is one of that name.
    pub(super) fn first_name(self, Pending { id, parent, summary, .. }: &Pending) -> String {
        let racer = self.inner.with_value(|inner| inner.racers.get(id).cloned());
        if let Some(Racer { race, apart }) = racer {
            return format!("{apart} · race of {}", self.moment_of(race.id));
        }
        let parent = parent.and_then(|(parent, _)| self.summary(parent));
        let branch = parent
            .and_then(|parent| branch_name(&parent.label.name, &parent.config, &summary.config));
        branch.unwrap_or_else(|| usual_name(&summary.config))
    }

    /// When the first run of a race was kept, in words that no other race has.
    fn moment_of(self, race: u64) -> String {
        let known = self.inner.with_value(|inner| inner.races.get(&race).cloned());
        known.unwrap_or_else(|| {
            let (minute, second) = moment(now());
            let is_others = |run: &Summary| {
                run.race.is_some_and(|it| it.id != race) && run.label.name.contains(&minute)
            };
            let is_taken = self.listed.with_untracked(|listed| {
                listed.as_deref().unwrap_or_default().iter().any(is_others)
            });
            let moment = if is_taken { second } else { minute };
            self.inner.update_value(|inner| {
                inner.races.insert(race, moment.clone());
            });
            moment
        })
    }
}

/// A moment by the clock on the wall: "Nov 3, 14:05", and to the second, "Nov 3, 14:05:09".
fn moment(at: u64) -> (String, String) {
    let date = Date::new(&JsValue::from_f64(at as f64));
    let month = MONTHS.get(date.get_month() as usize).copied().unwrap_or_default();
    let (hour, minute) = (date.get_hours(), date.get_minutes());
    let minute = format!("{month} {}, {hour}:{minute:02}", date.get_date());
    let second = format!("{minute}:{:02}", date.get_seconds());
    (minute, second)
}
