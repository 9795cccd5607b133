//! The hand that sets points: a pointer, or the keyboard's cross.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::Tool;
use crate::state::{State, use_state};
use descent::data::points::{Place, SIDE, What};
use descent::data::{Points, TargetShape};

/// How near to a point one has to be to take it, in the plane's units; a finger hides more.
const NEAR: (f32, f32) = (0.4, 0.8);
/// How far the cross goes by a key, and with Shift.
const STRIDE: (f64, f64) = (0.5, 0.1);
/// So many changes can be taken back.
const MOST_UNDO: usize = 50;

/// What one does to the points of a run.
#[derive(Clone, Copy)]
pub struct Hand {
    state: State,
    /// What pointer and keys do.
    pub tool: RwSignal<Tool>,
    /// The points while one of them is being dragged: ahead of what the engine has.
    draft: RwSignal<Option<Points>>,
    held: RwSignal<Option<usize>>,
    cursor: RwSignal<Option<(f64, f64)>>,
    spoken: RwSignal<String>,
    /// The points before each change, the latest last.
    before: RwSignal<Vec<Points>>,
}

impl Hand {
    /// A hand for the present component.
    pub fn new() -> Self {
        Self {
            state: use_state(),
            tool: RwSignal::new(Tool::Move),
            draft: RwSignal::new(None),
            held: RwSignal::new(None),
            cursor: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
            before: RwSignal::new(Vec::new()),
        }
    }

    /// The points as they are to be seen now. Tracked.
    pub fn shown(self) -> Option<Points> {
        let draft = self.draft.get();
        draft.or_else(|| self.state.config.with(|config| config.dataset.points().cloned()))
    }

    /// The point in the hand. Tracked.
    pub fn held(self) -> Option<usize> {
        self.held.get()
    }

    /// Where the keyboard's cross is. Tracked.
    pub fn cursor(self) -> Option<(f64, f64)> {
        self.cursor.get()
    }

    /// What was done at last, for those who do not see it. Tracked.
    pub fn spoken(self) -> String {
        self.spoken.get()
    }

    /// Whether there is anything to take back. Tracked.
    pub fn can_undo(self) -> bool {
        !self.before.with(Vec::is_empty)
    }

    /// Takes the latest change back.
    pub fn undo(self) {
        let last = self.before.try_update(Vec::pop).flatten();
        // Those of another data set, chosen since, no longer fit.
        let fits = |points: &Points| {
            let now = untrack(|| self.shown());
            now.is_some_and(|now| {
                now.inputs() == points.inputs() && now.n_classes() == points.n_classes()
            })
        };
        if let Some(points) = last.filter(fits) {
            self.draft.set(None);
            self.state.set_points(points);
            self.spoken.set("Taken back.".to_owned());
        }
    }

    /// Forgets what could be taken back: these are other points.
    pub fn forget(self) {
        self.before.set(Vec::new());
        self.draft.set(None);
        self.held.set(None);
    }

    /// The pointer goes down.
    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let Some((x, y)) = place_of(event) else { return };
        self.cursor.set(None);
        let reach = if event.pointer_type() == "mouse" { NEAR.0 } else { NEAR.1 };
        let near = self.nearest(x, y, reach);
        match self.tool.get_untracked() {
            Tool::Move => {
                if let Some(idx) = near {
                    self.remember();
                    self.held.set(Some(idx));
                    if let Some(target) = event.current_target() {
                        // Fails if the pointer has gone meanwhile: then nothing is dragged.
                        let _ = target
                            .unchecked_into::<Element>()
                            .set_pointer_capture(event.pointer_id());
                    }
                }
            }
            tool => self.apply(tool, x, y, near),
        }
    }

    /// The pointer moves.
    pub(super) fn moved(self, event: &PointerEvent) {
        if let (Some(idx), Some((x, y))) = (self.held.get_untracked(), place_of(event)) {
            self.put(idx, x, y);
        }
    }

    /// What is held is let go where it is.
    pub(super) fn let_go(self) {
        if self.held.get_untracked().is_some() {
            self.held.set(None);
            self.draft.set(None);
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
        let by = match event.key().as_str() {
            "ArrowLeft" => (-stride, 0.0),
            "ArrowRight" => (stride, 0.0),
            "ArrowUp" => (0.0, stride),
            "ArrowDown" => (0.0, -stride),
            "Enter" => {
                event.prevent_default();
                return self.use_at(x as f32, y as f32);
            }
            "Delete" | "Backspace" => {
                event.prevent_default();
                let near = self.nearest(x as f32, y as f32, NEAR.1);
                return self.apply(Tool::Erase, x as f32, y as f32, near);
            }
            "Escape" if self.held.get_untracked().is_some() => return self.let_go(),
            _ => return,
        };
        event.prevent_default();
        let side = f64::from(SIDE);
        let to = ((x + by.0).clamp(-side, side), (y + by.1).clamp(-side, side));
        self.cursor.set(Some(to));
        if let Some(idx) = self.held.get_untracked() {
            self.put(idx, to.0 as f32, to.1 as f32);
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
                self.remember();
                self.held.set(Some(idx));
                self.put(idx, x, y);
                self.spoken.set("Taken. The arrow keys move it, Enter lets it go.".to_owned());
            }
            (Tool::Move, None, None) => self.spoken.set("No point here.".to_owned()),
            (tool, _, near) => self.apply(tool, x, y, near),
        }
    }

    /// Adds a point, gives one another class, or takes one away.
    fn apply(self, tool: Tool, x: f32, y: f32, near: Option<usize>) {
        let Some((mut places, targets)) = self.placed() else { return };
        let text = match (tool, near) {
            (Tool::Erase, Some(idx)) if places.len() > Points::MIN => {
                places.remove(idx);
                format!("Taken away; {} are left.", places.len())
            }
            (Tool::Erase, Some(_)) => format!("{} points are the fewest.", Points::MIN),
            (Tool::Erase | Tool::Move, _) => "No point here.".to_owned(),
            (Tool::Set(target), Some(idx)) => {
                places[idx].target = target;
                format!("Now {}.", name_of(&targets, target))
            }
            (Tool::Set(_), None) if places.len() >= Points::MAX => {
                format!("{} points are the most.", Points::MAX)
            }
            (Tool::Set(target), None) => {
                places.push(Place { x, y, target });
                format!("A point {}; {} in all.", name_of(&targets, target), places.len())
            }
        };
        self.spoken.set(text);
        self.set(places, targets, true);
    }

    /// Puts a point elsewhere.
    fn put(self, idx: usize, x: f32, y: f32) {
        if let Some((mut places, targets)) = self.placed()
            && let Some(place) = places.get_mut(idx)
        {
            (place.x, place.y) = (x, y);
            if let Some(points) = self.set(places, targets, false) {
                self.draft.set(Some(points));
            }
        }
    }

    fn set(self, places: Vec<Place>, targets: TargetShape, is_whole: bool) -> Option<Points> {
        let now = untrack(|| self.shown())?;
        let points = Points::new(What::Placed { places, targets }, now.inputs().to_vec()).ok()?;
        if points == now {
            return None;
        }
        if is_whole {
            self.remember();
        }
        self.state.set_points(points.clone());
        Some(points)
    }

    /// Keeps the points as they are now for Undo.
    fn remember(self) {
        let Some(now) = untrack(|| self.shown()) else { return };
        self.before.update(|before| {
            before.push(now);
            let too_many = before.len().saturating_sub(MOST_UNDO);
            before.drain(..too_many);
        });
    }

    /// The points, each one set by hand.
    fn placed(self) -> Option<(Vec<Place>, TargetShape)> {
        match untrack(|| self.shown())?.placed().what() {
            What::Placed { places, targets } => Some((places.clone(), targets.clone())),
            What::Made { .. } => None,
        }
    }

    fn nearest(self, x: f32, y: f32, reach: f32) -> Option<usize> {
        let places = untrack(|| self.shown())?.places();
        let distance = |place: &Place| (place.x - x).hypot(place.y - y);
        let near = places.iter().map(distance).enumerate();
        let best = near.min_by(|a, b| a.1.total_cmp(&b.1));
        best.filter(|&(_, distance)| distance <= reach).map(|(idx, _)| idx)
    }

    fn what_is(self, idx: usize) -> String {
        let all = self.placed();
        all.and_then(|(places, targets)| Some(name_of(&targets, places.get(idx)?.target)))
            .unwrap_or_default()
    }
}

/// What a target is, in words.
fn name_of(targets: &TargetShape, target: f32) -> String {
    match targets {
        TargetShape::Classes(names) => {
            let name = names.get(target as usize).map_or("", String::as_str);
            format!("of class {name}")
        }
        TargetShape::Values(_) => format!("of value {target}"),
    }
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
