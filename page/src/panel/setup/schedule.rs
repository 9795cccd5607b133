//! How the learning rate falls by itself: not at all, or over so many epochs.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use descent::training::{Decay, Length, RunConfig, Schedule, StopRules};

/// Epochs of a fall, unless others are asked for.
const USUAL_EPOCHS: u32 = 5;

/// Most epochs of a fall.
const MAX_EPOCHS: u32 = Length::EPOCHS.1 as u32;

/// What is left of the rate after each fall in steps.
const STEP_FACTOR: f64 = 0.5;

/// A shape that can be chosen here, of the engine's [`Decay`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it is set.
    Constant,
    /// Halved, again and again.
    Steps,
    /// In a line to 0.
    Line,
    /// In half a wave to 0.
    HalfWave,
}

impl Shape {
    const ALL: [Self; 4] = [Self::Constant, Self::Steps, Self::Line, Self::HalfWave];

    fn of(decay: Decay) -> Self {
        match decay {
            Decay::Constant => Self::Constant,
            Decay::Step { .. } => Self::Steps,
            Decay::Linear { .. } => Self::Line,
            Decay::Cosine { .. } => Self::HalfWave,
        }
    }

    /// As in a configuration file.
    fn key(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Steps => "step",
            Self::Line => "linear",
            Self::HalfWave => "cosine",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Steps => "falls in steps",
            Self::Line => "falls in a line",
            Self::HalfWave => "falls in a half wave",
        }
    }

    fn decay(self, epochs: u32) -> Decay {
        let (over, floor) = (Length::Epochs(f64::from(epochs)), 0.0);
        match self {
            Self::Constant => Decay::Constant,
            Self::Steps => Decay::Step { every: over, factor: STEP_FACTOR },
            Self::Line => Decay::Linear { over, floor },
            Self::HalfWave => Decay::Cosine { over, floor },
        }
    }

    /// The configuration with a rate that falls like this over so many epochs. Where it
    /// falls to 0 the run ends: no update after that would change anything.
    pub fn applied(self, epochs: u32, config: RunConfig) -> RunConfig {
        let ends = |shape: Self| matches!(shape, Self::Line | Self::HalfWave);
        let before = config.schedule.decay;
        let max_epochs = match config.stop.max_epochs {
            _ if ends(self) => Some(epochs),
            // That end was the old schedule's.
            Some(end) if ends(Self::of(before)) && end == epochs_of(before) => None,
            other => other,
        };
        RunConfig {
            schedule: Schedule { decay: self.decay(epochs), ..config.schedule },
            stop: StopRules { max_epochs, ..config.stop },
            ..config
        }
    }

    /// What it does, in a sentence.
    fn meaning(self, epochs: u32) -> String {
        let epochs = if epochs == 1 { "epoch".to_owned() } else { format!("{epochs} epochs") };
        match self {
            Self::Constant => "The learning rate stays as it is set.".to_owned(),
            Self::Steps => format!("The learning rate is halved every {epochs}."),
            Self::Line => {
                format!("The learning rate falls evenly, to 0 after the first {epochs}.")
            }
            Self::HalfWave => format!(
                "The learning rate falls slowly, fast, slowly, to 0 after the first {epochs}."
            ),
        }
    }
}

/// The epochs that a fall takes.
fn epochs_of(decay: Decay) -> u32 {
    match decay {
        Decay::Step { every: Length::Epochs(n), .. }
        | Decay::Linear { over: Length::Epochs(n), .. }
        | Decay::Cosine { over: Length::Epochs(n), .. } => n as u32,
        // Nothing on this page counts a fall in steps.
        _ => USUAL_EPOCHS,
    }
}

/// The menu, with the number of epochs when the rate falls.
#[component]
pub fn ScheduleField() -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let decay = Memo::new(move |_| state.config.with(|config| config.schedule.decay));
    let shape = move || Shape::of(decay.get());
    let epochs = move || epochs_of(decay.get());
    let falls = Memo::new(move |_| shape() != Shape::Constant);

    let set = move |shape: Shape, epochs: u32| {
        error.set(None);
        let now = state.current_config();
        let config = shape.applied(epochs, now.clone());
        if config != now {
            let text = format!("{} A new run, at its start.", shape.meaning(epochs));
            state.begin(config, Some(&text));
        }
    };
    let set_shape = move |key: String| {
        if let Some(shape) = Shape::ALL.into_iter().find(|shape| shape.key() == key) {
            set(shape, epochs_of(decay.get_untracked()));
        }
    };
    let set_epochs = move |text: String| match text.trim().parse() {
        Ok(epochs @ 1..=MAX_EPOCHS) => set(Shape::of(decay.get_untracked()), epochs),
        _ => error.set(Some(format!(
            "Epochs are a whole number from 1 to {}. It is still {}.",
            format::count(MAX_EPOCHS as usize),
            epochs_of(decay.get_untracked())
        ))),
    };
    let options = Shape::ALL
        .map(|option| {
            view! {
                <option value=option.key() selected=move || shape() == option>{option.name()}</option>
            }
        })
        .into_iter()
        .collect::<Vec<_>>();
    view! {
        <div class="field setup__schedule">
            <label for="schedule">"Schedule"</label>
            <div class="field__row">
                <select id="schedule" class="input" data-testid="schedule"
                    data-value=move || shape().key()
                    prop:value=move || shape().key()
                    aria-describedby="schedule-hint"
                    on:change=move |event| set_shape(event_target_value(&event))>{options}</select>
                <Show when=move || falls.get()>
                    <input id="schedule-epochs" class="input input--short" type="number"
                        inputmode="numeric" min="1" max=MAX_EPOCHS step="1"
                        data-testid="schedule-epochs" data-value=move || epochs().to_string()
                        aria-label="Epochs of the schedule"
                        aria-invalid=move || error.get().is_some().to_string()
                        aria-describedby="schedule-error"
                        prop:value=move || epochs().to_string()
                        on:change=move |event| set_epochs(event_target_value(&event)) />
                    <span class="field__value" aria-hidden="true">"epochs"</span>
                </Show>
            </div>
            <p class="field__hint" id="schedule-hint">{move || shape().meaning(epochs())}</p>
            <p class="field__error" id="schedule-error" role="alert" data-testid="schedule-error">
                {move || error.get()}
            </p>
        </div>
    }
}
