//! Learning from our handwriting: with the shipped network, or with a new one.

use leptos::prelude::*;

use crate::format;
use crate::state::{Pretrained, is_ours, use_state};
use crate::widget::health::HealthLine;
use crate::widget::train_button::TrainButton;

/// Fewest drawings to learn from: with fewer, a digit or more is missing.
const FEWEST: usize = 10;
/// Fewest that are held out: without any, nothing could be said of what was learned.
const FEWEST_HELD_OUT: usize = 1;

/// What is missing, if anything is.
fn too_few((n_learn, n_held_out): (usize, usize)) -> Option<String> {
    if n_learn < FEWEST {
        let n = FEWEST - n_learn;
        return Some(format!(
            "{n} more drawing{} to learn from {} needed: there are {n_learn}, and it takes {FEWEST} at least.",
            if n == 1 { "" } else { "s" },
            if n == 1 { "is" } else { "are" },
        ));
    }
    (n_held_out < FEWEST_HELD_OUT).then(|| {
        "None of the drawings is held out yet, so nobody could tell how well it reads new ones. One \
         in five is, by chance: a few more will do."
            .to_owned()
    })
}

/// The ways to begin, or the run that is on the drawings.
#[component]
pub(super) fn Learn() -> impl IntoView {
    let state = use_state();
    let ours = Memo::new(move |_| state.config.with(is_ours));
    let counts = Memo::new(move |_| state.collection.counts());
    let lacks = Memo::new(move |_| too_few(counts.get()));
    let has_pretrained =
        Memo::new(move |_| state.pretrained.with(|it| matches!(it, Pretrained::Ready(_))));
    view! {
        <section class="class__part" aria-labelledby="learn-heading">
            <h3 id="learn-heading">"Learn from them"</h3>
            <Show when=move || ours.get()><Run /></Show>
            <p class="class__soft" data-testid="class-too-few">{move || lacks.get()}</p>
            <div class="class__row">
                <button type="button" class="button" data-testid="class-fine-tune"
                    disabled=move || lacks.with(Option::is_some) || !has_pretrained.get()
                    on:click=move |_| state.learn_handwriting(true)>"Fine-tune the shipped network"</button>
                <button type="button" class="button" data-testid="class-train-new"
                    disabled=move || lacks.with(Option::is_some)
                    on:click=move |_| state.learn_handwriting(false)>"Train a new one on our digits only"</button>
            </div>
        </section>
    }
}

/// The run on the drawings: how far it is, on and pause, and the way back.
#[component]
fn Run() -> impl IntoView {
    let state = use_state();
    let figures = move || {
        let n = state.config.with(|config| config.dataset.n_train());
        let (step, epoch) =
            state.progress.with(|p| p.as_ref().map_or((0, 0.0), |p| (p.step, p.epoch)));
        format!(
            "A network learns from {} drawings: {} steps, epoch {}.",
            format::count(n),
            format::count(step as usize),
            format::fixed(epoch, 1)
        )
    };
    let accuracy = Memo::new(move |_| {
        state.progress.with(|p| p.as_ref().and_then(|p| p.test).and_then(|test| test.accuracy))
    });
    let held_out = move || {
        accuracy.get().map(|share| {
            format!(" {} of the held-out ones right.", format::percent(f64::from(share), 0))
        })
    };
    view! {
        <p data-testid="class-run">
            {figures}
            <span data-testid="class-run-accuracy"
                data-value=move || accuracy.get().map(|a| a.to_string()).unwrap_or_default()>{held_out}</span>
            " Its curves are in the lesson."
        </p>
        <div class="class__row">
            <TrainButton testid="class-train" />
            <button type="button" class="button" data-testid="class-leave"
                on:click=move |_| state.leave_handwriting()>
                {move || format!("Back to {}", state.before_handwriting().dataset.name())}
            </button>
        </div>
        <HealthLine />
    }
}
