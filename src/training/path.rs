//! The path of a run through the space of its parameters: where it has been, every so many
//! steps.
//!
//! It only looks at the trainer, so it can't change the run. While a run is short, each of
//! its steps is kept; when they would need more than their budget, every second one goes and
//! the distance doubles. So the path of a long run takes no more memory than that of a short
//! one, and ever less time.

use super::trainer::Trainer;

/// Points that a run has come through, the first one first.
#[derive(Clone, Debug)]
pub struct Path {
    /// Most points.
    capacity: usize,
    /// Steps from one to the next.
    every: u64,
    points: Vec<PathPoint>,
}

/// A place that a run has been at.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPoint {
    /// Updates made then.
    pub step: u64,
    /// All parameters ([`Network::to_flat`](crate::nn::Network::to_flat)).
    pub parameters: Vec<f32>,
}

impl Path {
    /// Bytes of all points unless told otherwise: 322 points of the lesson's network.
    pub const BUDGET: usize = 16 << 20;

    /// Most points of a network so small that more would fit.
    pub const MOST: usize = 1024;

    /// Fewer points than this are no path: where no more fit, none is kept.
    const LEAST: usize = 3;

    /// A path that begins where `trainer` stands.
    pub fn new(trainer: &Trainer) -> Self {
        Self::with_budget(trainer, Self::BUDGET)
    }

    /// The same with room for so many bytes of points.
    pub fn with_budget(trainer: &Trainer, budget: usize) -> Self {
        let n_bytes = size_of::<f32>() * trainer.network().spec().n_parameters();
        let capacity = (budget / n_bytes.max(1)).min(Self::MOST);
        let capacity = if capacity < Self::LEAST { 0 } else { capacity };
        let mut path = Self { capacity, every: 1, points: Vec::new() };
        path.begin_anew(trainer);
        path
    }

    /// Forgets where the run was before: it begins here.
    pub fn begin_anew(&mut self, trainer: &Trainer) {
        self.every = 1;
        self.points.clear();
        if self.capacity > 0 {
            self.points.push(PathPoint::of(trainer));
        }
    }

    /// Forgets where the run was after `step`: it has gone another way from there.
    pub fn truncate(&mut self, step: u64) {
        let kept = self.points.partition_point(|point| point.step <= step);
        self.points.truncate(kept);
    }

    /// Takes note of where `trainer` stands now, after a step.
    pub fn record(&mut self, trainer: &Trainer) {
        let step = trainer.step_count();
        let Some(start) = self.points.first().map(|point| point.step) else { return };
        if self.points.last().is_some_and(|last| step <= last.step) {
            return;
        }
        let is_due = |every| (step - start).is_multiple_of(every);
        while is_due(self.every) {
            if self.points.len() < self.capacity {
                self.points.push(PathPoint::of(trainer));
                return;
            }
            self.every *= 2;
            let every = self.every;
            self.points.retain(|point| (point.step - start).is_multiple_of(every));
        }
    }

    /// Its points, the first one first; none if the network is too large for that.
    pub fn points(&self) -> &[PathPoint] {
        &self.points
    }

    /// At most `n` of its points, evenly, the first and the last among them.
    pub fn thinned(&self, n: usize) -> impl Iterator<Item = &PathPoint> {
        let all = self.points.len();
        let n = n.min(all);
        let gaps = n.saturating_sub(1).max(1);
        (0..n).map(move |i| &self.points[i * (all - 1) / gaps])
    }
}

impl PathPoint {
    /// Where `trainer` stands.
    pub fn of(trainer: &Trainer) -> Self {
        Self { step: trainer.step_count(), parameters: trainer.network().to_flat() }
    }
}
