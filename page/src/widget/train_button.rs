//! Train, pause, one step, one epoch and the start again, wherever a run can be started.

use leptos::html;
use leptos::prelude::*;

use super::focus;
use super::icon::{EPOCH, Icon, PAUSE, PLAY, RESET, STEP};
use crate::state::{Control, use_state};

/// The button; Space does the same.
#[component]
pub fn TrainButton(
    /// Its `data-testid`.
    testid: &'static str,
    /// For those who give it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let state = use_state();
    let training = Memo::new(move |_| state.is_training());
    view! {
        <button type="button" class="button button--primary" data-testid=testid node_ref=node_ref
            aria-pressed=move || training.get().to_string() aria-keyshortcuts="Space"
            on:click=move |_| state.toggle_training()>
            {move || if training.get() {
                view! { <Icon path=PAUSE /> "Pause" }.into_any()
            } else {
                view! { <Icon path=PLAY /> "Train" }.into_any()
            }}
        </button>
    }
}

/// One step of the run, while it does not train.
#[component]
pub fn StepButton() -> impl IntoView {
    let state = use_state();
    let training = Memo::new(move |_| state.is_training());
    view! {
        <button type="button" class="button" data-testid="step" disabled=training
            title="One update of all weights" on:click=move |_| state.step()>
            <Icon path=STEP /> "One step"
        </button>
    }
}

/// One epoch, while it does not train.
#[component]
pub fn EpochButton(
    /// What that is here.
    title: &'static str,
) -> impl IntoView {
    let state = use_state();
    let training = Memo::new(move |_| state.is_training());
    view! {
        <button type="button" class="button" data-testid="epoch-once" disabled=training title=title
            on:click=move |_| state.train_epoch()>
            <Icon path=EPOCH /> "One epoch"
        </button>
    }
}

/// Back to the start.
#[component]
pub fn ResetButton(
    /// What that is here.
    title: &'static str,
) -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="button" data-testid="reset" title=title
            on:click=move |_| state.reset()>
            <Icon path=RESET /> "Reset"
        </button>
    }
}

/// Back from the step view one goes on by key where one was: at "Train", or at "Step through",
/// where there is one.
pub fn take_focus_back(train: NodeRef<html::Button>, steps: Option<NodeRef<html::Button>>) {
    let state = use_state();
    Effect::new(move |_| {
        let (Some(train), Some(steps)) = (train.get(), steps.unwrap_or(train).get()) else {
            return;
        };
        match state.take_return() {
            Some(Control::Train) => focus(&train),
            Some(Control::Steps) => focus(&steps),
            None => {}
        }
    });
}
