//! The map: which two parameters, how far, when it is asked for; and where a way starts.

use std::f64::consts::TAU;

use leptos::prelude::*;

use crate::small::asked::{BIAS, weight};
use crate::state::looks::Slot;
use crate::state::{State, WorkerState, use_state};
use descent::data::points::Points;
use descent::nn::Parameter;
use descent::protocol::{Landscape, LandscapeRequest, Look, PlacedStep, Seen, Span};
use descent::training::landscape::{Directions, Extent};

/// k: 2ᵏ + 1 places a side.
const FINENESS: u32 = 5;
/// How far the map reaches from 0, unless a way leads farther.
const REACH: f64 = 3.0;
/// It does not reach farther than so many times that.
const FARTHEST: f64 = 64.0;
/// Where a way starts by the button, as a share of the reach.
const START: f64 = 0.85;
/// From one start to the next, a share of a turn: the golden one, which never comes back.
const TURN: f64 = 0.381_966;

/// Two of the three parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axes {
    /// The weights.
    W1W2,
    /// The first weight and the bias.
    W1B,
    /// The second weight and the bias.
    W2B,
}

impl Axes {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::W1W2, Self::W1B, Self::W2B];

    /// To the right, up, and the one that is left: 0 is w₁, 1 is w₂, 2 is b.
    fn order(self) -> [usize; 3] {
        match self {
            Self::W1W2 => [0, 1, 2],
            Self::W1B => [0, 2, 1],
            Self::W2B => [1, 2, 0],
        }
    }

    /// What stands on its button.
    pub fn title(self) -> &'static str {
        ["w₁ and w₂", "w₁ and b", "w₂ and b"][self as usize]
    }

    /// What the two are called.
    pub fn names(self) -> [&'static str; 2] {
        let [x, y, _] = self.order();
        [NAMES[x], NAMES[y]]
    }

    /// The one that is left: its name, and its place among (w₁, w₂, b).
    pub fn third(self) -> (&'static str, usize) {
        let third = self.order()[2];
        (NAMES[third], third)
    }

    /// Headings of the table of ways.
    pub fn heads(self) -> &'static [&'static str] {
        match self {
            Self::W1W2 => &["start", "w₁ from", "w₂ from", "w₁ to", "w₂ to", "steps"],
            Self::W1B => &["start", "w₁ from", "b from", "w₁ to", "b to", "steps"],
            Self::W2B => &["start", "w₂ from", "b from", "w₂ to", "b to", "steps"],
        }
    }

    /// (w₁, w₂, b) with the two of the map as they are at a place of it.
    pub fn with_values(self, mut all: [f64; 3], (x, y): (f64, f64)) -> [f64; 3] {
        let order = self.order();
        (all[order[0]], all[order[1]]) = (x, y);
        all
    }

    fn parameters(self) -> (Parameter, Parameter) {
        let [x, y, _] = self.order();
        let all = [weight(0, 0), weight(0, 1), BIAS];
        (all[x], all[y])
    }
}

const NAMES: [&str; 3] = ["w₁", "w₂", "b"];

/// The map, for all parts of the page.
#[derive(Clone, Copy)]
pub struct Map {
    state: State,
    /// Of which parameters.
    pub axes: RwSignal<Axes>,
    /// The latest one, once there is one of these parameters.
    pub shown: Memo<Option<Landscape>>,
    /// Why there is none.
    pub refused: Memo<Option<String>>,
    /// The place that is pointed at.
    pub pointed: RwSignal<Option<(f64, f64)>>,
    n_elsewhere: StoredValue<u32>,
}

impl Map {
    /// Starts the run anew from a place of the map, and lets it go.
    pub fn start_at(self, (x, y): (f64, f64)) {
        let (right, up) = self.axes.get_untracked().parameters();
        self.state.set_parameters(&[(right, x as f32), (up, y as f32)]);
        if !untrack(|| self.state.is_training()) {
            self.state.toggle_training();
        }
    }

    /// The same from near the border, each time on another side.
    pub fn start_elsewhere(self) {
        let n = self.n_elsewhere.get_value();
        self.n_elsewhere.set_value(n + 1);
        let angle = TAU * (0.42 + TURN * f64::from(n));
        // Of few digits: they are shown.
        let at = |share: f64| (100.0 * START * REACH * share).round() / 100.0;
        self.start_at((at(angle.cos()), at(angle.sin())));
    }

    /// All ways on the map, the present one last. Tracked.
    pub fn with_ways<T>(self, see: impl FnOnce(&mut dyn Iterator<Item = &[PlacedStep]>) -> T) -> T {
        self.shown.with(|shown| {
            let path = shown.as_ref().map(|shown| &shown.path);
            let earlier = path.into_iter().flat_map(|path| &path.earlier);
            let mut all = earlier.chain(path.map(|path| &path.points)).map(Vec::as_slice);
            see(&mut all)
        })
    }

    /// How many ways there are that have left their start. Tracked.
    pub fn n_ways(self) -> usize {
        self.with_ways(|ways| ways.filter(|way| way.len() > 1).count())
    }
}

/// Asks for the map whenever something has changed, as long as it can be seen.
pub fn use_map(is_visible: Signal<bool>) -> Map {
    let state = use_state();
    let axes = RwSignal::new(Axes::W1W2);
    let answer = state.answers.of(Slot::Landscape);
    let fits = move |told: &Landscape| {
        let (one, other) = axes.get().parameters();
        told.run == state.run_id() && told.request.directions == Directions::Parameters(one, other)
    };
    let shown = Memo::new(move |before: Option<&Option<Landscape>>| {
        // Another run has another configuration.
        state.config.track();
        answer.with(|answer| match answer {
            Some(Ok(Seen::Landscape(told))) if fits(told) && told.is_done() => {
                Some((**told).clone())
            }
            // The one before stays until the next one is whole.
            Some(Ok(_)) => before.cloned().flatten().filter(fits),
            _ => None,
        })
    });
    let refused =
        Memo::new(move |_| answer.with(|answer| answer.as_ref()?.as_ref().err().cloned()));
    // As far as the ways lead, doubled and doubled again.
    let reach = Memo::new(move |_| {
        let farthest = shown.with(|shown| {
            let shown = shown.as_ref()?;
            let ways = shown.path.earlier.iter().chain([&shown.path.points]).flatten();
            Some(ways.map(|it| it.x.abs().max(it.y.abs())).fold(0.0, f64::max))
        });
        let mut reach = REACH;
        while reach < farthest.unwrap_or_default() && reach < FARTHEST * REACH {
            reach *= 2.0;
        }
        reach
    });
    let request = Memo::new(move |_| {
        let (one, other) = axes.get().parameters();
        let sides = (-reach.get(), reach.get());
        LandscapeRequest {
            directions: Directions::Parameters(one, other),
            span: Span::Between(Extent { x: sides, y: sides }),
            fineness: FINENESS,
            n_examples: Points::MAX as u32,
        }
    });
    // One at a time; what changes meanwhile is seen on the next one.
    let is_asked = RwSignal::new(false);
    let is_stale = RwSignal::new(false);
    Effect::new(move |_| {
        state.progress.track();
        state.config.track();
        request.track();
        state.worker.track();
        is_stale.set(true);
    });
    Effect::new(move |_| {
        let is_over = answer.with(|answer| match answer {
            Some(Ok(Seen::Landscape(told))) => told.is_done(),
            _ => true,
        });
        // A worker that has gone answers nothing any more.
        let is_there = state.worker.with(|worker| *worker == WorkerState::Ready);
        if is_over || !is_there {
            is_asked.set(false);
        }
    });
    Effect::new(move |_| {
        if is_visible.get() && is_stale.get() && !is_asked.get() {
            is_stale.set(false);
            is_asked.set(true);
            state.look(Slot::Landscape, Look::Landscape(request.get_untracked()));
        }
    });
    on_cleanup(move || {
        if is_asked.try_get_untracked() == Some(true) {
            state.give_up(Slot::Landscape);
        }
    });
    Map {
        state,
        axes,
        shown,
        refused,
        pointed: RwSignal::new(None),
        n_elsewhere: StoredValue::new(0),
    }
}
