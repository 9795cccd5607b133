//! While the timeline is dragged a new place comes with each frame, and working all panes
//! out anew takes more than a frame. So some of them take turns: in each frame the one that
//! has waited longest follows. When the hand rests all of them stand where the cursor does.

use std::collections::VecDeque;

use leptos::prelude::*;

use descent::walk::Place;

/// The places of the panes that take turns.
#[derive(Clone, Copy)]
pub struct Turns {
    here: RwSignal<Place>,
    /// Whose turn it is comes first.
    followers: StoredValue<VecDeque<RwSignal<Place>>>,
    is_waiting: StoredValue<bool>,
}

impl Turns {
    /// For panes that follow this place.
    pub fn new(here: RwSignal<Place>) -> Self {
        Self {
            here,
            followers: StoredValue::new(VecDeque::new()),
            is_waiting: StoredValue::new(false),
        }
    }

    /// The place of one more pane.
    pub fn follow(self) -> RwSignal<Place> {
        let place = RwSignal::new(self.here.get_untracked());
        self.followers.update_value(|all| all.push_back(place));
        place
    }

    /// All follow at once.
    pub fn all(self) {
        let here = self.here.get_untracked();
        for follower in self.followers.get_value() {
            if follower.get_untracked() != here {
                follower.set(here);
            }
        }
    }

    /// They follow one a frame.
    pub fn one_by_one(self) {
        if !self.is_waiting.get_value() {
            self.is_waiting.set_value(true);
            request_animation_frame(move || self.take_turn());
        }
    }

    /// (The step view may be gone by now.)
    fn take_turn(self) {
        let Some(here) = self.here.try_get_untracked() else { return };
        let next = self.followers.try_update_value(|all| {
            let at = all.iter().position(|place| place.try_get_untracked() != Some(here))?;
            let next = all.remove(at)?;
            all.push_back(next);
            Some(next)
        });
        match next.flatten() {
            Some(follower) => {
                let _ = follower.try_set(here);
                request_animation_frame(move || self.take_turn());
            }
            None => {
                let _ = self.is_waiting.try_update_value(|is_waiting| *is_waiting = false);
            }
        }
    }
}
