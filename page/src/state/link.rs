//! The present run, and where one is with it, as an address: a configuration determines its
//! run, so the same build finds the same numbers there. What an address says is written and read
//! by [`descent::linking`]; [`super::linked`] goes where it leads.

use leptos::prelude::*;

use super::{Room, Screen, State, is_ours};
use crate::small::pages;
use descent::linking::{Address, AddressError, MOST_STEPS, Spot};
use descent::walk::Place;

/// Which of a run's updates a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Lead {
    /// Its start.
    Start,
    /// As many updates further on, made again where it is opened.
    Update(u64),
    /// A new start, from these weights.
    Weights(String),
}

/// What the address bar says, if that is a link.
///
/// # Errors
/// What is wrong with it, for people.
pub(super) fn read() -> Result<Option<Address>, AddressError> {
    Address::read(&window().location().hash().unwrap_or_default())
}

/// Puts a link into the address, without a new entry in the browser's history.
fn write(address: &Address) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        // Refused where a page is opened from a file: then there is no link to copy.
        let _ = history.replace_state_with_url(&state, "", Some(&(path + &hash_of(address))));
    }
}

fn hash_of(address: &Address) -> String {
    match address.write() {
        text if text.is_empty() => text,
        text => format!("#{text}"),
    }
}

/// Says of the present entry in the browser's history how deep it is.
pub(super) fn mark(depth: u32) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(&wasm_bindgen::JsValue::from(depth), "");
    }
}

impl State {
    /// Takes the run out of the address, unless it is one that only the address leads to: whoever
    /// loads the page anew is where they were. What is hidden stays in it for the same reason.
    pub(crate) fn clear_link(&self) {
        let hide = self.hidden_keys();
        let began_with = self.inner.with_value(|inner| inner.began_with.clone());
        let is_plain = hide.is_empty() && began_with.is_none();
        let spot = if is_plain { None } else { untrack(|| self.spot()) };
        let Address { run, weights, .. } = began_with.unwrap_or_default();
        write(&Address { spot, hide, run, weights, ..Address::default() });
    }

    /// The present run is no longer one that only a link leads to.
    pub(super) fn forget_link(&self) {
        if self.inner.with_value(|inner| inner.began_with.is_some()) {
            self.inner.update_value(|inner| inner.began_with = None);
            if self.screen.get_untracked() != Screen::Steps {
                self.clear_link();
            }
        }
    }

    /// Puts the place into the address; the run is the present one. Where a link would lead
    /// to another run there is none.
    pub fn write_link(&self, place: Place, row: usize) {
        if !untrack(|| self.can_be_linked()) {
            return self.clear_link();
        }
        let step = self.trace.with_untracked(|trace| trace.as_ref().map(|trace| trace.step));
        let run = self.inner.with_value(|inner| inner.link.clone());
        if let (Some(step), Some(run)) = (step, run) {
            self.stand_at(place, row);
            write(&self.address(Some(&run), &Lead::Update(step), self.hidden_keys()));
        }
    }

    /// Takes note of where one is in the step view.
    pub fn stand_at(&self, place: Place, row: usize) {
        self.inner.update_value(|inner| inner.at = Some((place, row)));
    }

    /// Which update a link to the run leads to; or why only to the run's start. Tracked.
    pub fn leads_to_step(&self) -> Result<u64, &'static str> {
        let step = self.progress.with(|progress| progress.as_ref().map_or(0, |it| it.step));
        if !self.can_be_linked() {
            Err(
                "Something was changed on the way (a setting, points or weights), and a link makes \
                 all updates alike: it leads to the start, with the settings of now. A small \
                 network's weights can go into a link as they are.",
            )
        } else if step > MOST_STEPS {
            Err("This run has made more updates than a link makes again: it leads to the start.")
        } else {
            Ok(step)
        }
    }

    /// Why no link leads to the run that is open here, if none does. Tracked.
    pub fn has_no_link(&self) -> Option<&'static str> {
        if !self.has_run_here() {
            Some("The link opens this lab as it is at first: no run belongs to it.")
        } else if self.is_abreast() {
            Some("The link opens this lab as it is at first: runs side by side are not in it.")
        } else if self.config.with(is_ours) {
            Some(
                "This run learns from drawings that only this browser has: they are not in the \
                 link, which opens the lab without the run. Save the run as a file in Runs.",
            )
        } else {
            None
        }
    }

    /// Where a link leads, given the run's configuration as text.
    pub fn address(&self, run: Option<&str>, lead: &Lead, hide: Vec<String>) -> Address {
        let mut address = Address { spot: untrack(|| self.spot()), hide, ..Address::default() };
        if let Some(run) = run {
            let start = self.start_weights();
            (address.weights, address.step) = match lead {
                Lead::Start => (start, 0),
                Lead::Update(step) => (start, *step),
                Lead::Weights(weights) => (Some(weights.clone()), 0),
            };
            address.run = Some(run.to_owned());
            let at = self.inner.with_value(|inner| inner.at);
            if let Some((place, row)) = at.filter(|_| self.screen.get_untracked() == Screen::Steps)
            {
                (address.place, address.row) = (Some(place), row);
            }
        }
        address
    }

    /// A link as text: the whole address.
    pub fn address_text(&self, address: &Address) -> String {
        let location = window().location();
        let [origin, path, search] = [location.origin(), location.pathname(), location.search()]
            .map(Result::unwrap_or_default);
        origin + &path + &search + &hash_of(address)
    }

    /// Puts a link where it can be copied from.
    pub fn show_address(&self, address: &Address) {
        write(address);
    }

    /// The lab that is open, and its page; none for the lesson. Tracked.
    fn spot(&self) -> Option<Spot> {
        let spot = |lab: &str, page: Option<&str>| {
            Some(Spot { lab: lab.to_owned(), page: page.map(str::to_owned) })
        };
        match self.room.get() {
            Room::Lesson | Room::Runs => None,
            Room::Lab => spot("digits", Some(self.lab_view.get().key)),
            Room::Small => {
                let lab = self.small_lab.get();
                let page = self.open_page(lab).filter(|_| !pages::of(lab).is_empty());
                spot(lab.key, page.map(|page| page.key))
            }
        }
    }
}
