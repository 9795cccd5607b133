//! When a map is asked for, and which one is shown.
//!
//! What a person asks for is shown as soon as it is coarse. As the run goes on, another plane
//! is laid now and then: that one is worked out out of sight, and takes the place of the old
//! one when it is whole. Between two planes the path grows on the one that is shown.

use leptos::prelude::*;

use super::settings::Settings;
use crate::state::looks::Slot;
use crate::state::{State, use_state};
use descent::protocol::{Landscape, LandscapeRequest, Look, PathOnPlane, Progress, Seen};

/// A path of fewer steps has no two directions.
pub const LEAST_STEPS: u64 = 4;
/// A new plane is laid when so many times as many steps are made.
const GROWTH: f64 = 1.6;
/// Least time between two questions for the path, in milliseconds.
const PATH_EVERY_MS: f64 = 150.0;

/// The map, for all parts of the view.
#[derive(Clone, Copy)]
pub struct Map {
    state: State,
    /// The settings.
    pub settings: Settings,
    /// The one that is shown.
    pub shown: RwSignal<Option<Landscape>>,
    /// The run's path on it.
    pub path: Memo<PathOnPlane>,
    /// Points that are known of the one under way or shown, and how many there are.
    pub known: RwSignal<Option<(usize, usize)>>,
    /// One is being worked out.
    pub is_under_way: RwSignal<bool>,
    /// Why there is none.
    pub refused: RwSignal<Option<String>>,
    /// One was stopped before there was anything to see: it is not begun again by itself.
    pub was_stopped: RwSignal<bool>,
    /// The one under way stays out of sight until it is whole.
    is_quiet: RwSignal<bool>,
    /// After how many steps one was asked for.
    asked_at: RwSignal<u64>,
}

impl Map {
    /// Asks for another one, which stays out of sight until it is whole if `is_quiet`.
    pub fn ask(self, is_quiet: bool) {
        self.is_quiet.set(is_quiet && self.shown.with_untracked(Option::is_some));
        self.refused.set(None);
        self.was_stopped.set(false);
        self.is_under_way.set(true);
        self.asked_at.set(steps(self.state));
        if !is_quiet {
            self.known.set(None);
        }
        self.state.look(Slot::Landscape, Look::Landscape(untrack(|| self.settings.request())));
    }

    /// Gives up the one under way, as a person wants it.
    pub fn stop(self) {
        self.was_stopped.set(self.shown.with_untracked(Option::is_none));
        self.give_up();
    }

    fn give_up(self) {
        self.state.give_up(Slot::Landscape);
        self.is_under_way.set(false);
        let shown = |map: &Option<Landscape>| {
            map.as_ref().map(|map| (map.n_known as usize, (map.side * map.side) as usize))
        };
        self.known.set(self.shown.with_untracked(shown));
    }
}

fn last_step(path: &PathOnPlane) -> Option<u64> {
    path.points.last().map(|point| point.step)
}

fn steps(state: State) -> u64 {
    state.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step))
}

/// Asks, as long as the view can be seen, and takes the answers in.
pub fn use_map(settings: Settings, is_visible: Signal<bool>) -> Map {
    let state = use_state();
    let live = state.answers.of(Slot::PathOnPlane);
    let answer = state.answers.of(Slot::Landscape);
    let shown = RwSignal::new(None::<Landscape>);
    // What was there when the view was left, if the run is the same one.
    if let Some(Ok(Seen::Landscape(before))) = answer.get_untracked()
        && before.run == state.run_id()
    {
        settings.take_over(&before.request);
        shown.set(Some(*before));
    }
    let path = Memo::new(move |_| {
        shown.with(|shown| {
            let Some(shown) = shown else { return PathOnPlane::default() };
            live.with(|live| match live {
                Some(Ok(Seen::PathOnPlane(live)))
                    if live.plane == shown.path.plane
                        && last_step(live) >= last_step(&shown.path) =>
                {
                    live.clone()
                }
                _ => shown.path.clone(),
            })
        })
    });
    let map = Map {
        state,
        settings,
        shown,
        path,
        known: RwSignal::new(None),
        is_under_way: RwSignal::new(false),
        refused: RwSignal::new(None),
        was_stopped: RwSignal::new(false),
        is_quiet: RwSignal::new(false),
        asked_at: RwSignal::new(0),
    };
    take_answers(map);
    ask_by_itself(map, is_visible);
    on_cleanup(move || {
        if map.is_under_way.try_get_untracked() == Some(true) {
            state.give_up(Slot::Landscape);
        }
    });
    map
}

/// Answers, and runs that are other ones.
fn take_answers(map: Map) {
    let state = map.state;
    let answer = state.answers.of(Slot::Landscape);
    Effect::new(move |_| {
        let Some(answer) = answer.get() else { return };
        if !map.is_under_way.get_untracked() {
            return;
        }
        match answer {
            Ok(Seen::Landscape(landscape)) => {
                let is_done = landscape.is_done();
                map.known.set(Some((
                    landscape.n_known as usize,
                    (landscape.side * landscape.side) as usize,
                )));
                if is_done || !map.is_quiet.get_untracked() {
                    map.shown.set(Some(*landscape));
                }
                if is_done {
                    map.is_under_way.set(false);
                }
            }
            Err(message) => {
                map.is_under_way.set(false);
                map.refused.set(Some(message));
                // What is there is not what was asked for.
                if !map.is_quiet.get_untracked() {
                    map.shown.set(None);
                    map.known.set(None);
                }
            }
            Ok(_) => {}
        }
    });
    Effect::new(move |_| {
        state.config.track();
        let is_other =
            map.shown.with_untracked(|map| map.as_ref().is_some_and(|m| m.run != state.run_id()));
        if is_other {
            map.give_up();
            map.shown.set(None);
            map.known.set(None);
            map.asked_at.set(0);
        }
    });
}

/// When a setting is turned, when there is none yet, and as the run goes on.
fn ask_by_itself(map: Map, is_visible: Signal<bool>) {
    let state = map.state;
    let settings = map.settings;
    let request = Memo::new(move |_| settings.request());
    let at = Memo::new(move |_| {
        state.progress.with(|progress| {
            progress.as_ref().map_or((0, false), |p| (p.step, Progress::is_under_way(p)))
        })
    });
    Effect::new(move |before: Option<LandscapeRequest>| {
        let request = request.get();
        if before.is_some_and(|before| before != request) {
            map.ask(false);
        }
        request
    });
    let path_asked = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move |_| {
        let (step, is_training) = at.get();
        if !is_visible.get() || map.is_under_way.get() {
            return;
        }
        let shown_at = map.shown.with(|map| map.as_ref().map(|map| map.step));
        let is_fresh = settings.is_own.get_untracked() && step < LEAST_STEPS;
        // After a refusal not again at once: a path has to be made first.
        let is_too_soon = map.refused.with_untracked(Option::is_some)
            && step < map.asked_at.get_untracked() + 2 * LEAST_STEPS;
        match shown_at {
            _ if is_too_soon => {}
            None if !is_fresh && !map.was_stopped.get_untracked() => map.ask(false),
            Some(shown_at) if step != shown_at && settings.follows.get() => {
                let is_time = step as f64 >= GROWTH * shown_at as f64;
                // A map that was stopped is not taken up by itself.
                let is_whole =
                    map.shown.with_untracked(|m| m.as_ref().is_some_and(Landscape::is_done));
                if is_whole && (is_time || !is_training) {
                    map.ask(true);
                }
            }
            _ => {}
        }
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let is_time = now - path_asked.get_value() >= PATH_EVERY_MS || !is_training;
        let is_idle = !map.is_under_way.get_untracked();
        if is_idle && is_time && shown_at.is_some_and(|shown_at| shown_at != step) {
            path_asked.set_value(now);
            state.look(Slot::PathOnPlane, Look::PathOnPlane);
        }
    });
}
