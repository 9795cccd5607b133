//! The page's entries in the browser's history: the step view is one, and so is each place
//! that one jumped to. So the browser's Back, which on a phone is a swipe that nobody thinks
//! about, leads to the place before, then to the lesson, and only then out of the page,
//! where the run would be lost.
//!
//! An entry's state is its depth: 0 the lesson, from 1 on the step view.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{Screen, State, link};

/// What is known of the entries.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entries {
    /// How deep one should be.
    depth: u32,
    /// Ways back that this page has asked for and that have not been gone yet: until then
    /// nothing can be pushed.
    n_pending: u32,
}

impl Entries {
    /// How deep one should be.
    pub(super) fn depth(self) -> u32 {
        self.depth
    }
}

/// How deep the present entry is; `None` for one that is not of this page's making.
fn present() -> Option<u32> {
    let state = window().history().ok()?.state().ok()?;
    state.as_f64().map(|depth| depth as u32)
}

fn push(depth: u32) {
    if let Ok(history) = window().history() {
        // Refused where a page is opened from a file: then Back leaves it, as ever.
        let _ = history.push_state(&JsValue::from(depth), "");
    }
}

impl State {
    /// Listens to the browser's Back and Forward for as long as the page lives.
    pub(super) fn watch_entries(&self) {
        let state = *self;
        link::mark(0);
        std::mem::forget(window_event_listener(leptos::ev::popstate, move |_| state.went()));
    }

    /// One entry more: the step view, or in it a place that was jumped to.
    pub fn push_entry(&self) {
        let mut now = Entries::default();
        self.inner.update_value(|inner| {
            inner.entries.depth += 1;
            now = inner.entries;
        });
        if now.n_pending == 0 {
            push(now.depth);
        }
    }

    /// Back by `n` entries.
    pub fn pop_entries(&self, n: u32) {
        let mut n_gone = 0;
        self.inner.update_value(|inner| {
            n_gone = n.min(inner.entries.depth);
            inner.entries.depth -= n_gone;
            inner.entries.n_pending += u32::from(n_gone > 0);
        });
        if let Some(history) = window().history().ok().filter(|_| n_gone > 0) {
            let _ = history.go_with_delta(-i32::try_from(n_gone).unwrap_or_default());
        }
    }

    /// Out of the step view: back by all entries.
    pub(crate) fn pop_all_entries(&self) {
        self.pop_entries(self.inner.with_value(|inner| inner.entries.depth));
    }

    /// The browser has gone to another entry.
    fn went(&self) {
        let Some(depth) = present() else { return self.came_by_hand() };
        let mut entries = self.inner.with_value(|inner| inner.entries);
        let is_ours = entries.n_pending > 0;
        if is_ours {
            entries.n_pending -= 1;
            if entries.n_pending == 0 {
                // What was opened since.
                (depth + 1..=entries.depth).for_each(push);
            }
        } else {
            entries.depth = depth;
        }
        self.inner.update_value(|inner| inner.entries = entries);
        match self.screen.get_untracked() {
            Screen::Lesson if depth == 0 => self.clear_link(),
            Screen::Lesson if !is_ours => {
                link::mark(1);
                self.inner.update_value(|inner| inner.entries.depth = 1);
                self.reopen_steps();
            }
            Screen::Steps if !is_ours => match depth.checked_sub(1) {
                None => self.close_steps(false),
                Some(n_jumps) => self.went_back.set(n_jumps),
            },
            _ => {}
        }
    }
}
