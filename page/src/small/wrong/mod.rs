//! What goes wrong (CURRICULUM D2, D3, E1, E2): a click fails, another one cures. The runs and
//! what is said of them are the library's [`gallery`].

mod bars;
mod curves;
mod figures;
mod pictures;
mod tried;

use leptos::prelude::*;

use self::bars::Bars;
use self::curves::Curves;
use self::figures::Figures;
use self::pictures::Shown;
pub use self::tried::Tried;
use super::Lab;
use crate::state::use_state;
use crate::widget::health::HealthLine;
use crate::widget::train_button::{TrainButton, take_focus_back};
use crate::widget::visible::use_visible;
use crate::widget::{focus, is_focus_lost};
use descent::gallery::{self, Cure, Failure};

/// The lab.
pub static LAB: Lab = Lab {
    key: "wrong",
    title: "What goes wrong",
    about: "Seven ways to fail, each for one reason. Choose one: it fails before your eyes. Then \
            change the one thing that cures it.",
    body: || view! { <Wrong /> }.into_any(),
    start: Some(|| (gallery::ALL[0].config)()),
    steps_per_second: None,
};

#[component]
fn Wrong() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    state.watch_vitals(use_visible(frame));
    let tried = state.tried;
    // By Space, or in the step view, it fails as well as by its button.
    let has_moved = Memo::new(move |_| state.history.with(|history| !history.train().is_empty()));
    Effect::new(move |_| {
        if has_moved.get() && tried.with_untracked(|tried| !tried.was_begun) {
            tried.update(|tried| tried.was_begun = true);
        }
    });
    let open = Memo::new(move |_| tried.with(|tried| tried.idx));
    let choices = gallery::ALL
        .iter()
        .enumerate()
        .map(|(idx, failure)| {
            let is_open = move || tried.with(|tried| tried.was_begun && tried.idx == idx);
            view! {
                <button type="button" class="wrong__choice" data-testid=format!("fail-{}", failure.key)
                    aria-pressed=move || is_open().to_string()
                    on:click=move |_| state.fail(idx)>{failure.name}</button>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="wrong" node_ref=frame data-testid="wrong-run"
            data-value=move || tried.with(|tried| format!("{} {}", tried.failure().key, tried.stage()))
            data-ended=move || state.has_tried_ended().to_string()>
            <div class="wrong__choices" role="group" aria-label="Ways to fail">{choices}</div>
            {move || {
                let failure = gallery::ALL[open.get().min(gallery::ALL.len() - 1)];
                view! { <Story failure /> }
            }}
        </div>
    }
}

/// One failure: what to watch, the pictures, and the cures.
#[component]
fn Story(failure: &'static Failure) -> impl IntoView {
    let state = use_state();
    let tried = state.tried;
    let cured = Memo::new(move |_| tried.with(|tried| tried.cure));
    let train = NodeRef::<leptos::html::Button>::new();
    take_focus_back(train, None);
    let was_begun = Memo::new(move |_| tried.with(|tried| tried.was_begun));
    // "Let it fail" gives way to "Pause", and hands the focus on.
    Effect::new(move |before: Option<bool>| {
        let has_train = train.get().is_some();
        if let (Some(false), Some(train)) = (before, train.get())
            && is_focus_lost()
        {
            focus(&train);
        }
        has_train
    });
    let has_ended = Memo::new(move |_| state.has_tried_ended());
    let now = move || match cured.get() {
        Some(idx) => {
            let cure = &failure.cures[idx];
            view! {
                <p class="wrong__watch"><strong>{format!("The same {}.", cure.change)}</strong>" "{cure.why}</p>
            }
            .into_any()
        }
        None => view! {
            <p class="wrong__setup">{failure.setup}</p>
            <p class="wrong__watch" data-testid="watch">{failure.watch}</p>
        }
        .into_any(),
    };
    // When it has failed: before, it would give away what is to be seen.
    let why =
        move || {
            (was_begun.get() && cured.get().is_none() && has_ended.get()).then(|| view! {
            <p class="wrong__why" data-testid="why"><strong>"Why: "</strong>{failure.why}</p>
        })
        };
    // What is new, once: not the whole story each time.
    let spoken = move || match cured.get() {
        Some(idx) => failure.cures[idx].why.to_owned(),
        None if was_begun.get() && has_ended.get() => format!("Why: {}", failure.why),
        None => String::new(),
    };
    let cures = failure.cures.iter().enumerate();
    let cures = cures.map(|(idx, cure)| view! { <CureButton idx cure /> }).collect::<Vec<_>>();
    view! {
        <div class="wrong__story">
            <section class="panel wrong__told" aria-labelledby="wrong-heading">
                <h2 id="wrong-heading">{failure.name}</h2>
                <div class="wrong__words">{now} {why}</div>
                <span class="visually-hidden" role="status" data-testid="wrong-spoken">{spoken}</span>
                <div class="wrong__buttons">
                    <Show when=move || was_begun.get() fallback=move || view! {
                        <button type="button" class="button button--primary" data-testid="begin-failure"
                            on:click=move |_| state.fail(state.tried.with_untracked(|tried| tried.idx))>
                            "Let it fail"
                        </button>
                    }>
                        <TrainButton testid="wrong-train" node_ref=train />
                    </Show>
                </div>
                <h3>"The cure"</h3>
                <div class="wrong__buttons">{cures}</div>
                <HealthLine />
                <Figures />
            </section>
            <section class="panel wrong__seen" aria-label="How it learns">
                <Curves />
                <Shown picture=failure.picture />
                <Bars />
            </section>
        </div>
    }
}

#[component]
fn CureButton(idx: usize, cure: &'static Cure) -> impl IntoView {
    let state = use_state();
    let is_on = move || state.tried.with(|tried| tried.cure == Some(idx));
    view! {
        <button type="button" class="button" data-testid=format!("cure-{idx}")
            aria-pressed=move || is_on().to_string()
            on:click=move |_| state.cure(idx)>{format!("The same {}", cure.change)}</button>
    }
}
