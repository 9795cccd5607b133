//! Where one stands in the update, how close one looks, and what one points at. All
//! panes read it; only its methods move it.

use leptos::prelude::*;

use super::prediction::Prediction;
use super::trail::{Spot, Trail};
use super::turns::Turns;
use super::{of_trace, of_trace_untracked};
use crate::format;
use crate::state::State;
use descent::training::RunConfig;
use descent::walk::math::Shown;
use descent::walk::{Level, Phase, Place, Places, Quantity, UnitAt, digits, telling_unit};

/// The cursor: one for all panes.
#[derive(Clone, Copy)]
pub struct Cursor {
    /// Where one stands, as this pane shows it.
    pub place: RwSignal<Place>,
    /// Where one stands.
    here: RwSignal<Place>,
    turns: Turns,
    /// How close one looks; where one can't look so close, the place is farther off.
    pub level: RwSignal<Level>,
    /// The example that is followed, as a row of the trace.
    pub row: RwSignal<usize>,
    /// The number that is pointed at, or has the keyboard's focus.
    pub pointed: RwSignal<Option<Quantity>>,
    /// The input whose weight was chosen (none: the bias), and as of which place.
    pub picked: RwSignal<Option<(Place, Option<usize>)>>,
    /// All digits are shown.
    pub precise: RwSignal<bool>,
    /// Predict, then reveal.
    pub prediction: Prediction,
    /// All places of this update.
    pub places: Memo<Places>,
    /// The places that were jumped away from.
    pub trail: Trail,
    state: State,
}

impl Cursor {
    /// At the beginning.
    pub fn new(state: State) -> Self {
        let places = Memo::new(move |before: Option<&Places>| {
            of_trace(state, |trace| Places::of(&trace.network))
                .or_else(|| before.cloned())
                .unwrap_or_else(|| Places::of(&RunConfig::default().network))
        });
        let place = RwSignal::new(Place::START);
        Self {
            prediction: Prediction::new(state, place, places),
            place,
            here: place,
            turns: Turns::new(place),
            level: RwSignal::new(Level::Layer),
            row: RwSignal::new(0),
            pointed: RwSignal::new(None),
            picked: RwSignal::new(None),
            precise: RwSignal::new(false),
            places,
            trail: Trail::new(state),
            state,
        }
    }

    /// What the page knows.
    pub fn state(self) -> State {
        self.state
    }

    /// The same cursor for a pane that may be some frames late while one drags.
    pub fn in_turn(self) -> Self {
        Self { place: self.turns.follow(), ..self }
    }

    fn move_to(self, place: Place) {
        self.set(place);
        self.turns.all();
    }

    fn set(self, place: Place) {
        // Every number on the page listens to it.
        if self.pointed.with_untracked(Option::is_some) {
            self.pointed.set(None);
        }
        if self.here.get_untracked() != place {
            self.here.set(place);
        }
    }

    /// Jumps to a place, and looks as close as that is; one can come back.
    pub fn go(self, place: Place) {
        if place != self.here.get_untracked() && self.has(place) {
            self.trail.leave(self.spot());
            self.enter(place);
        }
    }

    /// The same without a way back.
    pub fn enter(self, place: Place) {
        if self.has(place) {
            self.level.set(place.level());
            self.move_to(place);
        }
    }

    fn has(self, place: Place) -> bool {
        self.places.with_untracked(|places| places.contains(place))
    }

    fn spot(self) -> Spot {
        let (place, level) = (self.here.get_untracked(), self.level.get_untracked());
        Spot { place, level, row: self.row.get_untracked() }
    }

    /// Back to where one stood before the last jump; whether there was one.
    pub fn go_back(self) -> bool {
        let spot = self.trail.back();
        spot.inspect(|spot| self.return_to(*spot)).is_some()
    }

    /// To where one stood.
    pub fn return_to(self, spot: Spot) {
        let n_rows = of_trace_untracked(self.state, |trace| trace.inputs.nrows()).unwrap_or(1);
        self.row.set(spot.row.min(n_rows.saturating_sub(1)));
        if self.has(spot.place) {
            self.level.set(spot.level);
            self.move_to(spot.place);
        }
    }

    /// Jumps to a phase's first stop at the present level.
    pub fn go_to_phase(self, phase: Phase) {
        if phase != self.here.get_untracked().phase() {
            self.trail.leave(self.spot());
        }
        let level = self.level.get_untracked();
        self.to_stop(self.places.with_untracked(|places| places.stop_of(Place::of(phase), level)));
    }

    /// One stop on.
    pub fn next(self) {
        self.jump(self.level.get_untracked(), Places::next);
    }

    /// One stop back.
    pub fn previous(self) {
        self.jump(self.level.get_untracked(), Places::previous);
    }

    /// To the first stop after all of this `level`'s.
    pub fn finish(self, level: Level) {
        self.jump(level, Places::next);
    }

    /// To the stop of this `level` before this one.
    pub fn back_to(self, level: Level) {
        self.jump(level, Places::previous);
    }

    fn jump(self, level: Level, jump: fn(&Places, Place, Level) -> Place) {
        let place = self.here.get_untracked();
        let closest = self.level.get_untracked();
        self.places.with_untracked(|places| {
            let to = jump(places, place, level);
            // As close as before, if it can be.
            let to = places.stop(places.stop_of(to, closest), closest);
            self.move_to(to);
        });
    }

    /// To a stop of the walk at the present level.
    pub fn to_stop(self, stop: usize) {
        let level = self.level.get_untracked();
        self.move_to(self.places.with_untracked(|places| places.stop(stop, level)));
    }

    /// The same while one drags there, on the way from stop to stop.
    pub fn drag_to(self, stop: usize) {
        let level = self.level.get_untracked();
        self.set(self.places.with_untracked(|places| places.stop(stop, level)));
        self.turns.one_by_one();
    }

    /// All panes stand where the cursor does.
    pub fn settle(self) {
        self.turns.all();
    }

    /// Looks closer, at what tells most; whether one could.
    pub fn closer(self) -> bool {
        let place = self.here.get_untracked();
        self.places.with_untracked(|places| {
            let n_parts = places.n_parts(place);
            if n_parts == 0 {
                return false;
            }
            let telling = || {
                let layer_idx = places.layer_idx(place)?;
                let row = self.row.get_untracked();
                of_trace_untracked(self.state, |trace| telling_unit(trace, layer_idx, row))
            };
            let part = if place.level() == Level::Layer { telling().unwrap_or(0) } else { 0 };
            self.enter(place.child(part.min(n_parts - 1)));
            true
        })
    }

    /// Steps back to see more; whether one could.
    pub fn farther(self) -> bool {
        let place = self.here.get_untracked();
        match place.parent() {
            Some(parent) => {
                self.enter(parent);
                true
            }
            None => false,
        }
    }

    /// To the unit before (−1) or after (1) in the same layer, in the same place of it;
    /// whether one stands at a unit.
    pub fn to_sibling(self, by: isize) -> bool {
        let place = self.here.get_untracked();
        let (Some(unit_idx), term) = (place.part(Level::Neuron), place.part(Level::Term)) else {
            return false;
        };
        let layer = place.up_to(Level::Layer);
        self.places.with_untracked(|places| {
            let n_units = places.n_parts(layer).max(1) as isize;
            let next = (unit_idx as isize + by).rem_euclid(n_units) as usize;
            let unit = layer.child(next);
            self.move_to(term.map_or(unit, |term| unit.child(term)));
        });
        true
    }

    /// Looks from this level.
    pub fn look_from(self, level: Level) {
        while self.here.get_untracked().level() > level && self.farther() {}
        while self.here.get_untracked().level() < level && self.closer() {}
        self.level.set(level);
    }

    /// Which stop of the walk it is, and of how many.
    pub fn stop(self) -> (usize, usize) {
        let level = self.level.get();
        let place = self.place.get();
        self.places.with(|places| (places.stop_of(place, level), places.n_stops(level)))
    }

    /// The layer one stands in, if in one.
    pub fn layer_idx(self) -> Option<usize> {
        let place = self.place.get();
        self.places.with(|places| places.layer_idx(place))
    }

    /// The unit one stands at, if at one.
    pub fn unit(self) -> Option<UnitAt> {
        let layer_idx = self.layer_idx()?;
        let unit_idx = self.place.get().part(Level::Neuron)?;
        Some(UnitAt { row: self.row.get(), layer_idx, unit_idx })
    }

    /// The unit of a layer that tells most of the example.
    pub fn telling(self, layer_idx: usize) -> UnitAt {
        let row = self.row.get();
        let unit_idx = of_trace(self.state, |trace| telling_unit(trace, layer_idx, row));
        UnitAt { row, layer_idx, unit_idx: unit_idx.unwrap_or(0) }
    }

    /// A number as people read it here.
    pub fn show(self, value: f64) -> String {
        self.written(value, || format::number(value))
    }

    /// One of two whose difference is spoken of.
    pub fn show_beside(self, value: f64, other: f64) -> String {
        self.written(value, || digits::beside(value, other, digits::apart(value, other)))
    }

    /// A number of an equation.
    pub fn show_in(self, shown: Shown) -> String {
        self.written(shown.value, || shown.text())
    }

    fn written(self, value: f64, text: impl FnOnce() -> String) -> String {
        if self.precise.get() { format::all_digits(value) } else { text() }
    }
}
