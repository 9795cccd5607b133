//! Whole configurations to start from.

use leptos::prelude::*;

use super::network;
use super::schedule::Shape;
use crate::state::{reads_digits, use_state};
use descent::nn::activation::{RELU, SIGMOID};
use descent::nn::init::{HE, SCALED_NORMAL};
use descent::nn::loss::CROSS_ENTROPY;
use descent::nn::optimizer::SGD;
use descent::nn::{Activation, Initializer, Optimizer, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

struct Preset {
    name: &'static str,
    /// What to expect of it on digits, in words that hold on any machine.
    promise: &'static str,
    hidden: &'static [usize],
    activation: &'static Activation,
    initializer: &'static Initializer,
    optimizer: &'static Optimizer,
    learning_rate: f32,
    /// How the rate falls, and over how many epochs.
    schedule: (Shape, u32),
    batch_size: u32,
}

static PRESETS: &[Preset] = &[
    Preset {
        name: "Lesson: 16-16, sigmoid",
        promise: "small enough to follow each number",
        hidden: &[16, 16],
        activation: &SIGMOID,
        initializer: &SCALED_NORMAL,
        optimizer: &SGD,
        learning_rate: 0.5,
        schedule: (Shape::Constant, 5),
        batch_size: 32,
    },
    // Over seeds 1 to 3: 98.10, 98.32, 98.05 % of the held-out digits, and 96.3 to 96.5 %
    // after the first epoch. Xavier's start gives 0.1 less, and so does that of the lesson.
    Preset {
        name: "Quick: 128, ReLU",
        promise: "it can read 98 % of the held-out digits after five epochs",
        hidden: &[128],
        activation: &RELU,
        initializer: &HE,
        optimizer: &SGD,
        learning_rate: 0.4,
        schedule: (Shape::Line, 5),
        batch_size: 32,
    },
    Preset {
        name: "One layer",
        promise: "its weights are pictures of the digits",
        hidden: &[],
        activation: &SIGMOID,
        initializer: &SCALED_NORMAL,
        optimizer: &SGD,
        learning_rate: 0.1,
        schedule: (Shape::Constant, 5),
        batch_size: 32,
    },
];

impl Preset {
    /// The configuration, on the data of `now` and from its seed.
    fn applied(&self, now: RunConfig) -> Result<RunConfig, String> {
        let network =
            network(&now, self.hidden, Choice::of(self.activation), Choice::of(&CROSS_ENTROPY))?;
        let learning_rate =
            LearningRate::new(self.learning_rate).map_err(|error| error.to_string())?;
        let batch_size = BatchSize::examples(self.batch_size).map_err(|error| error.to_string())?;
        let (shape, epochs) = self.schedule;
        let config = RunConfig {
            network,
            initializer: Choice::of(self.initializer),
            optimizer: OptimizerSpec::defaults(Choice::of(self.optimizer)),
            learning_rate,
            batch_size,
            ..now
        };
        Ok(shape.applied(epochs, config))
    }
}

/// A button for each.
#[component]
pub fn Presets() -> impl IntoView {
    let state = use_state();
    let choose = move |preset: &'static Preset| {
        // Presets are within every bound; tests/e2e/setup.test.mjs presses each of them.
        if let Ok(config) = preset.applied(state.current_config()) {
            let text = match reads_digits(&config) {
                true => format!("A new network, at its start: {}.", preset.promise),
                false => "A new network, at its start.".to_owned(),
            };
            state.begin(config, Some(&text));
        }
    };
    let buttons = PRESETS
        .iter()
        .map(|preset| {
            view! {
                <button type="button" class="button button--small" title=move || state.config.with(reads_digits).then_some(preset.promise)
                    on:click=move |_| choose(preset)>
                    {preset.name}
                </button>
            }
        })
        .collect::<Vec<_>>();
    view! { <div class="presets" role="group" aria-label="Networks to start from">{buttons}</div> }
}
