//! Something that is done with an answer of the engine, once for each time it is wanted: a file
//! is saved, a link is copied. What stands on the page reads [`State::answers`] instead.

use leptos::prelude::*;

use super::looks::Slot;
use super::{State, WorkerState};
use descent::protocol::Seen;

/// Whether the next answer is wanted.
#[derive(Clone, Copy)]
pub struct Once(RwSignal<bool>);

impl Once {
    /// The next answer is wanted: to be said before it is asked for.
    pub fn expect(self) {
        self.0.set(true);
    }

    /// Nor is it any more, if it was. The view may have gone.
    pub fn forget(self) {
        let _ = self.0.try_set(false);
    }

    /// Whether an answer is on its way. Tracked.
    pub fn is_waiting(self) -> bool {
        self.0.get()
    }
}

impl State {
    /// Does something with each answer of a kind that is wanted, as long as the view is there
    /// in which this is said.
    pub fn once(&self, slot: Slot, act: impl Fn(Result<Seen, String>) + 'static) -> Once {
        let (once, answer, worker) =
            (Once(RwSignal::new(false)), self.answers.of(slot), self.worker);
        Effect::new(move |_| {
            let Some(answer) = answer.get() else { return };
            if once.0.get_untracked() {
                once.forget();
                act(answer);
            }
        });
        // An engine that has gone does not answer.
        Effect::new(move |_| {
            if matches!(worker.get(), WorkerState::Crashed(_)) {
                once.forget();
            }
        });
        once
    }
}
