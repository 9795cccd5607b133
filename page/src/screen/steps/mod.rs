//! The step view: the run's real next update, stop by stop, forwards and backwards.
//! It shows the engine's trace; only the cursor is its own.
//!
//! - [`cursor`]: where one stands; [`keys`] and [`timeline`] move it;
//! - [`pane`]: the network, the equations, the matrices, all of the same place;
//! - [`closer`]: a closer look at what the place is about, one file for each kind of place;
//! - [`number`]: a number that can be pointed at.

mod closer;
mod convention;
mod cursor;
mod example;
mod keys;
mod number;
mod pane;
mod prediction;
mod swipe;
mod timeline;

use leptos::prelude::*;

use crate::format;
use crate::state::{Screen, State, use_state};
use crate::widget;
use crate::widget::cards::CardTable;
use crate::widget::icon::{Icon, PLAY, STEP};
use crate::widget::segmented::Segmented;
use cursor::Cursor;
use descent::nn::StepTrace;
use descent::walk;

/// The screen.
#[component]
pub fn Steps() -> impl IntoView {
    let state = use_state();
    let is_here = Memo::new(move |_| state.trace.with(Option::is_some));
    view! {
        {move || is_here.get().then(|| view! { <Walk /> })}
        <Show when=move || !is_here.get()>
            <div class="panel steps__wait">
                {move || match state.trace_refused.get() {
                    Some(message) => view! {
                        <p role="alert">{message}</p>
                        <button type="button" class="button" on:click=move |_| state.ask_trace()>"Try again"</button>
                    }.into_any(),
                    None => view! { <p role="status">"Freezing the run and recording its next update …"</p> }.into_any(),
                }}
                <button type="button" class="button" on:click=move |_| state.close_steps(false)>"Back to the lesson"</button>
            </div>
        </Show>
    }
}

/// Something of the trace; there is one while [`Walk`] stands.
fn of_trace<T>(state: State, read: impl FnOnce(&StepTrace) -> T) -> Option<T> {
    state.trace.with(|trace| trace.as_ref().map(read))
}

/// The same, for handlers.
fn of_trace_untracked<T>(state: State, read: impl FnOnce(&StepTrace) -> T) -> Option<T> {
    state.trace.with_untracked(|trace| trace.as_ref().map(read))
}

#[component]
fn Walk() -> impl IntoView {
    let state = use_state();
    let cursor = Cursor::new(state);
    if let Some(linked) = state.linked.get_untracked() {
        state.linked.set(None);
        let n_rows = of_trace_untracked(state, |trace| trace.inputs.nrows()).unwrap_or(1);
        cursor.row.set(linked.row.min(n_rows - 1));
        cursor.go(linked.place);
    }
    // Browsers allow a change of the address only now and then: when one has stopped.
    let write_link = leptos::leptos_dom::helpers::debounce(
        std::time::Duration::from_millis(400),
        move |(place, row)| {
            if state.screen.get_untracked() == Screen::Steps {
                state.write_link(place, row);
            }
        },
    );
    let write_link = StoredValue::new_local(write_link);
    Effect::new(move |_| {
        let at = (cursor.place.get(), cursor.row.get());
        state.trace.track();
        write_link.update_value(|write| write(at));
    });
    let player = timeline::Player::new(cursor);
    let help = RwSignal::new(false);
    let as_graph = RwSignal::new(false);
    let swipe = swipe::Swipe::default();

    let main = NodeRef::<leptos::html::Section>::new();
    // The keys work at once, without a click into the view first.
    Effect::new(move |_| {
        if let Some(main) = main.get() {
            widget::focus(&main);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    let sentence = move || {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        if cursor.prediction.is_asking() {
            return Some(cursor.prediction.question().to_owned());
        }
        of_trace(state, |trace| {
            let show = |value: f32, digits| cursor.show_with(value.into(), digits);
            cursor.places.with(|places| walk::sentence(trace, places, place, row, show))
        })
    };
    view! {
        <section class="steps" node_ref=main tabindex="-1"
            on:keydown=move |event| keys::on_key(&event, cursor, player, help, state)
            aria-label="The next update, step by step" data-testid="steps-view"
            data-place=move || cursor.place.get().to_string()>
            <Head cursor />
            <timeline::Timeline cursor player />
            <p class="steps__sentence" aria-live="polite" data-testid="sentence"
                on:pointerdown=move |event| swipe.begin(&event)
                on:pointerup=move |event| swipe.end(&event, cursor)>{sentence}</p>
            <prediction::Game cursor />
            <div class="panes">
                <div class="panel pane pane--network" role="group" aria-label="The network">
                    <Segmented label="How to draw it" options=vec![(false, "Network"), (true, "Computation graph")]
                        value=as_graph on_choose=move |chosen| as_graph.set(chosen) />
                    <Show when=move || as_graph.get() fallback=move || view! { <pane::network::Network cursor /> }>
                        <pane::graph::ComputationGraph cursor />
                    </Show>
                </div>
                <div class="panes__side">
                    <div class="panel pane" role="group" aria-label="The equations">
                        <Show when=move || cursor.prediction.is_asking() fallback=move || view! {
                            <pane::equations::Equations cursor />
                        }>
                            <prediction::Question cursor />
                        </Show>
                    </div>
                    <Show when=move || !cursor.prediction.is_asking()>
                        <pane::matrices::Matrices cursor />
                    </Show>
                </div>
            </div>
            <div class="panel closer" role="group" aria-label="A closer look">
                <Show when=move || !cursor.prediction.is_asking()>
                    <closer::Closer cursor />
                </Show>
            </div>
            <CardTable />
            <Options cursor help />
            <Show when=move || help.get()><keys::Sheet help /></Show>
        </section>
    }
}

/// Which update it is, and the ways out of it.
#[component]
fn Head(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let title = move || {
        of_trace(state, |trace| {
            format!("Update number {}", format::grouped(trace.step as f64 + 1.0))
        })
    };
    let about = move || {
        of_trace(state, |trace| {
            format!("Frozen in epoch {}. Nothing changes until you say so.", trace.epoch + 1)
        })
    };
    // Nothing that is shown here would happen, or nothing would come of it.
    let is_over = Memo::new(move |_| state.has_diverged() || state.has_come_to_rest());
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
    view! {
        <div class="steps__top">
            <div>
                <h2 class="steps__title">{title}</h2>
                <p class="field__hint number">{about}</p>
            </div>
            <example::Example cursor />
            <div class="steps__exit">
                <button type="button" class="button" data-testid="make-step"
                    title="Makes this update for real and freezes the one after it"
                    disabled=is_over
                    on:click=move |_| { cursor.go(walk::Place::START); state.step_and_trace() }>
                    <Icon path=STEP /> "Make this update"</button>
                <button type="button" class="button" data-testid="close-steps"
                    on:click=move |_| state.close_steps(false)>"Back to the lesson"</button>
                // The lesson has nothing to show of a worked example in training.
                <Show when=move || state.card.with(Option::is_none)>
                    <button type="button" class="button button--primary" data-testid="train-on"
                        disabled=is_over
                        on:click=move |_| state.close_steps(true)><Icon path=PLAY /> "Train on"</button>
                </Show>
            </div>
        </div>
        {rest}
    }
}

/// How the view shows things, and what it offers besides.
#[component]
fn Options(cursor: Cursor, help: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="steps__options" role="group" aria-label="Options">
            <convention::Convention />
            <prediction::Switch cursor />
            <label class="check">
                <input type="checkbox" data-testid="all-digits"
                    prop:checked=move || cursor.precise.get()
                    on:change=move |event| cursor.precise.set(event_target_checked(&event)) />
                " All digits"
            </label>
            <CopyLink cursor />
            <button type="button" class="button button--quiet" aria-keyshortcuts="?"
                data-testid="steps-help" on:click=move |_| help.update(|help| *help = !*help)>"Keys"</button>
        </div>
    }
}

/// Copies a link to this very place.
#[component]
fn CopyLink(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let told = RwSignal::new("Copy link");
    let copy = move |_| {
        state.write_link(cursor.place.get_untracked(), cursor.row.get_untracked());
        let address = window().location().href().unwrap_or_default();
        let copied = window().navigator().clipboard().write_text(&address);
        leptos::task::spawn_local(async move {
            let text = match wasm_bindgen_futures::JsFuture::from(copied).await {
                Ok(_) => "Copied",
                Err(_) => "It stands in the address bar",
            };
            told.set(text);
            set_timeout(
                move || {
                    let _ = told.try_set("Copy link");
                },
                std::time::Duration::from_secs(3),
            );
        });
    };
    view! {
        <button type="button" class="button button--quiet" data-testid="copy-link" aria-live="polite"
            title="A link to this very place; the same build finds the same numbers there, if the run's rate and batch size were not changed on the way"
            on:click=copy>{told}</button>
    }
}
