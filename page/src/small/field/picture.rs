//! What the picture shows, from the answers: paths, arrows, tangents, fog; and in words.

use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::model::{MOST, Model, moment};
use super::race::name;
use crate::format;
use descent::field::Moment;
use descent::plots::terrain::profile::{Profile, heights_to_show};
use descent::plots::terrain::{Fog, Levels, Places, Symbol, View};
use descent::plots::{Axis, Terrain, Theme, Tint, Trail};
use descent::protocol::field::{Course, Heights};

/// How far one sees in the fog, as a share of the width: on a surface, and on a curve.
const REACH: [f64; 2] = [0.06, 0.11];

/// What is drawn besides the heights: one entry a runner.
pub struct Picture {
    x: Axis,
    y: Axis,
    labels: [&'static str; 2],
    /// Where it has been; the latest last. On a curve with the height there.
    points: Vec<Vec<(f64, f64)>>,
    /// Where its next step leads.
    arrows: Vec<Option<(f64, f64)>>,
    /// Place, height, slope, color.
    tangents: Vec<(f64, f64, f64, Tint)>,
    fog: Option<Fog>,
}

impl Picture {
    /// As the model has it.
    pub fn of(model: Model, heights: &Heights) -> Self {
        let is_curve = heights.heights.nrows() == 1;
        let [x, y] = heights.ranges.map(|(from, to)| Axis::linear(from, to));
        let at = model.at.get();
        let step = at.floor() as usize;
        let part = at - at.floor();
        let mut picture = Self {
            x,
            y: if is_curve {
                heights_to_show(heights.heights.as_slice().unwrap_or_default())
            } else {
                y
            },
            labels: if is_curve { [model.labels()[0], "f(x)"] } else { model.labels() },
            points: Vec::new(),
            arrows: Vec::new(),
            tangents: Vec::new(),
            fog: None,
        };
        model.with_race(|race| {
            for (idx, course) in race.courses.iter().enumerate() {
                picture.add(idx, course, (step, part), is_curve);
            }
        });
        let is_dark = model.is_foggy.get() && !model.is_over();
        let ball = picture.points.first().and_then(|points| points.last()).copied();
        let reach = REACH[usize::from(!is_curve)];
        picture.fog = ball.filter(|_| is_dark).map(|at| Fog { at, reach });
        picture
    }

    fn add(&mut self, idx: usize, course: &Course, (step, part): (usize, f64), is_curve: bool) {
        let place = |moment: &Moment| {
            let [x, y] = moment.at;
            if is_curve { (x, moment.value) } else { (x, y) }
        };
        let moments = &course.descent.moments;
        let shown = &moments[..moments.len().min(step + 1)];
        let mut points: Vec<(f64, f64)> = shown.iter().map(place).collect();
        let (now, next) = (shown.last(), moments.get(step + 1));
        if let (Some(now), Some(next)) = (now, next)
            && part > 0.0
        {
            let (a, b) = (place(now), place(next));
            points.push((a.0 + part * (b.0 - a.0), a.1 + part * (b.1 - a.1)));
        }
        // From the ball to where the step leads; on a curve it is level, along the axis to scale.
        let height = points.last().map(|ball| ball.1);
        let arrow = next.zip(height).map(|(next, height)| match is_curve {
            true => (next.at[0], height),
            false => place(next),
        });
        if let Some(now) = now.filter(|_| is_curve) {
            self.tangents.push((now.at[0], now.value, now.gradient[0], tint(idx)));
        }
        self.arrows.push(arrow);
        self.points.push(points);
    }

    fn trails(&self) -> Vec<Trail<'_>> {
        let trails = self.points.iter().enumerate().map(|(idx, points)| Trail {
            points,
            tint: tint(idx),
            symbol: Symbol::ALL[idx % Symbol::ALL.len()],
            arrow: self.arrows[idx],
        });
        trails.collect()
    }

    /// Draws it onto an area whose pixels are `1 / units` CSS pixels; a curve has no view.
    pub fn draw<DB: DrawingBackend>(
        &self,
        heights: &Heights,
        levels: &Levels,
        view: View,
        (area, theme, units): (&DrawingArea<DB, Shift>, &Theme, f64),
    ) -> Option<Places> {
        let trails = self.trails();
        let (x, y, labels, fog) = (&self.x, &self.y, self.labels, self.fog);
        // An error would be of the canvas, which has none to give while it exists.
        if let (1, Some(heights)) = (heights.heights.nrows(), heights.heights.as_slice()) {
            let tangents = &self.tangents;
            let profile = Profile { heights, x, y, labels, trails: &trails, tangents, fog };
            return profile.draw(area, theme, units).ok().flatten();
        }
        let heights = &heights.heights;
        let terrain =
            Terrain { heights, x, y, labels, is_isotropic: true, levels, trails: &trails, fog };
        terrain.draw(area, view, theme, units).ok().flatten()
    }
}

fn tint(idx: usize) -> Tint {
    Tint::RUNNERS[idx % MOST]
}

/// The picture in words.
pub fn describe(model: Model) -> String {
    let step = model.shown();
    let runners = model.with_race(|race| {
        let one = |course: &Course| {
            let now = moment(course, step)?;
            let at: Vec<String> =
                now.at[..model.n_inputs()].iter().map(|&it| format::number(it)).collect();
            let who = name(&course.runner);
            Some(format!("{who}: at {}, height {}.", at.join(", "), format::number(now.value)))
        };
        race.courses.iter().filter_map(one).collect::<Vec<_>>().join(" ")
    });
    format!("{}, after step {step}. {}", model.title(), runners.unwrap_or_default())
}

/// Who is outside of what is drawn, in words.
pub fn outside(model: Model) -> Option<String> {
    let step = model.shown();
    let ranges = model.ranges.get();
    let (n, at) = model.with_race(|race| {
        let is_out = |now: &&Moment| {
            let along = now.at[..model.n_inputs()].iter().zip(ranges);
            along.clone().any(|(&at, (from, to))| !(from..=to).contains(&at))
        };
        let out = race.courses.iter().filter_map(|course| moment(course, step)).filter(is_out);
        let out: Vec<&Moment> = out.collect();
        let at = out.first().map(|now| {
            let numbers = now.at[..model.n_inputs()].iter().map(|&it| format::number(it));
            numbers.collect::<Vec<_>>().join(", ")
        });
        (race.courses.len(), at.map(|at| (out.len(), at)))
    })?;
    let (n_out, at) = at?;
    Some(match n {
        1 => format!("The ball is outside of the picture, at {at}."),
        n => format!("{n_out} of {n} are outside of the picture."),
    })
}
