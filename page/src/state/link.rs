//! A place in a run's update as a link: the run's configuration, how many updates it has
//! made, and where the cursor stands. The same build finds the same numbers there, since
//! a configuration determines its run.

use leptos::prelude::*;
use web_sys::UrlSearchParams;

use super::{Notice, Screen, State};
use descent::protocol::{Command, Progress, Status};
use descent::walk::Place;

/// Most updates that a link sends a run through before it opens: minutes, not hours.
const MOST_STEPS: u64 = 200_000;

/// What a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The run's configuration, as text.
    pub run: String,
    /// Updates it has made.
    pub step: u64,
    /// Where in the next one.
    pub place: Place,
    /// Which example, as a row of the trace.
    pub row: usize,
    /// What it says of the place, if that is none.
    pub no_place: Option<String>,
}

/// What the address says, if anything.
///
/// # Errors
/// What is wrong with it, for people.
pub fn read() -> Result<Option<Linked>, String> {
    let hash = window().location().hash().unwrap_or_default();
    let Ok(params) = UrlSearchParams::new_with_str(hash.trim_start_matches('#')) else {
        return Ok(None);
    };
    let Some(run) = params.get("run") else { return Ok(None) };
    let number = |name: &str| match params.get(name) {
        None => Ok(0),
        Some(text) => text.parse::<u64>().map_err(|_| format!("{name} is no number")),
    };
    let step = number("step")?;
    if step > MOST_STEPS {
        return Err(format!(
            "it asks for {step} updates; at most {MOST_STEPS} are made for a link"
        ));
    }
    let row = number("example")?.saturating_sub(1) as usize;
    // The run is worth opening even if the place in it was mistyped.
    let (place, no_place) = match params.get("at").map(|text| (text.parse(), text)) {
        None => (Place::START, None),
        Some((Ok(place), _)) => (place, None),
        Some((Err(_), text)) => (Place::START, Some(text.chars().take(40).collect())),
    };
    Ok(Some(Linked { run, step, place, row, no_place }))
}

/// Takes the link out of the address.
pub fn clear() {
    write("");
}

/// Puts a link into the address, without a new entry in the browser's history.
fn write(hash: &str) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let history = window().history();
    if let Ok(history) = history {
        let state = history.state().unwrap_or_default();
        // Refused where a page is opened from a file: then there is no link to copy.
        let _ = history.replace_state_with_url(&state, "", Some(&(path + hash)));
    }
}

/// Says of the present entry in the browser's history how deep it is.
pub(super) fn mark(depth: u32) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(&wasm_bindgen::JsValue::from(depth), "");
    }
}

impl State {
    /// Puts the place into the address; the run is the present one. Where a link would lead
    /// to another run there is none.
    pub fn write_link(&self, place: Place, row: usize) {
        if !untrack(|| self.can_be_linked()) {
            return clear();
        }
        let step = self.trace.with_untracked(|trace| trace.as_ref().map(|trace| trace.step));
        let run = self.inner.with_value(|inner| inner.link.clone());
        if let (Some(step), Some(run)) = (step, run) {
            write(&format!("#run={run}&step={step}&at={place}&example={}", row + 1));
        }
    }

    /// Goes to where a link leads: begins its run and sends it to its step;
    /// [`follow_link`] then opens the step view.
    ///
    /// [`follow_link`]: Self::follow_link
    pub(super) fn begin_link(&self, linked: Linked) {
        let run = self.inner.with_value(|inner| inner.run);
        self.send(Command::OpenLink { run, text: linked.run.clone(), step: linked.step });
        let text = match linked.step {
            0 => "Opening the link.".to_owned(),
            step => format!("Opening the link: the run is sent to update {step}."),
        };
        self.notice.set(Some(Notice { text, way: None }));
        self.linked.set(Some(linked));
    }

    /// Gives up a link that has not arrived: its run is not the one that is open now.
    pub(super) fn leave_link(&self) {
        if self.linked.with_untracked(Option::is_some) {
            self.linked.set(None);
            self.notice.set(None);
            clear();
        }
    }

    /// Says that a link leads nowhere.
    pub(super) fn refuse_link(&self, why: &str) {
        let text = format!("This link can't be opened: {why}. Here is the lesson instead.");
        self.notice.set(Some(Notice { text, way: None }));
    }

    /// Opens the step view once the run has come to where the link leads.
    pub(super) fn follow_link(&self, progress: &Progress) {
        let is_there = self.linked.with_untracked(|linked| {
            linked.as_ref().is_some_and(|linked| linked.step == progress.step)
        });
        let has_data =
            matches!(self.data.get_untracked(), descent::protocol::DataState::Ready { .. })
                || progress.step > 0;
        let is_open = self.screen.get_untracked() == Screen::Steps;
        if is_there && has_data && !is_open && progress.status == Status::Paused {
            self.notice.set(None);
            self.open_steps();
        }
    }
}
