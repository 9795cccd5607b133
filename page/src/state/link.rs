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
    /// Where in the next one; none leads to where runs are trained, not into the step view.
    pub place: Option<Place>,
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
        None => (None, None),
        Some((Ok(place), _)) => (Some(place), None),
        Some((Err(_), text)) => (Some(Place::START), Some(text.chars().take(40).collect())),
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
        let needs_files = self.config.with_untracked(|it| it.dataset.source().is_some());
        let has_data =
            matches!(self.data.get_untracked(), descent::protocol::DataState::Ready { .. })
                || progress.step > 0
                || !needs_files;
        let is_open = self.screen.get_untracked() == Screen::Steps;
        let rests = matches!(progress.status, Status::Paused | Status::Finished(_));
        if is_there && has_data && !is_open && rests {
            self.notice.set(None);
            self.arrive();
            let leads_inside =
                self.linked.with_untracked(|it| it.as_ref().is_some_and(|it| it.place.is_some()));
            match leads_inside {
                true => self.open_steps(),
                false => {
                    self.linked.set(None);
                    clear();
                }
            }
        } else if let (Some(step), Status::Finished(_)) =
            (self.is_short_of(progress), progress.status)
        {
            // The run that the link is of had been sent on from here.
            self.send(Command::TrainTo { step });
        }
    }

    /// The step that a link leads to, if the run has yet to get there and can.
    fn is_short_of(&self, progress: &Progress) -> Option<u64> {
        let step =
            self.linked.with_untracked(|linked| linked.as_ref().map(|linked| linked.step))?;
        (progress.step < step && progress.learning_rate > 0.0).then_some(step)
    }

    /// Which update a link to the run leads to; or why only to the run's start. Tracked.
    pub fn leads_to_step(&self) -> Result<u64, &'static str> {
        let step = self.progress.with(|progress| progress.as_ref().map_or(0, |it| it.step));
        if !self.can_be_linked() {
            Err("Something was changed by hand during this run, and a link makes all of a run \
                 with the same points and settings: it leads to the start, with those of now. \
                 Weights set by hand are not in it.")
        } else if step > MOST_STEPS {
            Err("This run has made more updates than a link makes again: it leads to the start.")
        } else {
            Ok(step)
        }
    }

    /// The address of the run, given its configuration as text.
    pub fn address_of(&self, run: &str) -> String {
        let location = window().location();
        let [origin, path, search] = [location.origin(), location.pathname(), location.search()]
            .map(Result::unwrap_or_default);
        origin + &path + &search + &self.hash_of(run)
    }

    /// Puts the run's address where it can be copied from.
    pub fn show_address(&self, run: &str) {
        write(&self.hash_of(run));
    }

    fn hash_of(&self, run: &str) -> String {
        let step = untrack(|| self.leads_to_step()).unwrap_or_default();
        format!("#run={run}&step={step}")
    }
}
