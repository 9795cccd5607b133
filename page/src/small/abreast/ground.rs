//! What all of the networks learn from, and what they are before a knob is turned.

use crate::small::playground::shape::shaped;
use descent::data::points::input::{X1, X2};
use descent::data::points::pattern::Kind;
use descent::data::points::{Pattern, Points, What};
use descent::nn::LayerSpec;
use descent::nn::activation::TANH;
use descent::nn::loss::{BINARY_CROSS_ENTROPY, CROSS_ENTROPY};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

const DIGITS: &str = "digits";

/// What is learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// MNIST.
    Digits,
    /// Points in the plane, of several classes.
    Points(Choice<Pattern>),
}

impl Ground {
    /// All that there is to choose from.
    pub fn all() -> impl Iterator<Item = Self> {
        let classes = Choice::<Pattern>::all().filter(|it| matches!(it.kind, Kind::Classes { .. }));
        std::iter::once(Self::Digits).chain(classes.map(Self::Points))
    }

    /// Names it in menus.
    pub fn key(self) -> &'static str {
        match self {
            Self::Digits => DIGITS,
            Self::Points(pattern) => pattern.key,
        }
    }

    /// The one of this key.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::all().find(|ground| ground.key() == key)
    }

    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Self::Digits => "MNIST digits".to_owned(),
            Self::Points(pattern) => format!("Points: {}", pattern.name),
        }
    }

    /// A run that suits it: the lesson's network, or two layers of eight for points.
    pub fn base(self) -> RunConfig {
        let Self::Points(pattern) = self else { return RunConfig::default() };
        let what = What::Made { pattern, n: 300, noise: 0.1, held_out: 0.5, seed: 1 };
        let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).expect("in range");
        let hidden = vec![LayerSpec::new(8, Choice::of(&TANH)); 2];
        let loss = match points.n_classes() {
            Some(2) => Choice::of(&BINARY_CROSS_ENTROPY),
            _ => Choice::of(&CROSS_ENTROPY),
        };
        let config = RunConfig {
            learning_rate: LearningRate::new(0.1).expect("in range"),
            batch_size: BatchSize::examples(10).expect("in range"),
            ..RunConfig::default()
        };
        shaped(config, points, hidden, loss).expect("in range")
    }
}
