//! What one has chosen in the field, what the engine told of it, and how much of it is shown.

use leptos::prelude::*;

use crate::state::looks::Slot;
use crate::state::{State, WorkerState, use_state};
use descent::field::{Batch, Land, Moment, Runner, Surface, suggested_rate, surface};
use descent::nn::OptimizerSpec;
use descent::nn::optimizer::{self, Optimizer};
use descent::plots::terrain::Camera;
use descent::protocol::field::{Course, Heights, Race, Ranges};
use descent::protocol::{Look, Seen};
use descent::registry::Choice;

/// Most runners: as many as there are colors and marks.
pub const MOST: usize = 7;
/// Places along a side of a surface, and along a curve.
const PLACES: [usize; 2] = [481, 97];

/// Who runs, apart from where from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// Its rule, with its usual settings.
    pub optimizer: Choice<Optimizer>,
    /// η.
    pub rate: f64,
    /// How many parts of the surface a step looks at; none: all.
    pub batch: Option<usize>,
}

impl Lane {
    /// A lane of its own.
    pub fn new(optimizer: &'static Optimizer, rate: f64) -> Self {
        Self { optimizer: Choice::of(optimizer), rate, batch: None }
    }
}

/// The lab's state. All of it lasts as long as the lab is open.
#[derive(Clone, Copy)]
pub struct Model {
    /// What to descend on.
    pub land: RwSignal<Land>,
    /// The part of it that is seen.
    pub ranges: RwSignal<Ranges>,
    /// Where everyone begins.
    pub start: RwSignal<[f64; 2]>,
    /// Who runs.
    pub lanes: RwSignal<Vec<Lane>>,
    /// How far.
    pub n_steps: RwSignal<usize>,
    /// How far it is shown: steps, and a part of one while it moves.
    pub at: RwSignal<f64>,
    /// It moves by itself.
    pub is_playing: RwSignal<bool>,
    /// The person wants fog.
    pub is_foggy: RwSignal<bool>,
    /// A surface is seen from the side.
    pub is_relief: RwSignal<bool>,
    /// From where.
    pub camera: RwSignal<Camera>,
    /// The lab is in sight.
    pub is_visible: RwSignal<bool>,
    whole: Memo<usize>,
    state: State,
}

impl Model {
    /// A ball on a bowl, and the questions that keep the answers up to date.
    pub fn new() -> Self {
        let at = RwSignal::new(0.0_f64);
        let first = &surface::PARABOLA;
        let model = Self {
            land: RwSignal::new(Land::Known(Choice::of(first))),
            ranges: RwSignal::new(first.ranges),
            start: RwSignal::new(first.start),
            lanes: RwSignal::new(vec![Lane::new(&optimizer::SGD, first.learning_rate)]),
            n_steps: RwSignal::new(60),
            at,
            is_playing: RwSignal::new(false),
            is_foggy: RwSignal::new(false),
            is_relief: RwSignal::new(false),
            camera: RwSignal::new(Camera::default()),
            is_visible: RwSignal::new(false),
            whole: Memo::new(move |_| at.get().floor() as usize),
            state: use_state(),
        };
        Effect::new(move |_| {
            let (land, ranges) = (model.land.get(), model.ranges.get());
            if model.is_visible.get() {
                let n = PLACES[n_inputs(&land) - 1];
                model.state.look(Slot::Terrain, Look::Terrain { land, ranges, n });
            }
        });
        Effect::new(move |_| {
            let (land, ranges) = (model.land.get(), model.ranges.get());
            let (runners, n_steps) = (model.runners(), model.n_steps.get());
            if model.is_visible.get() {
                let look = Look::Descents { land, ranges, runners, n_steps };
                model.state.look(Slot::Descents, look);
            }
        });
        model
    }

    fn runners(self) -> Vec<Runner> {
        let start = self.start.get();
        let runner = |(idx, lane): (usize, Lane)| Runner {
            optimizer: OptimizerSpec::defaults(lane.optimizer),
            learning_rate: lane.rate,
            start,
            batch: lane.batch.map(|size| Batch { size, seed: idx as u64 + 1 }),
        };
        self.lanes.get().into_iter().enumerate().map(runner).collect()
    }

    /// Chooses a land: its range and start, and a rate that suits each runner on it.
    pub fn choose(self, surface: &'static Surface) {
        let width = surface.ranges[0].1 - surface.ranges[0].0;
        self.land.set(Land::Known(Choice::of(surface)));
        self.ranges.set(surface.ranges);
        self.start.set(surface.start);
        self.lanes.update(|lanes| {
            for lane in lanes {
                lane.rate = suggested_rate(&lane.optimizer, surface.learning_rate, width);
                lane.batch = lane.batch.filter(|_| surface.parts.is_some());
            }
        });
        self.rewind();
    }

    /// A rate that suits a rule here.
    pub fn suggested(self, rule: &Optimizer) -> f64 {
        let [(from, to), _] = self.ranges.get_untracked();
        let sgd = self.surface().map_or(0.05, |surface| surface.learning_rate);
        suggested_rate(rule, sgd, to - from)
    }

    /// Drops everyone at a place.
    pub fn drop_at(self, place: [f64; 2]) {
        self.rewind();
        if self.start.get_untracked() != place {
            self.start.set(place);
        }
    }

    /// Back to the start.
    pub fn rewind(self) {
        self.is_playing.set(false);
        self.at.set(0.0);
    }

    /// The surface of the list, if it is one.
    pub fn surface(self) -> Option<Choice<Surface>> {
        match self.land.get_untracked() {
            Land::Known(surface) => Some(surface),
            Land::Own { .. } => None,
        }
    }

    /// It is a formula of one's own.
    pub fn surface_is_own(self) -> bool {
        self.land.with(|land| matches!(land, Land::Own { .. }))
    }

    /// 1 or 2.
    pub fn n_inputs(self) -> usize {
        self.land.with(n_inputs)
    }

    /// What the numbers are called.
    pub fn labels(self) -> [&'static str; 2] {
        self.land.with(|land| match land {
            Land::Known(surface) => surface.labels,
            Land::Own { .. } => ["x", "y"],
        })
    }

    /// The land's name.
    pub fn title(self) -> String {
        self.land.with(|land| match land {
            Land::Known(surface) => surface.name.to_owned(),
            Land::Own { n_inputs: 1, .. } => "A curve of your own".to_owned(),
            Land::Own { .. } => "A surface of your own".to_owned(),
        })
    }

    /// Steps that are shown in whole.
    pub fn shown(self) -> usize {
        self.whole.get()
    }

    /// The heights of the land that is chosen; none until they are told.
    pub fn with_heights<T>(self, read: impl FnOnce(&Heights) -> T) -> Option<T> {
        self.state.answers.of(Slot::Terrain).with(|answer| match answer {
            Some(Ok(Seen::Terrain(heights))) => {
                self.land.with(|land| heights.land == *land).then(|| read(heights))
            }
            _ => None,
        })
    }

    /// The paths on the land that is chosen; none until they are told.
    pub fn with_race<T>(self, read: impl FnOnce(&Race) -> T) -> Option<T> {
        self.state.answers.of(Slot::Descents).with(|answer| match answer {
            Some(Ok(Seen::Descents(race))) => {
                self.land.with(|land| race.land == *land).then(|| read(race))
            }
            _ => None,
        })
    }

    /// Why there is nothing to see, if so.
    pub fn refusal(self) -> Option<String> {
        let of = |slot| {
            self.state.answers.of(slot).with(|answer| match answer {
                Some(Err(message)) => Some(message.clone()),
                _ => None,
            })
        };
        of(Slot::Terrain).or_else(|| of(Slot::Descents))
    }

    /// The step after which the last runner has stopped.
    pub fn last(self) -> usize {
        let last = |race: &Race| race.courses.iter().map(steps).max();
        self.with_race(last).flatten().unwrap_or(0)
    }

    /// The paths are being worked out.
    pub fn is_awaited(self) -> bool {
        let has_engine = !matches!(self.state.worker.get_untracked(), WorkerState::Crashed(_));
        has_engine && [Slot::Terrain, Slot::Descents].iter().any(|&slot| self.state.is_asking(slot))
    }

    /// Everything has been shown.
    pub fn is_over(self) -> bool {
        let last = self.last();
        last > 0 && self.shown() >= last
    }
}

/// Steps of a path.
pub fn steps(course: &Course) -> usize {
    course.descent.moments.len().saturating_sub(1)
}

/// A runner at a step, or where it ended.
pub fn moment(course: &Course, step: usize) -> Option<&Moment> {
    course.descent.moments.get(step.min(steps(course)))
}

/// 1 or 2.
fn n_inputs(land: &Land) -> usize {
    match land {
        Land::Known(surface) => surface.n_inputs,
        Land::Own { n_inputs, .. } => *n_inputs,
    }
}
