//! L2, what goes wrong (CURRICULUM D2, D3, E1, E2): runs that fail for one reason, and their
//! cures. One file each, one line in [`ALL`].
//!
//! A failure and its cure are the same run but for one thing. What their settings are was
//! found by trying; `tests/gallery.rs` trains all of them and holds them to what they say.

mod dead;
mod exploding;
mod overfitting;
mod rate;
mod raw;
mod sigmoid;
mod zeros;

use crate::data::scaling::RAW;
use crate::nn::activation::SOFTMAX;
use crate::nn::loss::CROSS_ENTROPY;
use crate::nn::{Activation, LayerSpec, NetworkSpec};
use crate::registry::Choice;
use crate::training::{BatchSize, LearningRate, RunConfig, StopRules};

/// Every failure, in reading order.
pub static ALL: &[&Failure] = &[
    &rate::FAILURE,
    &zeros::FAILURE,
    &sigmoid::FAILURE,
    &exploding::FAILURE,
    &dead::FAILURE,
    &overfitting::FAILURE,
    &raw::FAILURE,
];

/// A run that goes wrong for one reason.
#[derive(Debug)]
pub struct Failure {
    /// Stable identifier.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is set up; a sentence.
    pub setup: &'static str,
    /// What to watch; a sentence.
    pub watch: &'static str,
    /// Why it happens; said when it has happened.
    pub why: &'static str,
    /// Its loss grows by orders of magnitude: a logarithmic axis shows it.
    pub is_steep: bool,
    /// The picture that shows it best.
    pub picture: Picture,
    /// The run.
    pub config: fn() -> RunConfig,
    /// What helps, the first the best.
    pub cures: &'static [Cure],
}

/// The same run but for one thing.
#[derive(Debug)]
pub struct Cure {
    /// What is changed, after "The same".
    pub change: &'static str,
    /// Why it helps; said when it is tried.
    pub why: &'static str,
    /// Changes it.
    pub apply: fn(&mut RunConfig),
}

/// What shows a failure besides the curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The gradient's length, layer by layer.
    Gradients,
    /// How the answers of a layer are spread.
    Activations {
        /// Its index.
        layer_idx: usize,
    },
    /// The first layer's weights, a picture a unit.
    Weights,
    /// The curves alone.
    Curves,
}

impl Cure {
    /// The cured run.
    pub fn of(&self, failure: &Failure) -> RunConfig {
        let mut config = (failure.config)();
        (self.apply)(&mut config);
        config
    }
}

/// A digit network of hidden layers of these widths, that stops after so many updates.
fn digits(hidden: &[usize], activation: &'static Activation, n_steps: u64) -> RunConfig {
    RunConfig {
        network: network(hidden, activation),
        stop: StopRules { max_steps: Some(n_steps), ..StopRules::default() },
        ..RunConfig::default()
    }
}

fn network(hidden: &[usize], activation: &'static Activation) -> NetworkSpec {
    let hidden = hidden.iter().map(|&width| LayerSpec::new(width, Choice::of(activation)));
    let layers = hidden.chain([LayerSpec::new(10, Choice::of(&SOFTMAX))]).collect();
    NetworkSpec::new(784, layers, Choice::of(&CROSS_ENTROPY)).expect(IN_RANGE)
}

fn rate(rate: f32) -> LearningRate {
    LearningRate::new(rate).expect(IN_RANGE)
}

fn batch(n: u32) -> BatchSize {
    BatchSize::examples(n).expect(IN_RANGE)
}

/// On the bytes as they are stored.
fn on_raw_pixels(config: RunConfig) -> RunConfig {
    RunConfig { scaling: Choice::of(&RAW), ..config }
}

const IN_RANGE: &str = "the gallery's settings are in range, as the tests check";
