//! The loss over a plane through the run's network: worked out between the slices of
//! everything else, and told as it becomes finer.
//!
//! The plane, the sample and the network at its center are taken when the question comes, so
//! training may go on meanwhile: it is the same plane to the last point. Looking changes
//! nothing in the run.

use super::look::NO_RUN;
use super::run::Run;
use super::{Session, run_data};
use crate::protocol::{
    Event, Landscape, LandscapeRequest, PathOnPlane, PlacedStep, RunId, Seen, Span, Ticket,
};
use crate::training::PathPoint;
use crate::training::landscape::{Directions, Extent, Grid, LossMap, Plane, Shadow, sample_of};

/// Points of the path that its principal directions are taken of.
const FOR_DIRECTIONS: usize = 32;
/// Points of the path that are told.
const TOLD: usize = 256;
/// Least time between two pictures that are told, in seconds, but for those that are whole.
const TELL_EVERY: f64 = 0.1;
/// Of a slice, while the run trains.
const SHARE: f64 = 0.5;

/// A map under way.
#[derive(Debug)]
pub(super) struct Charting {
    ticket: Ticket,
    run: RunId,
    request: LandscapeRequest,
    /// Updates behind the network at the center.
    step: u64,
    map: LossMap,
    /// As it was when the question came.
    path: PathOnPlane,
    n_told: usize,
    told_at: f64,
}

/// The map under way, and the plane that the last one was of.
#[derive(Debug, Default)]
pub(super) struct Charts {
    under_way: Option<Charting>,
    latest: Option<(Ticket, Plane)>,
}

impl Charts {
    /// Whether there is anything to do.
    pub fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Gives the map up that is under way; its ticket.
    fn give_up(&mut self) -> Option<Ticket> {
        let Charting { ticket, map, .. } = self.under_way.take()?;
        self.latest = Some((ticket, map.into_plane()));
        Some(ticket)
    }

    fn plane(&self) -> Option<(Ticket, &Plane)> {
        let under_way = self.under_way.as_ref().map(|of| (of.ticket, of.map.plane()));
        under_way.or(self.latest.as_ref().map(|(ticket, plane)| (*ticket, plane)))
    }
}

impl Session {
    /// Begins a map, in place of the one under way.
    pub(super) fn chart(&mut self, ticket: Ticket, request: LandscapeRequest) {
        if let Some(before) = self.charts.give_up() {
            self.see(before, Err("Given up for another question.".to_owned()));
        }
        match self.charting(ticket, request) {
            Ok(charting) => {
                self.charts = Charts { under_way: Some(charting), latest: None };
            }
            Err(message) => self.see(ticket, Err(message)),
        }
    }

    /// Gives up a question that takes long.
    pub(super) fn give_up(&mut self, ticket: Ticket) {
        if self.charts.under_way.as_ref().is_some_and(|charting| charting.ticket == ticket) {
            self.charts.give_up();
        }
        self.give_up_survey(ticket);
        self.give_up_grid(ticket);
        self.give_up_diff(ticket);
    }

    /// The run is another one now: what was asked of the old one has no answer.
    pub(super) fn forget_charts(&mut self) {
        let ticket = self.charts.give_up();
        self.charts = Charts::default();
        if let Some(ticket) = ticket {
            self.see(ticket, Err("The run has been changed meanwhile. Ask again.".to_owned()));
        }
    }

    /// Goes on with the map until the clock reads `until`, or for half of that time if the run
    /// wants to train.
    pub(super) fn go_on_charting(&mut self, until: f64, clock: &mut dyn FnMut() -> f64) {
        let Some(mut charting) = self.charts.under_way.take() else { return };
        let mut now = clock();
        let data = run_data(&self.own_data, &self.intake);
        let next_work = self.run.as_ref().and_then(|run| run.next_work(data));
        let is_busy = next_work.is_some_and(|from| from <= now);
        let until = if is_busy { now + SHARE * (until - now) } else { until };
        let mut is_whole = false;
        while !charting.map.advance() {
            is_whole |= charting.map.is_level_whole();
            now = clock();
            if now >= until {
                break;
            }
        }
        let n_known = charting.map.n_known();
        let is_time = is_whole || now - charting.told_at >= TELL_EVERY;
        let has_picture = charting.map.grid().levels().next().is_some_and(|n| n_known >= n);
        if charting.map.is_done() || (n_known > charting.n_told && has_picture && is_time) {
            (charting.n_told, charting.told_at) = (n_known, now);
            let seen = Seen::Landscape(Box::new(charting.landscape()));
            self.events.push(Event::Seen { ticket: charting.ticket, seen });
        }
        if charting.map.is_done() {
            self.charts.latest = Some((charting.ticket, charting.map.into_plane()));
        } else {
            self.charts.under_way = Some(charting);
        }
    }

    /// The run's path on the plane that was asked for last.
    pub(super) fn path_on_plane(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let (ticket, plane) = self.charts.plane().ok_or(NO_PLANE)?;
        Ok(Seen::PathOnPlane(path_on((ticket, plane), run)))
    }

    fn charting(&self, ticket: Ticket, request: LandscapeRequest) -> Result<Charting, String> {
        let LandscapeRequest { directions, span, fineness, n_examples } = request;
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let train = &run_data(&self.own_data, &self.intake).train;
        if train.is_empty() {
            return Err(NO_DATA.to_owned());
        }
        if directions == Directions::Path && run.ways.path.points().is_empty() {
            return Err(TOO_LARGE.to_owned());
        }
        let points = run.ways.path.thinned(FOR_DIRECTIONS).map(|point| point.parameters.as_slice());
        let plane = Plane::new(run.trainer.network(), directions, points)
            .map_err(|error| format!("There is no such plane: {error}."))?;
        let path = path_on((ticket, &plane), run);
        let extent = extent(span, &plane, &path).ok_or(NO_SPAN)?;
        let config = run.trainer.config();
        // Of those that it learns from.
        let first = (config.n_train() < train.len())
            .then(|| train.sample(&(0..config.n_train() as u32).collect::<Vec<_>>()));
        let train = first.as_ref().unwrap_or(train);
        let sample = sample_of(train, n_examples as usize, config.seed.0);
        let map = LossMap::new(plane, Grid::new(extent, fineness), sample, config.clone());
        let step = run.trainer.step_count();
        Ok(Charting {
            ticket,
            run: run.id,
            request,
            step,
            map,
            path,
            n_told: 0,
            told_at: f64::NEG_INFINITY,
        })
    }
}

const NO_DATA: &str = "The training examples are not here yet. Try again in a moment.";
const TOO_LARGE: &str = "This network is so large that its path is not kept. Random planes can be \
    laid through it.";
const NO_PLANE: &str = "No plane has been asked for yet.";
const NO_SPAN: &str = "There is no such part of the plane: a range goes from a number to a larger \
    one, and around a path only if there is one.";

impl Charting {
    fn landscape(&self) -> Landscape {
        let map = &self.map;
        Landscape {
            run: self.run,
            request: self.request,
            step: self.step,
            extent: map.grid().extent(),
            side: map.grid().side() as u32,
            losses: map.losses(),
            n_known: map.n_known() as u32,
            here: map.plane().origin(),
            here_loss: map.center_loss().unwrap_or(f32::NAN),
            n_examples: map.n_examples() as u32,
            lengths: map.plane().lengths(),
            path: self.path.clone(),
        }
    }
}

fn extent(span: Span, plane: &Plane, path: &PathOnPlane) -> Option<Extent> {
    let extent = match span {
        Span::Around(reach) => Extent::around(plane.origin(), reach),
        Span::Path(wider) => {
            let points = path.points.iter().map(|point| (point.x, point.y));
            Extent::enclosing(points.chain([plane.origin()]), wider)?
        }
        Span::Between(extent) => extent,
    };
    extent.is_valid().then_some(extent)
}

/// A run's path as it falls onto a plane, up to where the run stands, and those before it.
fn path_on((ticket, plane): (Ticket, &Plane), run: &Run) -> PathOnPlane {
    let way = run.ways.present(&run.trainer, TOLD);
    let shadows: Vec<Shadow> = way.iter().map(|point| plane.shadow(&point.parameters)).collect();
    let place = |(point, shadow): (&PathPoint, &Shadow)| {
        let (x, y) = shadow.place;
        PlacedStep { step: point.step, x, y }
    };
    let earlier = run.ways.earlier().iter().map(|way| {
        way.iter().map(|point| place((point, &plane.shadow(&point.parameters)))).collect()
    });
    PathOnPlane {
        plane: ticket,
        points: way.iter().zip(&shadows).map(place).collect(),
        earlier: earlier.collect(),
        share: Shadow::share_of(&shadows),
    }
}
