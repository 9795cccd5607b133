//! A map of the loss over a plane, worked out a pass at a time.

use super::grid::Grid;
use super::plane::Plane;
use crate::data::Split;
use crate::nn::{Network, Workspace};
use crate::random::{Purpose, stream};
use crate::training::config::RunConfig;
use crate::training::evaluation::Evaluation;
use crate::training::feed::Feed;

/// Most examples of a sample.
pub const MOST_SAMPLED: usize = 10_000;

/// At most `n` of the examples that are here, no more than [`MOST_SAMPLED`]: all of them in
/// their order, or so many drawn by the seed, each once.
pub fn sample_of(split: &Split, n: usize, seed: u64) -> Split {
    let n = n.min(MOST_SAMPLED);
    let mut examples: Vec<u32> = (0..split.len() as u32).collect();
    if n < examples.len() {
        stream(seed, Purpose::Sample).shuffle(&mut examples);
        examples.truncate(n);
    }
    split.sample(&examples)
}

/// A map under way, or done. Everything is its own: the run that it began with may go on.
///
/// The loss is that of [`Evaluation`]: the mean over the examples as they are, without
/// dropout, augmentation, class weights or penalty.
#[derive(Clone, Debug)]
pub struct LossMap {
    plane: Plane,
    grid: Grid,
    sample: Split,
    config: RunConfig,
    /// In which order the grid's points come.
    order: Vec<(u32, u32)>,
    /// Losses of the first of them.
    known: Vec<f32>,
    /// The loss at the plane's center, which comes first.
    center: Option<f32>,
    /// The network at the point under way.
    network: Network,
    room: Vec<f32>,
    under_way: Evaluation,
    workspace: Workspace,
}

impl LossMap {
    /// A map of the loss that the examples of `sample` have for networks of the plane; they
    /// are fed as the run of `config` feeds what it measures.
    pub fn new(plane: Plane, grid: Grid, sample: Split, config: RunConfig) -> Self {
        let network = plane.center().clone();
        let workspace = Workspace::new(network.spec(), sample.len());
        let under_way = Evaluation::new(&sample);
        let order = grid.order();
        let known = Vec::with_capacity(order.len());
        let (center, room) = (None, Vec::new());
        Self {
            plane,
            grid,
            sample,
            config,
            order,
            known,
            center,
            network,
            room,
            under_way,
            workspace,
        }
    }

    /// Goes on by one pass of at most [`Workspace::MAX_ROWS`] examples at one point. Whether
    /// it is done.
    pub fn advance(&mut self) -> bool {
        if self.is_done() {
            return true;
        }
        let feed = Feed::evaluation(&self.config);
        self.under_way.advance(&self.network, &mut self.workspace, feed, &self.sample);
        if let Some(metrics) = self.under_way.result() {
            match self.center {
                None => self.center = Some(metrics.loss),
                Some(_) => self.known.push(metrics.loss),
            }
            if let Some(&(row, col)) = self.order.get(self.known.len()) {
                let place = self.grid.place((row as usize, col as usize));
                self.plane.go_to(place, &mut self.network, &mut self.room);
                self.under_way = Evaluation::new(&self.sample);
            }
        }
        self.is_done()
    }

    /// Whether all points are known; there is nothing to know without examples.
    pub fn is_done(&self) -> bool {
        self.known.len() == self.order.len() || self.sample.is_empty()
    }

    /// Points that are known.
    pub fn n_known(&self) -> usize {
        self.known.len()
    }

    /// Whether the last point that became known completed a picture.
    pub fn is_level_whole(&self) -> bool {
        self.grid.levels().any(|n| n == self.known.len())
    }

    /// The loss at the plane's center, once it is known.
    pub fn center_loss(&self) -> Option<f32> {
        self.center
    }

    /// The losses (side, side), the lowest y first, row by row; between the known ones where
    /// they are not known yet, and NaN before there is a first picture.
    pub fn losses(&self) -> Vec<f32> {
        self.grid.filled(&self.order, &self.known)
    }

    /// The plane.
    pub fn plane(&self) -> &Plane {
        &self.plane
    }

    /// The points.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Examples that the loss is the mean of.
    pub fn n_examples(&self) -> usize {
        self.sample.len()
    }

    /// The plane alone, when the map is done with.
    pub fn into_plane(self) -> Plane {
        self.plane
    }
}
