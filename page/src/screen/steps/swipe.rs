//! A finger drawn sideways goes on or back: over the sentence from stop to stop, over a
//! pane to the one beside it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Least way of a swipe, in CSS pixels.
const LEAST: f64 = 48.0;

/// What a finger drawn sideways moves itself.
const OWN: &str = "input, select, [role=slider], [role=application], .scroll, .as-table__scroll";

/// Where a swipe leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Drawn to the left: to what comes next.
    On,
    /// Drawn to the right.
    Back,
}

/// Where the finger came down.
#[derive(Clone, Copy, Default)]
pub struct Swipe(StoredValue<Option<(f64, f64)>>);

impl Swipe {
    /// A finger comes down; mice and pens select text instead.
    pub fn begin(self, event: &web_sys::PointerEvent) {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let is_own = target.is_some_and(|t| t.closest(OWN).ok().flatten().is_some());
        let is_finger = event.pointer_type() == "touch" && event.is_primary() && !is_own;
        let spot = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.0.set_value(is_finger.then_some(spot));
    }

    /// It goes up: which way it was drawn, if sideways.
    pub fn end(self, event: &web_sys::PointerEvent) -> Option<Way> {
        let (x, y) = self.0.try_update_value(Option::take).flatten()?;
        let (dx, dy) = (f64::from(event.client_x()) - x, f64::from(event.client_y()) - y);
        if dx.abs() < LEAST || dx.abs() < 2.0 * dy.abs() {
            return None;
        }
        Some(if dx < 0.0 { Way::On } else { Way::Back })
    }
}
