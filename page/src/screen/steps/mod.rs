//! The step view: the run's real next update, stop by stop, forwards and backwards.
//! It shows the engine's trace; only the cursor is its own.
//!
//! - [`cursor`]: where one stands; [`keys`] and [`timeline`] move it, [`trail`] leads back;
//! - [`head`] and [`options`]: which update it is, and how it is shown;
//! - [`pane`]: the network, the equations, the matrices, all of the same place;
//! - [`closer`]: a closer look at what the place is about, one file for each kind of place;
//! - [`turns`]: panes that follow one by one while one drags;
//! - [`number`]: a number that can be pointed at, [`lights`] what happens then.

mod closer;
mod convention;
mod cursor;
mod example;
mod head;
mod keys;
mod lights;
mod number;
mod options;
mod pane;
mod prediction;
mod swipe;
mod timeline;
mod trail;
mod turns;

use leptos::prelude::*;

use crate::state::{Notice, Screen, State, use_state};
use crate::widget;
use crate::widget::cards::CardTable;
use crate::widget::keys::Sheet;
use crate::widget::segmented::Segmented;
use cursor::Cursor;
use descent::nn::StepTrace;
use descent::protocol::Reader;
use descent::walk;
use swipe::{Swipe, Way};

/// Characters of a sentence that need smaller type for their lines.
const LONG_SENTENCE: usize = 150;

/// The screen.
#[component]
pub fn Steps() -> impl IntoView {
    let state = use_state();
    let is_here = Memo::new(move |_| state.trace.with(Option::is_some));
    // While there is nothing to walk through one can still go.
    let leave = window_event_listener(leptos::ev::keydown, move |event| {
        let is_free = widget::keys::holder(&event) != widget::keys::Holder::Field;
        if event.key() == "Escape" && is_free && !is_here.get_untracked() {
            state.close_steps(false);
        }
    });
    on_cleanup(move || leave.remove());
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

/// The panes of which a narrow window shows one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PaneKey {
    Network,
    Equations,
    Numbers,
    Closer,
}

impl PaneKey {
    const ALL: [(Self, &str); 4] = [
        (Self::Network, "Network"),
        (Self::Equations, "Equations"),
        (Self::Numbers, "Numbers"),
        (Self::Closer, "Closer look"),
    ];

    /// The style sheets' name.
    fn key(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Equations => "equations",
            Self::Numbers => "numbers",
            Self::Closer => "closer",
        }
    }

    /// The one beside it; the last stays.
    fn beside(self, way: Way) -> Self {
        let at = self as usize;
        let at = if way == Way::On { at + 1 } else { at.saturating_sub(1) };
        Self::ALL[at.min(Self::ALL.len() - 1)].0
    }
}

#[component]
fn Walk() -> impl IntoView {
    let state = use_state();
    let cursor = Cursor::new(state);
    follow_link(state, cursor);
    write_links(state, cursor);
    // The browser's Back.
    Effect::new(move |_| {
        let n_jumps = state.went_back.get() as usize;
        if let Some(spot) = cursor.trail.cut(n_jumps) {
            cursor.return_to(spot);
        }
    });
    let player = timeline::Player::new(cursor);
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        keys::on_key(&event, cursor, player, state);
    });
    on_cleanup(move || listener.remove());
    on_cleanup(move || state.sheet.set(false));

    let as_graph = RwSignal::new(false);
    let pane = RwSignal::new(PaneKey::Network);
    // Where one pane is shown at a time, it is the one with the question.
    Effect::new(move |_| {
        if cursor.prediction.is_asking() {
            pane.set(PaneKey::Equations);
        }
    });
    // Whoever was far down in the one before begins at the top of the next.
    let tabs = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |before: Option<PaneKey>| {
        let now = pane.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                let top = tabs.try_get_untracked().flatten().map(|t| t.get_bounding_client_rect());
                if let Some(above) = top.map(|bounds| bounds.top()).filter(|top| *top < 0.0) {
                    window().scroll_by_with_x_and_y(0.0, above);
                }
            });
        }
        now
    });
    let [drawn, equations, matrices, close] = std::array::from_fn(|_| cursor.in_turn());
    let (over_sentence, over_panes) = (Swipe::default(), Swipe::default());

    let main = NodeRef::<leptos::html::Section>::new();
    Effect::new(move |_| {
        if let Some(main) = main.get() {
            widget::focus_quietly(&main);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    lights::light_up(main, cursor);
    // What had the focus may be gone with the place that it was of.
    Effect::new(move |_| {
        cursor.place.track();
        let _ = cursor.prediction.is_asking();
        request_animation_frame(move || {
            if let Some(main) =
                main.try_get_untracked().flatten().filter(|_| widget::is_focus_lost())
            {
                widget::focus_quietly(&main);
            }
        });
    });
    let sentence = Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        if cursor.prediction.is_asking() {
            return Some(cursor.prediction.question().to_owned());
        }
        of_trace(state, |trace| {
            let show = |value: f32, other: Option<f32>| match other {
                Some(other) => cursor.show_beside(value.into(), other.into()),
                None => cursor.show(value.into()),
            };
            let class = |label: u8| state.class_name(Reader::Run, usize::from(label));
            cursor.places.with(|places| walk::sentence(trace, places, place, row, show, class))
        })
    });
    let is_long =
        move || sentence.with(|s| s.as_ref().is_some_and(|s| s.chars().count() > LONG_SENTENCE));
    view! {
        <section class="steps" node_ref=main tabindex="-1"
            aria-label="The next update, step by step" data-testid="steps-view"
            data-pane=move || pane.get().key()
            data-place=move || cursor.place.get().to_string()
            {..lights::noticing(cursor)}>
            <head::Head cursor />
            <timeline::Timeline cursor player />
            <p class="steps__sentence" class:steps__sentence--long=is_long aria-live="polite" data-testid="sentence"
                on:pointerdown=move |event| over_sentence.begin(&event)
                on:pointerup=move |event| match over_sentence.end(&event) {
                    Some(Way::On) => cursor.next(),
                    Some(Way::Back) => cursor.previous(),
                    None => {}
                }>{move || sentence.get()}</p>
            <prediction::Game cursor />
            <div class="steps__tabs" node_ref=tabs>
                <Segmented label="Pane" options=PaneKey::ALL.to_vec() value=pane
                    on_choose=move |chosen| pane.set(chosen) />
            </div>
            <div class="panes"
                on:pointerdown=move |event| over_panes.begin(&event)
                on:pointerup=move |event| if let Some(way) = over_panes.end(&event) {
                    pane.update(|pane| *pane = pane.beside(way));
                }>
                <div class="panel pane pane--network" role="group" aria-label="The network">
                    <Segmented label="How to draw it" options=vec![(false, "Network"), (true, "Computation graph")]
                        value=as_graph on_choose=move |chosen| as_graph.set(chosen) />
                    <Show when=move || as_graph.get() fallback=move || view! { <pane::network::Network cursor=drawn /> }>
                        <pane::graph::ComputationGraph cursor=drawn />
                    </Show>
                </div>
                <div class="panes__side">
                    <div class="panel pane pane--equations" role="region" tabindex="0" aria-label="The equations">
                        <Show when=move || cursor.prediction.is_asking() fallback=move || view! {
                            <pane::equations::Equations cursor=equations />
                        }>
                            <prediction::Question cursor />
                        </Show>
                    </div>
                    <div class="pane--numbers" role="region" tabindex="0" aria-label="The numbers">
                        <p class="pane__none field__hint">"No matrix belongs to this place."</p>
                        <Show when=move || !cursor.prediction.is_asking()>
                            <pane::matrices::Matrices cursor=matrices />
                        </Show>
                    </div>
                </div>
                <div class="panel pane closer" role="region" tabindex="0" aria-label="A closer look">
                    <Show when=move || !cursor.prediction.is_asking()>
                        <closer::Closer cursor=close />
                    </Show>
                </div>
            </div>
            // What is printed of an example would give the answer away.
            <Show when=move || !cursor.prediction.is_asking()><CardTable /></Show>
            <Sheet is_open=state.sheet keys=keys::KEYS gestures=keys::GESTURES />
        </section>
    }
}

/// Stands where a link leads, or as near as one can.
fn follow_link(state: State, cursor: Cursor) {
    let Some(linked) = state.linked.get_untracked() else { return };
    state.linked.set(None);
    let n_rows = of_trace_untracked(state, |trace| trace.inputs.nrows()).unwrap_or(1).max(1);
    let place = linked.place.unwrap_or(descent::walk::Place::START);
    let nearest = cursor.places.with_untracked(|places| places.nearest(place));
    let row = linked.row.min(n_rows - 1);
    cursor.row.set(row);
    cursor.enter(nearest);
    let asked = linked
        .no_place
        .or_else(|| (nearest != place).then(|| place.to_string()))
        .map(|place| format!("the place {place}"))
        .or_else(|| (row != linked.row).then(|| format!("example {}", linked.row + 1)));
    if let Some(asked) = asked {
        let text = format!(
            "This update does not have {asked}, which the link names: here is the nearest there is."
        );
        state.notice.set(Some(Notice { text, way: None }));
    }
}

/// Keeps the address at the place where one stands.
fn write_links(state: State, cursor: Cursor) {
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
        state.stand_at(at.0, at.1);
        state.trace.track();
        write_link.update_value(|write| write(at));
    });
}
