//! The hand that sets points: a pointer, or the keyboard's cross.

mod change;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, TouchEvent};

use super::Tool;
use crate::state::{State, use_state};
use crate::widget::keys::arrow;
use descent::data::Points;
use descent::data::points::SIDE;
use descent::protocol::RunId;

/// How near to a point one has to be to take it, in the plane's units; a finger hides more.
const NEAR: (f32, f32) = (0.4, 0.8);
/// How far the cross goes by a key, and with Shift.
const STRIDE: (f64, f64) = (0.5, 0.1);
/// A finger that moved less than this many pixels has tapped.
const TAP: f64 = 10.0;

/// What one does to the points of a run.
#[derive(Clone, Copy)]
pub struct Hand {
    state: State,
    /// What pointer and keys do.
    pub tool: RwSignal<Tool>,
    /// The points while one of them is being dragged: ahead of what the engine has.
    draft: RwSignal<Option<Points>>,
    held: RwSignal<Option<Held>>,
    /// A finger that is down, and may be about to scroll: which one, and where in the window.
    finger: StoredValue<Option<(i32, f64, f64)>>,
    cursor: RwSignal<Option<(f64, f64)>>,
    spoken: RwSignal<String>,
    /// The points before each change, the latest last.
    before: RwSignal<Vec<Points>>,
    /// Whose points they are, and how they were seen at last.
    latest: StoredValue<(RunId, Option<Points>)>,
}

/// A point in the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    idx: usize,
    /// The pointer that has it; none: the keyboard's cross.
    pointer: Option<i32>,
    has_moved: bool,
}

impl Hand {
    /// A hand for the present component.
    pub fn new() -> Self {
        let hand = Self {
            state: use_state(),
            tool: RwSignal::new(Tool::Move),
            draft: RwSignal::new(None),
            held: RwSignal::new(None),
            finger: StoredValue::new(None),
            cursor: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
            before: RwSignal::new(Vec::new()),
            latest: StoredValue::new((use_state().run_id(), None)),
        };
        hand.follow_data();
        hand
    }

    /// The points as they are to be seen now. Tracked.
    pub fn shown(self) -> Option<Points> {
        let draft = self.draft.get();
        draft.or_else(|| self.state.config.with(|config| config.dataset.points().cloned()))
    }

    /// The point in the hand. Tracked.
    pub fn held(self) -> Option<usize> {
        self.held.get().map(|held| held.idx)
    }

    /// Where the keyboard's cross is. Tracked.
    pub fn cursor(self) -> Option<(f64, f64)> {
        self.cursor.get()
    }

    /// What was done at last, for those who do not see it. Tracked.
    pub fn spoken(self) -> String {
        self.spoken.get()
    }

    /// The pointer goes down. A mouse acts at once; a finger may be about to scroll the page,
    /// unless it takes a point.
    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let Some((x, y)) = place_of(event) else { return };
        self.cursor.set(None);
        let is_mouse = event.pointer_type() == "mouse";
        let near = self.nearest(x, y, if is_mouse { NEAR.0 } else { NEAR.1 });
        match (self.tool.get_untracked(), near) {
            (Tool::Move, Some(idx)) => {
                self.take(idx, Some(event.pointer_id()));
                if let Some(target) = event.current_target() {
                    // Fails if the pointer has gone meanwhile: then nothing is dragged.
                    let _ =
                        target.unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
                }
            }
            (Tool::Move, None) => {}
            (tool, near) if is_mouse => self.apply(tool, x, y, near),
            _ => self.finger.set_value(Some(finger(event))),
        }
    }

    /// A finger goes down, after [`down`](Self::down): with a point under it, it does not
    /// scroll.
    pub(super) fn touch(self, event: &TouchEvent) {
        if self.held.get_untracked().is_some_and(|held| held.pointer.is_some()) {
            event.prevent_default();
        }
    }

    /// The pointer moves.
    pub(super) fn moved(self, event: &PointerEvent) {
        let Some((x, y)) = place_of(event) else { return };
        if let Some(held) = self.held_by(event) {
            self.put(held.idx, x, y);
        }
    }

    /// The pointer goes up.
    pub(super) fn up(self, event: &PointerEvent) {
        if self.held_by(event).is_some() {
            self.let_go();
        }
        let Some((id, left, top)) = self.finger.get_value() else { return };
        let (up_id, up_left, up_top) = finger(event);
        if id != up_id {
            return;
        }
        self.finger.set_value(None);
        let is_tap = (up_left - left).hypot(up_top - top) < TAP;
        if let Some((x, y)) = place_of(event).filter(|_| is_tap) {
            self.apply(self.tool.get_untracked(), x, y, self.nearest(x, y, NEAR.1));
        }
    }

    /// The browser has taken the pointer, to scroll.
    pub(super) fn cancel(self, event: &PointerEvent) {
        self.finger.set_value(None);
        if self.held_by(event).is_some() {
            self.let_go();
        }
    }

    /// The focus has gone.
    pub(super) fn leave(self) {
        // Also when the plane itself goes, and with it these signals.
        if self.cursor.try_set(None).is_none() {
            self.let_go();
        }
    }

    /// A key.
    pub(super) fn key(self, event: &KeyboardEvent) {
        let (x, y) = self.cursor.get_untracked().unwrap_or_default();
        let stride = if event.shift_key() { STRIDE.1 } else { STRIDE.0 };
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                return self.use_at(x as f32, y as f32);
            }
            "Delete" | "Backspace" => {
                event.prevent_default();
                let near = self.nearest(x as f32, y as f32, NEAR.1);
                return self.apply(Tool::Erase, x as f32, y as f32, near);
            }
            "Escape" if self.held.get_untracked().is_some() => return self.put_back(),
            _ => {}
        }
        let Some((right, up)) = arrow(event) else { return };
        event.prevent_default();
        let side = f64::from(SIDE);
        let to = ((x + right * stride).clamp(-side, side), (y + up * stride).clamp(-side, side));
        self.cursor.set(Some(to));
        if let Some(held) = self.held.get_untracked() {
            self.put(held.idx, to.0 as f32, to.1 as f32);
        }
        let near = self.nearest(to.0 as f32, to.1 as f32, NEAR.1);
        let what = near.map_or(String::new(), |idx| format!(", at a point {}", self.what_is(idx)));
        self.spoken.set(format!("{:.1}, {:.1}{what}", to.0, to.1));
    }

    /// The tool, at the cross.
    fn use_at(self, x: f32, y: f32) {
        self.cursor.set(Some((x.into(), y.into())));
        let near = self.nearest(x, y, NEAR.1);
        match (self.tool.get_untracked(), self.held.get_untracked(), near) {
            (Tool::Move, Some(_), _) => {
                self.let_go();
                self.spoken.set("Let go.".to_owned());
            }
            (Tool::Move, None, Some(idx)) => {
                // The cross goes to the point: taken, it has not moved yet.
                if let Some(place) = self.place(idx) {
                    self.cursor.set(Some((place.x.into(), place.y.into())));
                }
                self.take(idx, None);
                let text = "Taken. The arrow keys move it, Enter lets it go, Escape puts it back.";
                self.spoken.set(text.to_owned());
            }
            (Tool::Move, None, None) => self.spoken.set("No point here.".to_owned()),
            (tool, _, near) => self.apply(tool, x, y, near),
        }
    }

    /// What this pointer holds.
    fn held_by(self, event: &PointerEvent) -> Option<Held> {
        self.held.get_untracked().filter(|held| held.pointer == Some(event.pointer_id()))
    }

    fn nearest(self, x: f32, y: f32, reach: f32) -> Option<usize> {
        let places = untrack(|| self.shown())?.places();
        let near = places.iter().map(|place| (place.x - x).hypot(place.y - y)).enumerate();
        let best = near.min_by(|a, b| a.1.total_cmp(&b.1));
        best.filter(|&(_, distance)| distance <= reach).map(|(idx, _)| idx)
    }
}

/// Which pointer, and where in the window.
fn finger(event: &PointerEvent) -> (i32, f64, f64) {
    (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Where in the plane a pointer is; within it, if it has gone beyond its edge.
fn place_of(event: &PointerEvent) -> Option<(f32, f32)> {
    let frame = event.current_target()?.unchecked_into::<Element>().get_bounding_client_rect();
    let share = |at: i32, start: f64, size: f64| {
        (2.0 * (f64::from(at) - start) / size - 1.0).clamp(-1.0, 1.0) as f32
    };
    let x = share(event.client_x(), frame.left(), frame.width());
    let y = share(event.client_y(), frame.top(), frame.height());
    (frame.width() > 0.0).then_some((SIDE * x, -SIDE * y))
}
