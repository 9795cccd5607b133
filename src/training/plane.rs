//! What can be asked of a run whose examples are few and whose inputs come from a plane: what
//! it makes of every place, what every example costs it, and what other values of a parameter
//! would. Nothing of the run changes.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::Trainer;
use super::feed::Feed;
use crate::data::points::{Points, SIDE};
use crate::data::{Split, Targets};
use crate::nn::{Learner, Mode, Network, Parameter, Part, Score, Target, Workspace, forward};

/// What a network makes of the places of a square grid over the plane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneMap {
    /// Updates behind it.
    pub step: u64,
    /// Places in a row, and rows.
    pub side: usize,
    /// The first of these layers: 0 is the first hidden one.
    pub first_layer: usize,
    /// a (unit, place) of each of these layers; places go row by row from above, each row
    /// from the left.
    pub layers: Vec<Array2<f32>>,
}

/// What each training example costs the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExampleLosses {
    /// Updates behind it.
    pub step: u64,
    /// The loss of each example (n), in the order of the data.
    pub losses: Vec<f32>,
    /// a of the output layer (n, out).
    pub outputs: Array2<f32>,
    /// Their mean, as the configuration adds them up.
    pub loss: f64,
    /// How many have another class than the network says; none if they have no classes.
    pub n_wrong: Option<u32>,
    /// ℓ, the log-likelihood of all of them, where the loss is one (CURRICULUM A13).
    pub log_likelihood: Option<f64>,
}

/// The loss as one parameter changes and the others stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Updates behind it.
    pub step: u64,
    /// Which parameter.
    pub parameter: Parameter,
    /// Its value now.
    pub now: f32,
    /// ∂loss/∂parameter at that value, over all training examples; the loss alone, without
    /// penalty, clipping and dropout.
    pub slope: f32,
    /// What other values would give, ascending.
    pub outcomes: Vec<SweepOutcome>,
}

/// What a value of a parameter would give.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepOutcome {
    /// The parameter's value.
    pub value: f32,
    /// The mean loss of the training examples.
    pub loss: f64,
    /// How many of them are read wrong (CURRICULUM B6); none if they have no classes.
    pub n_wrong: Option<u32>,
}

/// Most examples of which [`Trainer::example_losses`] tells.
pub const MOST_LOSSES: usize = Points::MAX;

/// Multiplications that a question may take: about 10 ms, as long as a slice of training.
const WORK: usize = 10_000_000;

/// Where the places of a row are: the middles of `side` equal parts of the plane.
pub fn place_of(idx: usize, side: usize) -> f32 {
    SIDE * ((2 * idx + 1) as f32 / side as f32 - 1.0)
}

impl Trainer {
    /// What the network makes of a grid over the plane: of its hidden layers, or of its output
    /// layer. `side` is how many places a row has at most: fewer, if the network is so large
    /// that it would take too long. None if the run's data are no points.
    pub fn plane_map(&self, side: usize, hidden: bool, split: &Split) -> Option<PlaneMap> {
        let points = self.config().dataset.points()?;
        let network = self.network();
        let n_weights: usize = network.layers().iter().map(|layer| layer.weights.len()).sum();
        let most = (WORK / n_weights.max(1)).isqrt();
        let side = side.min(most).clamp(4, 256);
        let n_hidden = network.layers().len() - 1;
        let (from, to) = if hidden { (0, n_hidden) } else { (n_hidden, n_hidden + 1) };
        let width = |layer_idx: usize| network.layers()[layer_idx].bias.len();
        let mut layers: Vec<_> =
            (from..to).map(|idx| Array2::zeros((width(idx), side * side))).collect();
        let mut workspace = Workspace::new(network.spec(), Workspace::MAX_ROWS);
        let places: Vec<usize> = (0..side * side).collect();
        for chunk in places.chunks(workspace.capacity()) {
            workspace.clear();
            for &place in chunk {
                let (x, y) = (place_of(place % side, side), -place_of(place / side, side));
                // What it should say plays no part.
                workspace.push(Target::Class(0), |input| {
                    input.iter_mut().zip(points.features(x, y)).for_each(|(to, from)| *to = from);
                    self.config().scaling.apply(split.stats(), input);
                });
            }
            forward::forward(network, &mut workspace, Mode::Evaluate);
            for (layer_idx, map) in (from..to).zip(&mut layers) {
                let columns = chunk[0]..chunk[0] + chunk.len();
                let a = workspace.activations(layer_idx);
                map.slice_mut(ndarray::s![.., columns]).assign(&a.t());
            }
        }
        Some(PlaneMap { step: self.step_count(), side, first_layer: from, layers })
    }

    /// What each training example costs, of the first [`MOST_LOSSES`].
    pub fn example_losses(&self, train: &Split) -> ExampleLosses {
        let n = self.config().n_train().min(train.len()).min(MOST_LOSSES);
        let mut losses = Vec::with_capacity(n);
        let mut outputs = Vec::with_capacity(n * self.network().spec().n_outputs());
        let score = self.measure(self.network(), train, n, |workspace| {
            losses.extend(workspace.losses().iter().take(workspace.len()));
            outputs.extend(workspace.outputs().iter());
        });
        let shape = (n, self.network().spec().n_outputs());
        ExampleLosses {
            step: self.step_count(),
            losses,
            outputs: Array2::from_shape_vec(shape, outputs)
                .unwrap_or_else(|_| Array2::zeros(shape)),
            loss: score.reduced_loss(self.network().spec()),
            n_wrong: n_wrong(train, score),
            log_likelihood: score.log_likelihood(self.network().spec()),
        }
    }

    /// The loss of the training examples as one parameter takes `n` values from `from` to
    /// `to`, evenly. None if there is no such parameter, or it would take too long.
    pub fn sweep(
        &self,
        parameter: Parameter,
        (from, to): (f32, f32),
        n: usize,
        train: &Split,
    ) -> Option<Sweep> {
        let network = self.network();
        let now = parameter.of(network)?;
        let n_weights: usize = network.layers().iter().map(|layer| layer.weights.len()).sum();
        // A sweep is asked for once a step at most: it may take some slices.
        let n_train = self.config().n_train().min(train.len());
        // In 64 bits: the worker's own numbers have 32.
        let work = [n, n_train, n_weights].map(|n| n as u64).into_iter();
        if n < 2 || work.fold(1, u64::saturating_mul) > 4 * WORK as u64 {
            return None;
        }
        let slope = self.slope(parameter, train, n_train)?;
        let mut network = network.clone();
        let outcomes = (0..n).map(|idx| {
            let value = from + (to - from) * idx as f32 / (n - 1) as f32;
            parameter.set(&mut network, value);
            let score = self.measure(&network, train, n_train, |_| {});
            let loss = score.reduced_loss(network.spec());
            SweepOutcome { value, loss, n_wrong: n_wrong(train, score) }
        });
        Some(Sweep { step: self.step_count(), parameter, now, slope, outcomes: outcomes.collect() })
    }

    /// ∂loss/∂parameter over the first `n` examples of a split.
    fn slope(&self, parameter: Parameter, split: &Split, n: usize) -> Option<f32> {
        let mut learner = Learner::new(self.network().without_dropout(), self.config().rules());
        let mut workspace = Workspace::new(learner.network().spec(), Workspace::MAX_ROWS);
        let feed = Feed::evaluation(self.config());
        let mut first = 0;
        while first < n {
            let to = (first + workspace.capacity()).min(n);
            feed.load(&mut workspace, split, first..to);
            learner.learn_from(&mut workspace, Part { first, ..Part::whole(n) });
            first = to;
        }
        parameter.gradient_of(learner.gradients())
    }

    /// Sends the first `n` examples through a network of the run's layers; `see` looks at each
    /// pass.
    fn measure(
        &self,
        network: &Network,
        split: &Split,
        n: usize,
        mut see: impl FnMut(&Workspace),
    ) -> Score {
        let mut workspace = Workspace::new(network.spec(), Workspace::MAX_ROWS);
        let feed = Feed::evaluation(self.config());
        let mut score = Score::default();
        while score.n_examples < n {
            let to = (score.n_examples + workspace.capacity()).min(n);
            feed.load(&mut workspace, split, score.n_examples..to);
            forward::forward(network, &mut workspace, Mode::Evaluate);
            score = score.plus(forward::measure(network, &mut workspace));
            see(&workspace);
        }
        score
    }
}

fn n_wrong(split: &Split, score: Score) -> Option<u32> {
    let has_classes = matches!(split.targets(), Targets::Labels(_));
    has_classes.then(|| (score.n_classified - score.n_correct) as u32)
}
