//! The row played through, stage after stage, once a digit is finished.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::state::use_state;
use crate::widget::motion::is_motion_reduced;

/// A digit is finished when the pen has rested for so long.
const RESTED: Duration = Duration::from_millis(900);
/// How long the row plays; as in the style sheet, where a stage takes 700 ms.
const PLAYS: Duration = Duration::from_millis(3600);

/// The row's playing.
#[derive(Clone, Copy)]
pub struct Play {
    /// It plays now.
    pub is_on: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Play {
    /// Plays whenever something new is on the board and the pen rests, as long as the row
    /// can be seen.
    pub fn new(is_visible: Signal<bool>) -> Self {
        let state = use_state();
        let play = Self { is_on: RwSignal::new(false), timer: StoredValue::new(None) };
        // Once is enough: then the button plays it.
        let has_played = StoredValue::new(false);
        Effect::new(move |before: Option<()>| {
            state.drawing.track();
            state.laid.track();
            // What was there before the view was opened is shown as it is.
            if before.is_some() {
                play.stop();
                let is_new = !has_played.get_value() && !state.is_board_empty();
                if is_new && is_visible.get_untracked() && !is_motion_reduced() {
                    play.after(RESTED, move || {
                        let _ = has_played.try_set_value(true);
                        play.start();
                    });
                }
            }
        });
        // Who switches a step wants to see what becomes of it.
        Effect::new(move |before: Option<()>| {
            state.normalization.track();
            if before.is_some() {
                play.stop();
            }
        });
        on_cleanup(move || play.stop());
        play
    }

    /// Plays from the start.
    pub fn start(self) {
        self.is_on.set(true);
        self.after(PLAYS, move || {
            // The view may be gone.
            self.is_on.try_set(false);
        });
    }

    /// Shows all stages as they are.
    pub fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if self.is_on.try_get_untracked() == Some(true) {
            self.is_on.set(false);
        }
    }

    fn after(self, wait: Duration, then: impl FnOnce() + 'static) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(then, wait).ok();
        self.timer.set_value(timer);
    }
}
