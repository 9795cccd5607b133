//! A worked example: its network, its weights, its data.

use ndarray::{Array1, Array2};

use super::rehearsal::Printed;
use crate::data::{
    Dataset, DatasetSpec, FeatureShape, Features, OwnData, Split, TargetShape, Targets,
};
use crate::nn::optimizer::SGD;
use crate::nn::{
    Activation, DenseLayer, LayerSpec, Loss, Network, NetworkSpec, OptimizerSpec, Real, Reduction,
    Target,
};
use crate::registry::{Choice, Entry};
use crate::training::{BatchSize, LearningRate, RunConfig};

/// A worked example. Its updates are those of plain gradient descent, by the gradient of all
/// its examples at once.
#[derive(Debug)]
pub struct Card {
    /// Stable identifier.
    pub key: &'static str,
    /// A line for people.
    pub title: &'static str,
    /// What it is, and what there is to see in it.
    pub about: &'static str,
    /// x (examples, in).
    pub inputs: fn() -> Array2<f64>,
    /// What the network should say to them.
    pub wanted: Wanted,
    /// The layers with their start weights, output last.
    pub layers: fn() -> Vec<GivenLayer>,
    /// The loss.
    pub loss: &'static Loss,
    /// How the examples' losses are added up.
    pub reduction: Reduction,
    /// η.
    pub learning_rate: f64,
    /// What is printed of it.
    pub printed: &'static [Printed],
}

/// What the network should say to each example.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// One number.
    Values(&'static [f32]),
    /// A class.
    Classes {
        /// Their names.
        names: &'static [&'static str],
        /// An index into them for each example.
        labels: &'static [u8],
    },
}

/// A layer with its start weights.
#[derive(Clone, Debug)]
pub struct GivenLayer {
    activation: &'static Activation,
    weights: Array2<f64>,
    bias: Option<Array1<f64>>,
}

impl GivenLayer {
    /// With weights w (out, in), and without a bias.
    pub fn new(activation: &'static Activation, weights: Array2<f64>) -> Self {
        Self { activation, weights, bias: None }
    }

    /// With a bias b (out), too.
    pub fn with_bias(self, bias: Array1<f64>) -> Self {
        Self { bias: Some(bias), ..self }
    }

    fn spec(&self) -> LayerSpec {
        let spec = LayerSpec::new(self.weights.nrows(), Choice::of(self.activation));
        if self.bias.is_some() { spec } else { spec.without_bias() }
    }
}

impl Card {
    /// The card whose data these are.
    pub fn of(dataset: &DatasetSpec) -> Option<&'static Self> {
        // By name first: descriptions are made anew each time.
        let mut named = Self::all().iter().filter(|card| card.data_name() == dataset.name());
        named.find(|card| DatasetSpec::Own(card.data_spec()) == *dataset).copied()
    }

    fn data_name(&self) -> String {
        format!("Worked example {}", self.key.to_uppercase())
    }

    /// Name and shape of its data.
    pub fn data_spec(&self) -> OwnData {
        let inputs = (self.inputs)();
        let targets = match self.wanted {
            Wanted::Values(_) => TargetShape::Values(1),
            Wanted::Classes { names, .. } => {
                TargetShape::Classes(names.iter().map(|&name| name.to_owned()).collect())
            }
        };
        let columns = FeatureShape::Columns(inputs.ncols());
        OwnData::new(self.data_name(), inputs.nrows(), columns, targets).expect(HOLDS_TOGETHER)
    }

    /// Its examples; none is held out.
    pub fn data(&self) -> Dataset {
        let inputs = (self.inputs)();
        let n_inputs = inputs.ncols();
        let split = |features, targets| {
            Split::complete(n_inputs, Features::Numbers(features), targets).expect(HOLDS_TOGETHER)
        };
        let targets = |is_held_out: bool| match self.wanted {
            Wanted::Values(values) => {
                let values = if is_held_out { Vec::new() } else { values.to_vec() };
                Targets::Values { width: 1, values }
            }
            Wanted::Classes { labels, .. } => {
                Targets::Labels(if is_held_out { Vec::new() } else { labels.to_vec() })
            }
        };
        let train = split(inputs.iter().map(|&x| x as f32).collect(), targets(false));
        Dataset::own(train, split(Vec::new(), targets(true))).expect(HOLDS_TOGETHER)
    }

    /// What the network should say to an example.
    pub(super) fn target(&self, example_idx: usize) -> Target<'static> {
        match self.wanted {
            Wanted::Values(values) => Target::Values(&values[example_idx..=example_idx]),
            Wanted::Classes { labels, .. } => Target::Class(labels[example_idx]),
        }
    }

    /// The network at its start, in either precision.
    pub fn network<T: Real>(&self) -> Network<T> {
        self.network_with(self.loss, self.reduction)
    }

    /// The same with another loss.
    pub(super) fn network_with<T: Real>(
        &self,
        loss: &'static Loss,
        reduction: Reduction,
    ) -> Network<T> {
        let given = (self.layers)();
        let specs = given.iter().map(GivenLayer::spec).collect();
        let spec = NetworkSpec::new((self.inputs)().ncols(), specs, Choice::of(loss))
            .expect(HOLDS_TOGETHER)
            .with_reduction(reduction);
        let layers = given.into_iter().map(|GivenLayer { weights, bias, .. }| {
            let bias = bias.unwrap_or_else(|| Array1::zeros(weights.nrows()));
            DenseLayer { weights: weights.mapv(T::of), bias: bias.mapv(T::of) }
        });
        Network::from_layers(spec, layers.collect()).expect(HOLDS_TOGETHER)
    }

    /// Its run, but for the start weights: those are [given](Self::network), and not drawn.
    pub fn config(&self) -> RunConfig {
        RunConfig {
            network: self.network::<f32>().spec().clone(),
            optimizer: OptimizerSpec::defaults(Choice::of(&SGD)),
            learning_rate: LearningRate::new(self.learning_rate as f32).expect(HOLDS_TOGETHER),
            batch_size: BatchSize::All,
            dataset: self.data_spec().into(),
            shuffle: false,
            ..RunConfig::default()
        }
    }
}

const HOLDS_TOGETHER: &str = "the parts of a card fit each other, as the tests check";

impl Entry for Card {
    const KIND: &'static str = "worked example";
    fn all() -> &'static [&'static Self] {
        super::ALL
    }
    fn key(&self) -> &'static str {
        self.key
    }
    fn name(&self) -> &'static str {
        self.title
    }
}
