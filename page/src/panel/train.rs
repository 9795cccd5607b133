//! Train, pause, one step, one epoch, the same start again; learning rate, batch size and
//! speed, which may be turned while training.

use leptos::html;
use leptos::prelude::*;

use super::Panel;
use crate::format;
use crate::state::use_state;
use crate::widget::icon::{DICE, Icon, MAGNIFIER};
use crate::widget::slider::Slider;
use crate::widget::train_button::{
    EpochButton, ResetButton, StepButton, TrainButton, take_focus_back,
};
use descent::protocol::{DataState, Pace};
use descent::training::{BatchSize, LearningRate, RunConfig, Schedule};

/// The panel.
pub static PANEL: Panel = Panel {
    key: "train",
    title: "Train",
    head: Some(|| view! { <Limit /> }.into_any()),
    body: || view! { <Train /> }.into_any(),
    shown: None,
};

#[component]
fn Train() -> impl IntoView {
    let state = use_state();
    let (train, steps) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    take_focus_back(train, Some(steps));
    view! {
        <div class="transport">
            <TrainButton testid="train" node_ref=train />
            <StepButton />
            <EpochButton title="Until every training example has been seen once more" />
            <ResetButton title="Back to the same start weights and the same order of examples" />
            <button type="button" class="button" data-testid="new-seed"
                title="Other random start weights and another order"
                on:click=move |_| state.new_seed()>
                <Icon path=DICE /> "New start"
            </button>
        </div>
        <LearningRateField />
        <BatchSizeField />
        <PaceField />
        <button type="button" class="button transport__steps" data-testid="open-steps"
            node_ref=steps aria-keyshortcuts="S" title="Freezes the run at its next update (key: S)"
            on:click=move |_| state.open_steps()>
            <Icon path=MAGNIFIER /> "Step through the next update" <kbd class="kbd" aria-hidden="true">"S"</kbd>
        </button>
        <DataLine />
    }
}

/// That the speed is limited, perhaps since the last visit, and the way out.
#[component]
fn Limit() -> impl IntoView {
    let state = use_state();
    let limit = Memo::new(move |_| match state.pace.get() {
        Pace::StepsPerSecond(n) => Some(n.get()),
        Pace::Unlimited => None,
    });
    let line = move || {
        limit.get().map(|n| {
            view! {
                <div class="limit" data-testid="limit">
                    <span class="number">
                        {format!("only {} step{}/s", format::count(n as usize), if n == 1 { "" } else { "s" })}
                    </span>
                    <button type="button" class="button button--small" data-testid="full-speed"
                        on:click=move |_| state.set_pace(Pace::Unlimited)>"Full speed"</button>
                </div>
            }
        })
    };
    view! { {line} }
}

/// η on a log scale from 10⁻⁴ to 10 (the box takes more), changed while training.
#[component]
pub fn LearningRateField() -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let set = move |rate: f32| match LearningRate::new(rate) {
        Ok(rate) => {
            error.set(None);
            state.set_learning_rate(rate);
        }
        Err(wrong) => {
            let kept = state.learning_rate.get_untracked().get();
            let wrong = if rate.is_nan() {
                "That is not a number.".to_owned()
            } else {
                format!("{wrong}.")
            };
            error.set(Some(format!("{wrong} The rate is still {kept}.")));
        }
    };
    let rate = Signal::derive(move || state.learning_rate.get().get());
    view! {
        <div class="field">
            <label for="learning-rate">"Learning rate η"</label>
            <div class="field__row">
                <Slider label="Learning rate" min=-4.0 max=1.0 step=0.05
                    value=Signal::derive(move || f64::from(rate.get()).log10())
                    text=Signal::derive(move || format::number(f64::from(rate.get())))
                    // Two significant digits, so that the slider gives numbers one can say.
                    on_input=move |log: f64| set(two_digits(10f64.powf(log))) />
                <input id="learning-rate" class="input input--short" type="number" inputmode="decimal"
                    min=LearningRate::MIN max=LearningRate::MAX step="any"
                    data-testid="learning-rate" data-value=move || rate.get().to_string()
                    aria-invalid=move || error.get().is_some().to_string()
                    aria-describedby="learning-rate-error"
                    prop:value=move || rate.get().to_string()
                    on:change=move |event| {
                        set(event_target_value(&event).trim().parse().unwrap_or(f32::NAN));
                    } />
            </div>
            <ScheduledRate />
            <p class="field__error" id="learning-rate-error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// What the schedule leaves of the rate that is set; nothing is said where it leaves it all.
#[component]
fn ScheduledRate() -> impl IntoView {
    let state = use_state();
    let now = Memo::new(move |_| state.scheduled_rate());
    let has_schedule =
        Memo::new(move |_| state.config.with(|config| config.schedule != Schedule::default()));
    let at_rest = Memo::new(move |_| state.has_come_to_rest());
    let text = move || {
        let (now, set) = (now.get().filter(|_| has_schedule.get())?, state.learning_rate.get());
        let rest = if at_rest.get() { ": nothing is learned any more" } else { "" };
        let shown = format::significant(f64::from(now), 2);
        Some(format!("{shown} now (schedule from {}){rest}", set.get()))
    };
    view! {
        <p class="field__hint number" data-testid="scheduled-rate"
            data-value=move || now.get().map(|rate| rate.to_string()).unwrap_or_default()>
            {text}
        </p>
    }
}

fn two_digits(value: f64) -> f32 {
    let unit = 10f64.powf(value.log10().floor() - 1.0);
    // Through text, so that 0.30000000000000004 becomes 0.3.
    format!("{:.6}", (value / unit).round() * unit).parse().unwrap_or(value as f32)
}

/// Powers of two and "all" on the slider; any number, or "all", in the box.
#[component]
fn BatchSizeField() -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let set = move |size: BatchSize| {
        error.set(None);
        let n_train = state.config.with_untracked(RunConfig::n_train);
        let whole = size.resolve(n_train) == n_train;
        state.set_batch_size(if whole { BatchSize::All } else { size });
    };
    let set_text = move |text: String| {
        let text = text.trim().to_lowercase();
        if text == "all" {
            set(BatchSize::All);
            return;
        }
        match text.parse::<u32>().ok().and_then(|n| BatchSize::examples(n).ok()) {
            Some(size) => set(size),
            None => error.set(Some("A whole number from 1, or \"all\".".to_owned())),
        }
    };
    // Positions 0 to 12 are 1 to 4,096; the last is all.
    let position = Signal::derive(move || match state.batch_size.get() {
        BatchSize::Examples(n) => f64::from(n.get()).log2().min(12.0),
        BatchSize::All => 13.0,
    });
    let text = Signal::derive(move || state.batch_size.get().to_string());
    let cost = move || {
        (state.batch_size.get() == BatchSize::All).then_some(
            "Every update then needs a pass over all training examples: smooth, but slow.",
        )
    };
    view! {
        <div class="field">
            <label for="batch-size">"Batch size"</label>
            <div class="field__row">
                <Slider label="Batch size" min=0.0 max=13.0 step=1.0 value=position text=text
                    on_input=move |place: f64| {
                        let size = if place >= 13.0 {
                            BatchSize::All
                        } else {
                            BatchSize::examples(1 << place.max(0.0) as u32).unwrap_or(BatchSize::All)
                        };
                        set(size);
                    } />
                <input id="batch-size" class="input input--short" type="text" inputmode="numeric"
                    data-testid="batch-size" data-value=text
                    aria-invalid=move || error.get().is_some().to_string()
                    aria-describedby="batch-size-error"
                    prop:value=text
                    on:change=move |event| set_text(event_target_value(&event)) />
            </div>
            <p class="field__hint">{cost}</p>
            <p class="field__error" id="batch-size-error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// Steps a second that can be chosen; the last position is as many as it can.
const PACES: [u32; 9] = [1, 2, 5, 10, 25, 50, 100, 250, 1000];

/// Slow enough to follow each step, or as fast as it can; the run is the same.
#[component]
pub fn PaceField() -> impl IntoView {
    let state = use_state();
    let text = Signal::derive(move || state.pace.get().to_string());
    let position = Signal::derive(move || match state.pace.get() {
        Pace::StepsPerSecond(n) => PACES.partition_point(|&pace| pace < n.get()) as f64,
        Pace::Unlimited => PACES.len() as f64,
    });
    let value = Signal::derive(move || match state.pace.get() {
        Pace::StepsPerSecond(n) => n.to_string(),
        Pace::Unlimited => "unlimited".to_owned(),
    });
    view! {
        <div class="field">
            <div class="field__line">
                <label for="speed">"Speed"</label>
                // The slider says it, too.
                <span class="field__value number" aria-hidden="true">{text}</span>
            </div>
            <Slider id="speed" data_value=value label="Speed" min=0.0 max=PACES.len() as f64 step=1.0
                value=position text=text
                on_input=move |place: f64| {
                    let chosen = PACES.get(place.max(0.0) as usize);
                    state.set_pace(
                        chosen.and_then(|&n| Pace::steps_per_second(n)).unwrap_or_default(),
                    );
                } />
        </div>
    }
}

/// How far the data have come.
#[component]
fn DataLine() -> impl IntoView {
    let state = use_state();
    let line = move || {
        let (name, examples, own) = state.config.with(|config| {
            let dataset = &config.dataset;
            let own = dataset.source().is_none().then(|| dataset.n_train());
            (dataset.name().to_owned(), dataset.examples(), own)
        });
        if let Some(n_train) = own {
            return view! {
                <p class="field__hint">{format!("{name}: {} {examples} to train on", format::count(n_train))}</p>
            }
            .into_any();
        }
        match state.data.get() {
            DataState::Loading { bytes, total_bytes, n_train, .. } => {
                let share = if total_bytes == 0 { 0.0 } else { bytes as f64 / total_bytes as f64 };
                let megabytes = |bytes: u64| format::fixed(bytes as f64 / 1e6, 1);
                view! {
                    <div class="loading" data-testid="data-loading">
                        <progress max="1" value=share aria-label=format!("Loading {name}")></progress>
                        <p class="field__hint number">
                            {format!("Loading {name}: {} of {} MB, {} {examples} so far",
                                megabytes(bytes), megabytes(total_bytes), format::count(n_train as usize))}
                        </p>
                    </div>
                }
                .into_any()
            }
            DataState::Ready { n_train, n_test } => view! {
                <p class="field__hint">
                    {format!("{name}: {} {examples} to train on, {} held out",
                        format::count(n_train as usize), format::count(n_test as usize))}
                </p>
            }
            .into_any(),
            DataState::Failed { .. } => ().into_any(),
        }
    };
    view! { {line} }
}
