//! The places that one jumped away from, and the way back to them: by button, by key, or by
//! the browser's own Back.

use leptos::prelude::*;

use crate::state::State;
use descent::walk::{Level, Place};

/// Where one stood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where in the update.
    pub place: Place,
    /// How close one looked.
    pub level: Level,
    /// Which example.
    pub row: usize,
}

/// The places, oldest first.
#[derive(Clone, Copy)]
pub struct Trail {
    spots: RwSignal<Vec<Spot>>,
    state: State,
}

impl Trail {
    /// No jump yet.
    pub fn new(state: State) -> Self {
        Self { spots: RwSignal::new(Vec::new()), state }
    }

    /// The place that one would go back to.
    pub fn last(self) -> Option<Spot> {
        self.spots.with(|spots| spots.last().copied())
    }

    /// One jumps away from here.
    pub fn leave(self, spot: Spot) {
        self.spots.update(|spots| spots.push(spot));
        self.state.push_entry();
    }

    /// Back to the place before the last jump.
    pub fn back(self) -> Option<Spot> {
        let spot = self.spots.try_update(Vec::pop)?;
        if spot.is_some() {
            self.state.pop_entries(1);
        }
        spot
    }

    /// The browser has gone back to where there were `n` jumps.
    pub fn cut(self, n: usize) -> Option<Spot> {
        let spot = self.spots.with_untracked(|spots| spots.get(n).copied())?;
        self.spots.update(|spots| spots.truncate(n));
        Some(spot)
    }
}
