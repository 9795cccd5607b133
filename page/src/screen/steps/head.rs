//! Which update it is, and the ways out of it.

use leptos::prelude::*;

use super::cursor::Cursor;
use super::example::Example;
use super::of_trace;
use super::options::Options;
use crate::format;
use crate::state::{Room, use_state};
use crate::widget::icon::{Icon, LEFT, PLAY, STEP};
use descent::walk::Place;

/// The top row.
#[component]
pub fn Head(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let title = move || {
        of_trace(state, |trace| {
            if state.is_chosen.get() {
                "What this one example would teach".to_owned()
            } else {
                format!("Update number {}", format::grouped(trace.step as f64 + 1.0))
            }
        })
    };
    let about = move || {
        of_trace(state, |trace| {
            if state.is_chosen.get() {
                "A trial: the run itself goes on with its own batches.".to_owned()
            } else {
                format!("Frozen in epoch {}. Nothing changes until you say so.", trace.epoch + 1)
            }
        })
    };
    // Nothing that is shown here would happen, or nothing would come of it.
    let is_over = Memo::new(move |_| state.has_diverged() || state.has_come_to_rest());
    let is_off = move || is_over.get().then_some("true");
    let rest = move || {
        of_trace(state, |trace| trace.learning_rate == 0.0).unwrap_or(false).then(|| {
            view! {
                <p class="steps__rest" role="status" data-testid="steps-at-rest">
                    "The schedule has the learning rate at 0 here: the gradients are real, but \
                     this update changes no weight."
                </p>
            }
        })
    };
    let back = move || match state.room.get() {
        Room::Lesson | Room::Runs => ("Back to the lesson", "Lesson"),
        Room::Lab | Room::Small => ("Back to the lab", "Lab"),
    };
    let make = move |_| {
        if !is_over.get_untracked() {
            cursor.enter(Place::START);
            state.step_and_trace();
        }
    };
    let train_on = move |_| {
        if !is_over.get_untracked() {
            state.close_steps(true);
        }
    };
    view! {
        <div class="steps__top">
            <div class="steps__which">
                <h2 class="steps__title">{title}</h2>
                <p class="field__hint number">{about}</p>
            </div>
            <Example cursor />
            <div class="steps__exit">
                <button type="button" class="button" data-testid="close-steps" aria-keyshortcuts="Escape"
                    aria-label=move || back().0
                    on:click=move |_| state.close_steps(false)>
                    <Icon path=LEFT /> <span class="if-wide">{move || back().0}</span>
                    <span class="if-narrow">{move || back().1}</span></button>
                <Show when=move || !state.is_chosen.get()>
                    <button type="button" class="button" data-testid="make-step"
                        title="Makes this update for real and freezes the one after it"
                        aria-label="Make this update" aria-disabled=is_off on:click=make>
                        <Icon path=STEP /> <span class="if-wide">"Make this update"</span>
                        <span class="if-narrow">"Update"</span></button>
                </Show>
                // The lesson has nothing to show of a worked example in training.
                <Show when=move || state.card.with(Option::is_none)>
                    <button type="button" class="button button--primary" data-testid="train-on"
                        aria-disabled=is_off on:click=train_on><Icon path=PLAY /> "Train on"</button>
                </Show>
                <Options cursor />
            </div>
        </div>
        {rest}
    }
}
