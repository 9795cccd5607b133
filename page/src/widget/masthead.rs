//! The top line: name, news of the run, what the engine is doing, theme.

use leptos::prelude::*;

use super::icon::{Icon, MOON, SUN, SYSTEM};
use super::notices::RunNotices;
use crate::share::ShareButton;
use crate::state::{Room, WorkerState, use_state};
use crate::theme::Theme;
use descent::protocol::{DataState, Status};
use descent::training::RunConfig;

/// The top line of the page.
#[component]
pub fn Masthead() -> impl IntoView {
    let theme = RwSignal::new(Theme::stored());
    let next_theme = move |_| {
        let next = match theme.get_untracked() {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        };
        next.choose();
        theme.set(next);
    };
    let theme_name = move || match theme.get() {
        Theme::System => "as the system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let theme_icon = move || {
        let path = match theme.get() {
            Theme::System => SYSTEM,
            Theme::Light => SUN,
            Theme::Dark => MOON,
        };
        view! { <Icon path /> }
    };
    view! {
        <header class="masthead">
            <h1 class="masthead__name">"Descent"</h1>
            <Rooms />
            <p class="masthead__tagline">"Watch a neural network learn, number by number"</p>
            <RunNotices />
            <StatusPill />
            <ShareButton />
            <button type="button" class="button button--quiet button--round" on:click=next_theme
                aria-label=move || format!("Colors: {}. Change", theme_name())
                title=move || format!("Colors: {}", theme_name())>
                {theme_icon}
            </button>
        </header>
    }
}

/// The ways to the rooms of the page.
#[component]
fn Rooms() -> impl IntoView {
    let state = use_state();
    let rooms = [
        (Room::Lesson, "Lesson", "lesson"),
        (Room::Lab, "Digits lab", "lab"),
        (Room::Small, "Small labs", "small"),
        (Room::Runs, "Runs", "runs"),
    ];
    let ways = rooms.map(|(room, name, key)| {
        view! {
            <button type="button" data-testid=format!("room-{key}")
                aria-current=move || (state.room.get() == room).then_some("page")
                on:click=move |_| state.enter(room)>{name}</button>
        }
    });
    view! { <nav class="rooms" aria-label="Rooms">{ways.into_iter().collect::<Vec<_>>()}</nav> }
}

/// Whether a run learns from data that are loaded.
fn needs_files(config: &RunConfig) -> bool {
    config.dataset.source().is_some()
}

/// What the engine is doing, in a word: `loading`, `ready`, `training`, `paused`,
/// `finished`, `failed`.
#[component]
fn StatusPill() -> impl IntoView {
    let state = use_state();
    let status = Memo::new(move |_| {
        let loading = || match state.config.with(|config| config.dataset.examples()) {
            "digits" => "Loading digits",
            _ => "Loading data",
        };
        match state.worker.get() {
            WorkerState::Crashed(_) => return ("failed", "The engine has stopped"),
            WorkerState::Loading => return ("loading", "Loading"),
            WorkerState::Ready => {}
        }
        let progress = state.progress.get();
        let started = progress.as_ref().is_some_and(|p| p.step > 0);
        match progress.map(|p| p.status) {
            None => ("loading", "Loading"),
            Some(Status::Training) => ("training", "Training"),
            Some(Status::WaitingForData) => ("loading", "Waiting for data"),
            Some(Status::Rewinding) => ("loading", "Going back"),
            Some(Status::Diverged) => ("paused", "Diverged"),
            Some(Status::Finished(_)) => ("finished", "Finished"),
            Some(Status::Paused) if started => ("paused", "Paused"),
            // Points, drawings, numbers of a card are here as soon as the run is.
            Some(Status::Paused) if !state.config.with(needs_files) => ("ready", "Ready"),
            Some(Status::Paused) => match state.data.get() {
                DataState::Ready { .. } => ("ready", "Ready"),
                DataState::Loading { n_train, n_test, .. } if n_train > 0 && n_test > 0 => {
                    ("ready", "Ready")
                }
                DataState::Loading { .. } => ("loading", loading()),
                DataState::Failed { .. } => ("failed", "Data missing"),
            },
        }
    });
    view! {
        <p class="status" role="status" data-testid="status"
            data-value=move || status.get().0
            class:status--live=move || status.get().0 == "training"
            class:status--bad=move || status.get().0 == "failed">
            <span class="status__dot" aria-hidden="true"></span>
            {move || status.get().1}
        </p>
    }
}
