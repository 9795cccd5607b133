//! The walk as a line with named stops: drag along it, play it, look closer or see more.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::cursor::Cursor;
use crate::widget::icon::{Icon, LEFT, PAUSE, PLAY, RETURN, RIGHT};
use crate::widget::segmented::Segmented;
use descent::walk::{Level, Phase, layer_name};

/// Seconds at a stop, at speed 1: as long as it takes to read what is new there. A phase is
/// a page of it; from term to term it is one number.
fn stay(level: Level) -> f64 {
    match level {
        Level::Phase => 4.0,
        Level::Layer => 2.5,
        Level::Neuron => 1.0,
        Level::Term => 0.5,
    }
}

/// How fast it can be played.
const SPEEDS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// Goes from stop to stop by itself.
#[derive(Clone, Copy)]
pub struct Player {
    cursor: Cursor,
    speed: RwSignal<f64>,
    timer: RwSignal<Option<TimeoutHandle>>,
}

impl Player {
    /// Standing.
    pub fn new(cursor: Cursor) -> Self {
        let player = Self { cursor, speed: RwSignal::new(1.0), timer: RwSignal::new(None) };
        on_cleanup(move || player.stop());
        player
    }

    fn plays(self) -> bool {
        self.timer.with(Option::is_some)
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Goes on after a while, and so on to the end; how long a while is asked at each stop,
    /// since one may look closer while it plays.
    fn start(self) {
        self.stop();
        let seconds = stay(self.cursor.level.get_untracked()) / self.speed.get_untracked();
        let go_on = move || {
            let (stop, n_stops) = untrack(|| self.cursor.stop());
            self.cursor.next();
            if stop + 2 < n_stops {
                self.start();
            } else {
                self.stop();
            }
        };
        self.timer.set(set_timeout_with_handle(go_on, Duration::from_secs_f64(seconds)).ok());
    }

    /// Plays on, from the beginning if at the end; or stands still.
    pub fn toggle(self) {
        if self.timer.with_untracked(Option::is_some) {
            return self.stop();
        }
        let (stop, n_stops) = untrack(|| self.cursor.stop());
        if stop + 1 >= n_stops {
            self.cursor.to_stop(0);
        }
        self.start();
    }

    fn set_speed(self, speed: f64) {
        self.speed.set(speed);
        if self.timer.with_untracked(Option::is_some) {
            self.start();
        }
    }
}

/// The line and its buttons.
#[component]
pub fn Timeline(cursor: Cursor, player: Player) -> impl IntoView {
    let stop = Memo::new(move |_| cursor.stop());
    let at_start = move || stop.get().0 == 0;
    let at_end = move || stop.get().0 + 1 >= stop.get().1;
    let can_look_closer = move || {
        let place = cursor.place.get();
        cursor.places.with(|places| places.n_parts(place) > 0)
    };
    let speeds = SPEEDS
        .map(|speed| view! { <option value=speed.to_string() selected=speed == 1.0>{format!("{speed}×")}</option> })
        .into_iter()
        .collect::<Vec<_>>();
    let levels = Level::ALL.map(|level| (level, level.name())).to_vec();
    // A button that can do nothing now stays where it is and keeps the focus.
    let off = |is_off: bool| is_off.then_some("true");
    let has_trail = Memo::new(move |_| cursor.trail.last().is_some());
    view! {
        <div class="timeline">
            <Phases cursor />
            <div class="timeline__bar">
                <label class="timeline__line">
                    <span class="visually-hidden">"Stop"</span>
                    // Its keys are the page's.
                    <input type="range" min="0" max=move || stop.get().1 - 1 data-testid="stop" data-keys="page"
                        data-value=move || stop.get().0
                        prop:value=move || stop.get().0.to_string()
                        aria-valuetext=move || place_name(cursor)
                        on:input=move |event| {
                            if let Ok(to) = event_target_value(&event).parse() {
                                cursor.drag_to(to);
                            }
                        }
                        // The hand has let go.
                        on:change=move |_| cursor.settle() />
                </label>
                <div class="timeline__moves timeline__moves--main">
                    <button type="button" class="button" data-testid="stop-back" aria-keyshortcuts="ArrowLeft"
                        aria-disabled=move || off(at_start()) on:click=move |_| cursor.previous()>
                        <Icon path=LEFT /> "Back"</button>
                    <button type="button" class="button" data-testid="play-steps" aria-keyshortcuts="Space"
                        aria-pressed=move || player.plays().to_string() on:click=move |_| player.toggle()>
                        {move || if player.plays() {
                            view! { <Icon path=PAUSE /> "Pause" }.into_any()
                        } else {
                            view! { <Icon path=PLAY /> "Play" }.into_any()
                        }}</button>
                    <button type="button" class="button button--primary" data-testid="stop-next"
                        aria-keyshortcuts="ArrowRight" aria-disabled=move || off(at_end()) on:click=move |_| cursor.next()>
                        "Next" <Icon path=RIGHT /></button>
                </div>
            </div>
            <div class="timeline__level">
                <Segmented label="How close to look" options=levels
                    value=Signal::derive(move || cursor.level.get())
                    on_choose=move |level| cursor.look_from(level) />
            </div>
            <div class="timeline__more">
                <label class="timeline__speed">
                    <span class="visually-hidden">"Speed of playing"</span>
                    <select class="input" data-testid="play-speed" on:change=move |event| {
                        if let Ok(speed) = event_target_value(&event).parse() {
                            player.set_speed(speed);
                        }
                    }>{speeds}</select>
                </label>
                <button type="button" class="button button--quiet" data-testid="closer" aria-keyshortcuts="Enter"
                    aria-disabled=move || off(!can_look_closer()) on:click=move |_| { cursor.closer(); }>"Closer"</button>
                <button type="button" class="button button--quiet" data-testid="farther" aria-keyshortcuts="Escape"
                    aria-disabled=move || off(cursor.place.get().level() == Level::Phase)
                    on:click=move |_| { cursor.farther(); }>"Farther"</button>
                <button type="button" class="button button--quiet" data-testid="finish-layer"
                    aria-disabled=move || off(at_end()) on:click=move |_| cursor.finish(Level::Layer)>"Finish layer"</button>
                <button type="button" class="button button--quiet" data-testid="finish-phase"
                    aria-disabled=move || off(at_end()) on:click=move |_| cursor.finish(Level::Phase)>"Finish phase"</button>
            </div>
            <div class="timeline__where">
                <p class="timeline__place" data-testid="place">{move || place_name(cursor)}</p>
                <Show when=move || has_trail.get()>
                    <button type="button" class="button button--quiet button--small" data-testid="return"
                        aria-keyshortcuts="Backspace" title="Back to where you were before you chose a number or a unit"
                        on:click=move |_| { cursor.go_back(); }><Icon path=RETURN /> "Where I was"</button>
                </Show>
            </div>
        </div>
    }
}

/// "Backward, hidden layer 2, unit 5, term 3".
fn place_name(cursor: Cursor) -> String {
    let place = cursor.place.get();
    cursor.places.with(|places| {
        let mut name = place.phase().name().to_owned();
        if let Some(layer_idx) = places.layer_idx(place) {
            name += ", ";
            name += &layer_name(layer_idx, places.n_layers());
        } else if let Some(part) = place.part(Level::Layer) {
            name += match (place.phase(), part) {
                (Phase::Loss, 0) => ", this example",
                (Phase::Loss, _) => ", the batch",
                _ => ", read again",
            };
        }
        if let Some(unit_idx) = place.part(Level::Neuron) {
            name += &format!(", unit {unit_idx}");
        }
        if let Some(term) = place.part(Level::Term) {
            name += &format!(
                ", term {} of {}",
                term + 1,
                place.parent().map_or(0, |p| places.n_parts(p))
            );
        }
        name
    })
}

/// The five phases, as a row of buttons as wide as they have stops, with their layers.
#[component]
fn Phases(cursor: Cursor) -> impl IntoView {
    let buttons = Phase::ALL
        .into_iter()
        .enumerate()
        .map(|(number, phase)| {
            let here = move || cursor.place.get().phase() == phase;
            let past = move || (cursor.place.get().phase() as usize) > number;
            view! {
                <li>
                    <button type="button" class="phase" class:phase--here=here class:phase--past=past
                        aria-current=move || here().then_some("step")
                        on:click=move |_| cursor.go_to_phase(phase)>
                        <span class="phase__number number" aria-hidden="true">{number + 1}</span>
                        {phase.name()}
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="phases" aria-label="The five phases of an update">{buttons}</ol> }
}
