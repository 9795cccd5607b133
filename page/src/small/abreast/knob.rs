//! The one thing in which networks side by side differ. Its values are texts, as they are typed
//! and shown.

use super::ground::Ground;
use descent::nn::activation::{Place, SIGMOID, TANH};
use descent::nn::{Activation, Initializer, LayerSpec, NetworkSpec, Optimizer, OptimizerSpec};
use descent::registry::{Choice, Entry};
use descent::training::{BatchSize, LearningRate, RunConfig, Seed};

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// η.
    Rate,
    /// Examples an update.
    Batch,
    /// The rule, with the rate that suits it.
    Optimizer,
    /// Of all hidden layers.
    Activation,
    /// What start weights are drawn from.
    Initializer,
    /// λ of L2.
    Decay,
    /// Units of the hidden layers.
    Widths,
    /// Of all that is random.
    Seed,
}

/// Hidden layers, where there are none.
const NONE: &str = "none";

impl Knob {
    /// All, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Rate,
        Self::Batch,
        Self::Optimizer,
        Self::Activation,
        Self::Initializer,
        Self::Decay,
        Self::Widths,
        Self::Seed,
    ];

    /// Names it in menus.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Batch => "batch",
            Self::Optimizer => "optimizer",
            Self::Activation => "activation",
            Self::Initializer => "initializer",
            Self::Decay => "l2",
            Self::Widths => "widths",
            Self::Seed => "seed",
        }
    }

    /// The one of this key.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|knob| knob.key() == key)
    }

    /// What it is called, within a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rate => "learning rate",
            Self::Batch => "batch size",
            Self::Optimizer => "optimizer",
            Self::Activation => "hidden activation",
            Self::Initializer => "start weights’ distribution",
            Self::Decay => "penalty λ of L2",
            Self::Widths => "hidden layers",
            Self::Seed => "seed",
        }
    }

    /// The same where a line begins.
    pub fn title(self) -> String {
        large(self.name())
    }

    /// Several of its values.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Rate => "learning rates",
            Self::Batch => "batch sizes",
            Self::Optimizer => "optimizers",
            Self::Activation => "hidden activations",
            Self::Initializer => "distributions of start weights",
            Self::Decay => "penalties λ of L2",
            Self::Widths => "hidden layers",
            Self::Seed => "seeds",
        }
    }

    /// What may be typed; nothing for those that are chosen.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Rate => "a number, as 0.1",
            Self::Batch => "a whole number, or all",
            Self::Decay => "a number, as 0.001",
            Self::Widths => "units of each layer, as 16-16, or none",
            Self::Seed => "a whole number",
            Self::Optimizer | Self::Activation | Self::Initializer => "",
        }
    }

    /// The members of the registry that it chooses from, by key and name.
    pub fn options(self) -> Option<Vec<(&'static str, &'static str)>> {
        fn all<T: Entry>(is_allowed: fn(&T) -> bool) -> Vec<(&'static str, &'static str)> {
            let allowed = T::all().iter().filter(|it| is_allowed(it));
            allowed.map(|it| (it.key(), it.name())).collect()
        }
        match self {
            Self::Optimizer => Some(all::<Optimizer>(|_| true)),
            Self::Activation => Some(all::<Activation>(|it| it.place == Place::Any)),
            Self::Initializer => Some(all::<Initializer>(|_| true)),
            _ => None,
        }
    }

    /// Values worth comparing: the first so many to begin with, the others when more are wanted.
    pub fn usual(self, ground: Ground) -> (usize, Vec<String>) {
        let is_digits = ground == Ground::Digits;
        let (n, values): (usize, &[&str]) = match self {
            Self::Rate => (3, &["0.01", "0.1", "1", "0.3", "0.03"]),
            Self::Batch if is_digits => (3, &["8", "32", "128", "512"]),
            Self::Batch => (3, &["1", "10", "50", "all"]),
            Self::Optimizer => (4, &["sgd", "momentum", "rmsprop", "adam", "nesterov"]),
            Self::Activation => (3, &["sigmoid", "tanh", "relu", "identity"]),
            Self::Initializer => (3, &["scaled_normal", "plain_normal", "zeros", "he"]),
            Self::Decay if is_digits => (3, &["0", "0.0001", "0.001", "0.01"]),
            Self::Decay => (3, &["0", "0.001", "0.01", "0.1"]),
            Self::Widths if is_digits => (3, &["4", "16-16", "64", NONE]),
            Self::Widths => (3, &["2", "4", "8-8", NONE]),
            Self::Seed => (3, &["1", "2", "3", "4"]),
        };
        (n, values.iter().map(|&value| value.to_owned()).collect())
    }

    /// Its value in a run, as it is typed.
    pub fn of(self, config: &RunConfig) -> String {
        match self {
            Self::Rate => config.learning_rate.get().to_string(),
            Self::Batch => config.batch_size.to_string(),
            Self::Optimizer => config.optimizer.rule.key.to_owned(),
            Self::Activation => {
                hidden(config).first().map_or(NONE, |layer| layer.activation.key).to_owned()
            }
            Self::Initializer => config.initializer.key.to_owned(),
            Self::Decay => config.penalty.l2.to_string(),
            Self::Widths => match hidden(config) {
                [] => NONE.to_owned(),
                layers => {
                    let widths = layers.iter().map(|layer| layer.width.to_string());
                    widths.collect::<Vec<_>>().join("-")
                }
            },
            Self::Seed => config.seed.0.to_string(),
        }
    }

    /// A value as it is told: what is chosen from a registry, by its name.
    pub fn told(self, value: &str) -> String {
        let options = self.options().unwrap_or_default();
        let name = options.iter().find(|(key, _)| *key == value).map(|(_, name)| *name);
        name.unwrap_or(value).to_owned()
    }

    /// A run of this value among others that differ from it by the knob: "Rate 0.1", "Adam".
    pub fn apart(self, value: &str) -> String {
        let told = self.told(value.trim());
        match self {
            Self::Rate => format!("Rate {told}"),
            Self::Batch if told == "all" => "All in a batch".to_owned(),
            Self::Batch => format!("Batch size {told}"),
            Self::Decay => format!("L2 {told}"),
            Self::Widths if told == NONE => "No hidden layers".to_owned(),
            Self::Widths => format!("Hidden layers {told}"),
            Self::Seed => format!("Seed {told}"),
            Self::Optimizer | Self::Activation => told,
            Self::Initializer => format!("Start weights {told}"),
        }
    }

    /// The same run with another value.
    ///
    /// # Errors
    /// A text for people, if there is no such value.
    pub fn set(self, config: RunConfig, value: &str) -> Result<RunConfig, String> {
        let value = value.trim();
        let odd = || format!("\"{value}\" is no {}: {}.", self.name(), self.hint());
        let is_points = config.dataset.points().is_some();
        let config = match self {
            Self::Rate => {
                let rate = value.parse::<f32>().map_err(|_| odd())?;
                let learning_rate = LearningRate::new(rate).map_err(|wrong| format!("{wrong}."))?;
                RunConfig { learning_rate, ..config }
            }
            Self::Batch if value == "all" => RunConfig { batch_size: BatchSize::All, ..config },
            Self::Batch => {
                let size = value.parse::<u32>().ok().and_then(|n| BatchSize::examples(n).ok());
                RunConfig { batch_size: size.ok_or_else(odd)?, ..config }
            }
            Self::Optimizer => {
                let rule = Choice::<Optimizer>::by_key(value).ok_or_else(odd)?;
                // Of the one that has it already, rate and all stay as they were set.
                if rule == config.optimizer.rule {
                    return Ok(config);
                }
                // What suits digits is too much, or too little, for points that lie −6 to 6 and
                // that are few.
                let suggested = rule.suggested_learning_rate;
                let suits = LearningRate::new(if is_points {
                    suggested.clamp(0.01, 0.1)
                } else {
                    suggested
                });
                let learning_rate = suits.unwrap_or(config.learning_rate);
                RunConfig { optimizer: OptimizerSpec::defaults(rule), learning_rate, ..config }
            }
            Self::Activation => {
                let activation = Choice::by_key(value).ok_or_else(odd)?;
                let layers = hidden(&config).iter();
                let layers = layers.map(|layer| LayerSpec { activation, ..*layer }).collect();
                with_hidden(config, layers)?
            }
            Self::Initializer => {
                let initializer = Choice::by_key(value).ok_or_else(odd)?;
                RunConfig { initializer, ..config }
            }
            Self::Decay => {
                let mut config = config;
                config.penalty.l2 = value.parse().map_err(|_| odd())?;
                config
            }
            Self::Widths => {
                let usual = Choice::of(if is_points { &TANH } else { &SIGMOID });
                let activation = hidden(&config).first().map_or(usual, |layer| layer.activation);
                let parts = value.split(['-', '–', ',', ' ']).filter(|part| !part.is_empty());
                let layers = match value {
                    NONE => Vec::new(),
                    "" => return Err(odd()),
                    _ => parts
                        .map(|part| {
                            Ok(LayerSpec::new(part.parse().map_err(|_| odd())?, activation))
                        })
                        .collect::<Result<_, String>>()?,
                };
                with_hidden(config, layers)?
            }
            Self::Seed => RunConfig { seed: Seed(value.parse().map_err(|_| odd())?), ..config },
        };
        config.check().map_err(|wrong| format!("{wrong}."))?;
        Ok(config)
    }
}

/// The hidden layers.
fn hidden(config: &RunConfig) -> &[LayerSpec] {
    config.network.layers().split_last().map_or(&[], |(_, hidden)| hidden)
}

fn with_hidden(config: RunConfig, mut layers: Vec<LayerSpec>) -> Result<RunConfig, String> {
    let now = &config.network;
    layers.extend(now.layers().last());
    let network = NetworkSpec::new(now.n_inputs(), layers, now.loss())
        .map_err(|wrong| format!("{wrong}."))?
        .with_reduction(now.reduction());
    Ok(RunConfig { network, ..config })
}

/// With a large first letter.
pub fn large(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}
