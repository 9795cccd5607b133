//! What the hand changes, and the way back: only what is another set of points than before is
//! sent to the engine, for whom it is a new epoch on other data.

use leptos::prelude::*;

use super::super::Tool;
use super::super::tools::VALUES;
use super::{Hand, Held};
use descent::data::points::{Place, What};
use descent::data::{Points, TargetShape};

/// So many changes can be taken back.
const MOST_UNDO: usize = 50;

impl Hand {
    /// Whether there is anything to take back. Tracked.
    pub fn can_undo(self) -> bool {
        !self.before.with(Vec::is_empty)
    }

    /// Takes the latest change back.
    pub fn undo(self) {
        self.note_run();
        let last = self.before.try_update(Vec::pop).flatten();
        // Those of another data set, chosen since, no longer fit.
        let fits = |points: &Points| {
            let now = untrack(|| self.shown());
            now.is_some_and(|now| {
                now.inputs() == points.inputs() && now.n_classes() == points.n_classes()
            })
        };
        if let Some(points) = last.filter(fits) {
            self.let_go();
            self.send(points);
            self.spoken.set("Taken back.".to_owned());
        }
    }

    /// Forgets what could be taken back: these are other points.
    pub fn forget(self) {
        self.before.set(Vec::new());
        self.let_go();
    }

    /// Forgets them by itself where another run has others, and lays a tool down that there is
    /// no more.
    pub(super) fn follow_data(self) {
        Effect::new(move |_| {
            let points = self.state.config.with(|config| config.dataset.points().cloned());
            self.note_run();
            let tool = self.tool.get_untracked();
            if let (Tool::Set(target), Some(points)) = (tool, &points)
                && !is_offered(target, points)
            {
                self.tool.set(Tool::Move);
            }
            self.latest.update_value(|latest| latest.1 = points);
        });
    }

    /// What could be taken back belongs to a data set. (A run begun anew with the same points
    /// leaves it as it is.)
    fn note_run(self) {
        let run = self.state.run_id();
        let (before, points) = self.latest.get_value();
        if run == before {
            return;
        }
        self.latest.update_value(|latest| latest.0 = run);
        let now = self.state.config.with_untracked(|config| config.dataset.points().cloned());
        if now != points {
            self.forget();
        }
    }

    /// Takes a point.
    pub(super) fn take(self, idx: usize, pointer: Option<i32>) {
        self.held.set(Some(Held { idx, pointer, has_moved: false }));
    }

    /// What is held is let go where it is.
    pub(super) fn let_go(self) {
        if self.held.get_untracked().is_some() {
            self.held.set(None);
            self.draft.set(None);
        }
    }

    /// What is held goes back to where it was taken.
    pub(super) fn put_back(self) {
        let has_moved = self.held.get_untracked().is_some_and(|held| held.has_moved);
        self.let_go();
        if has_moved && let Some(points) = self.before.try_update(Vec::pop).flatten() {
            self.send(points);
        }
        self.spoken.set("Put back.".to_owned());
    }

    /// Adds a point, gives one another class, or takes one away; where nothing of it can be,
    /// it says why, and nothing is changed.
    pub(super) fn apply(self, tool: Tool, x: f32, y: f32, near: Option<usize>) {
        let Some((mut places, targets)) = self.placed() else { return };
        let done = match (tool, near) {
            (Tool::Erase, Some(_)) if places.len() <= Points::MIN => {
                Err(format!("{} points are the fewest.", Points::MIN))
            }
            (Tool::Erase, Some(idx)) => {
                places.remove(idx);
                Ok(format!("Taken away; {} are left.", places.len()))
            }
            (Tool::Erase | Tool::Move, _) => Err("No point here.".to_owned()),
            (Tool::Set(target), Some(idx)) if places[idx].target == target => {
                Err(format!("It is {} already.", name_of(&targets, target)))
            }
            (Tool::Set(target), Some(idx)) => {
                places[idx].target = target;
                Ok(format!("Now {}.", name_of(&targets, target)))
            }
            (Tool::Set(_), None) if places.len() >= Points::MAX => {
                Err(format!("{} points are the most.", Points::MAX))
            }
            (Tool::Set(target), None) => {
                places.push(Place { x, y, target });
                Ok(format!("A point {}; {} in all.", name_of(&targets, target), places.len()))
            }
        };
        // The points may have other numbers now than the one that is held.
        self.held.set(None);
        match done {
            Ok(text) if self.set(places, targets).is_some() => self.spoken.set(text),
            Ok(_) => {}
            Err(why) => self.spoken.set(why),
        }
        self.draft.set(None);
    }

    /// Puts the point in the hand elsewhere.
    pub(super) fn put(self, idx: usize, x: f32, y: f32) {
        if let Some((mut places, targets)) = self.placed()
            && let Some(place) = places.get_mut(idx)
        {
            (place.x, place.y) = (x, y);
            if let Some(points) = self.set(places, targets) {
                self.draft.set(Some(points));
            }
        }
    }

    /// Sends other points, and keeps those before; a point in the hand is kept once.
    fn set(self, places: Vec<Place>, targets: TargetShape) -> Option<Points> {
        let now = untrack(|| self.shown())?;
        let points = Points::new(What::Placed { places, targets }, now.inputs().to_vec()).ok()?;
        if points == now.placed() {
            return None;
        }
        if !self.held.get_untracked().is_some_and(|held| held.has_moved) {
            self.before.update(|before| {
                before.push(now);
                let too_many = before.len().saturating_sub(MOST_UNDO);
                before.drain(..too_many);
            });
        }
        self.held.update(|held| {
            if let Some(held) = held {
                held.has_moved = true;
            }
        });
        self.send(points.clone());
        Some(points)
    }

    fn send(self, points: Points) {
        self.latest.update_value(|latest| latest.1 = Some(points.clone()));
        self.state.set_points(points);
    }

    /// The points, each one set by hand.
    fn placed(self) -> Option<(Vec<Place>, TargetShape)> {
        match untrack(|| self.shown())?.placed().what() {
            What::Placed { places, targets } => Some((places.clone(), targets.clone())),
            What::Made { .. } => None,
        }
    }

    /// Where a point is.
    pub(super) fn place(self, idx: usize) -> Option<Place> {
        untrack(|| self.shown())?.places().get(idx).copied()
    }

    /// What a point is, in words.
    pub(super) fn what_is(self, idx: usize) -> String {
        let all = self.placed();
        all.and_then(|(places, targets)| Some(name_of(&targets, places.get(idx)?.target)))
            .unwrap_or_default()
    }
}

/// Whether there is a tool that sets this class or value.
fn is_offered(target: f32, points: &Points) -> bool {
    match points.n_classes() {
        Some(n) => (0..n).any(|label| label as f32 == target),
        None => VALUES.iter().any(|&(value, _)| value == target),
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
