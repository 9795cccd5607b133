//! A finger drawn sideways goes on or back.

use leptos::prelude::*;

use super::cursor::Cursor;

/// Least way of a swipe, in CSS pixels.
const LEAST: f64 = 48.0;

/// Where the finger came down.
#[derive(Clone, Copy, Default)]
pub struct Swipe(StoredValue<Option<(f64, f64)>>);

impl Swipe {
    /// A finger comes down; mice and pens select text instead.
    pub fn begin(self, event: &web_sys::PointerEvent) {
        let is_finger = event.pointer_type() == "touch";
        let spot = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.0.set_value(is_finger.then_some(spot));
    }

    /// It goes up.
    pub fn end(self, event: &web_sys::PointerEvent, cursor: Cursor) {
        let Some((x, y)) = self.0.try_update_value(Option::take).flatten() else { return };
        let (dx, dy) = (f64::from(event.client_x()) - x, f64::from(event.client_y()) - y);
        if dx.abs() < LEAST || dx.abs() < 2.0 * dy.abs() {
            return;
        }
        if dx < 0.0 {
            cursor.next();
        } else {
            cursor.previous();
        }
    }
}
