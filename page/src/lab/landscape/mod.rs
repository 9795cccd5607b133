//! Its landscape: the loss over a plane through all parameters of the network, with the
//! run's path on it (Li et al., "Visualizing the Loss Landscape of Neural Nets", 2018).

mod follow;
mod picture;
mod settings;
mod words;

use leptos::prelude::*;

use self::follow::{Map, use_map};
use self::picture::Picture;
use self::settings::{Controls, Settings};
use super::View;
use super::training::Training;
use crate::format;
use crate::state::use_state;
use crate::widget::losses_table::LossesTable;
use crate::widget::visible::use_visible_around;

/// The view.
pub static VIEW: View = View {
    key: "landscape",
    title: "Its landscape",
    about: "All parameters together are one point, and each point has a loss: a landscape. The run walks downhill in it. This is a cut through it.",
    body: || view! { <Landscape /> }.into_any(),
};

#[component]
fn Landscape() -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    // On a phone it is below the tab that opens it: it is begun before one has scrolled there.
    let is_visible = use_visible_around(frame, ".lab__main");
    let settings = Settings::new();
    let map = use_map(settings, is_visible);
    let has_picture = Memo::new(move |_| map.shown.with(Option::is_some));
    view! {
        <div class="landscape" node_ref=frame>
            <div class="landscape__head"><Training /><Progress map /></div>
            <Controls settings />
            <Show when=move || has_picture.get() fallback=move || view! { <Nothing map settings /> }>
                <Picture map />
                <Said map />
                <LossesTable shown=map.shown />
            </Show>
        </div>
    }
}

/// How far the map is; and another one.
#[component]
fn Progress(map: Map) -> impl IntoView {
    let state = use_state();
    let far = Memo::new(move |_| map.known.get());
    let step = Memo::new(move |_| state.progress.with(|p| p.as_ref().map_or(0, |p| p.step)));
    let is_here =
        Memo::new(move |_| map.shown.with(|m| m.as_ref().is_none_or(|m| m.step == step.get())));
    let is_under_way = map.is_under_way;
    // There is nothing to begin, or it is all there.
    let is_idle = move || match far.get() {
        _ if is_under_way.get() => false,
        Some((n, of)) => n == of && is_here.get(),
        None => step.get() == 0,
    };
    let line = move || match (far.get(), map.is_under_way.get(), is_here.get()) {
        (Some((n, of)), true, _) => format!("{} of {} points", format::count(n), format::count(of)),
        (None, true, _) => "The first points are being worked out …".to_owned(),
        (Some((n, of)), false, _) if n < of => {
            format!("Stopped after {} of {} points.", format::count(n), format::count(of))
        }
        (Some((n, _)), false, true) => format!("{} points, all worked out.", format::count(n)),
        (Some(_), false, false) => "The run has gone on since.".to_owned(),
        (None, false, _) => String::new(),
    };
    view! {
        <div class="landscape__progress" data-testid="landscape-progress"
            data-value=move || match (map.is_under_way.get(), far.get()) {
                (true, _) => "under way",
                (false, Some((n, of))) if n < of => "stopped",
                (false, Some(_)) => "done",
                (false, None) => "none",
            }>
            <progress max=1 aria-label="Points of the map that are worked out"
                value=move || far.get().map_or(0.0, |(n, of)| n as f64 / of as f64)></progress>
            <span class="number" data-testid="landscape-known"
                data-value=move || far.get().map_or(0, |(n, _)| n).to_string()>{line}</span>
            // One button: who has pressed it by key keeps the focus.
            <span class="landscape__buttons">
                <button type="button" class="button"
                    data-testid=move || if is_under_way.get() { "landscape-stop" } else { "landscape-anew" }
                    aria-disabled=move || is_idle().to_string()
                    on:click=move |_| match is_under_way.get_untracked() {
                        true => map.stop(),
                        false if untrack(is_idle) => {}
                        false => map.ask(false),
                    }>
                    {move || if is_under_way.get() { "Stop" } else { "A new plane from here" }}
                </button>
            </span>
        </div>
    }
}

/// Why there is nothing to see yet, and what to do.
#[component]
fn Nothing(map: Map, settings: Settings) -> impl IntoView {
    let state = use_state();
    let is_fresh = Memo::new(move |_| {
        state.progress.with(|p| p.as_ref().is_none_or(|p| p.step < follow::LEAST_STEPS))
    });
    let text = move || match map.refused.get() {
        _ if is_fresh.get() && settings.is_own.get() => {
            "Train first, a second is enough: then the run has a path, and the plane is laid \
             along it. Or choose a random plane: that goes through the start, too."
                .to_owned()
        }
        Some(message) => message,
        None if map.was_stopped.get() => {
            "Stopped before the first points were there. “A new plane from here” begins again."
                .to_owned()
        }
        None => "The first points are being worked out …".to_owned(),
    };
    view! { <p class="landscape__empty" data-testid="landscape-empty">{text}</p> }
}

/// What the picture shows, and what it hides.
#[component]
fn Said(map: Map) -> impl IntoView {
    let state = use_state();
    let n_parameters =
        Memo::new(move |_| state.config.with(|config| config.network.n_parameters()));
    let text = Memo::new(move |_| {
        map.shown.with(|shown| {
            let shown = shown.as_ref()?;
            let share = map.path.with(|path| path.share);
            Some(words::said(shown, share, n_parameters.get()))
        })
    });
    let share = move || map.path.with(|path| path.share.map(|share| share.to_string()));
    view! {
        <div class="landscape__said" data-testid="landscape-said" data-value=share>
            {move || text.get().map(|lines| {
                lines.into_iter().map(|line| view! { <p>{line}</p> }).collect::<Vec<_>>()
            })}
        </div>
    }
}
