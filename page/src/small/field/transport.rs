//! Playing the path: step, play, pause, back, and a slider through it.

use leptos::leptos_dom::helpers::{
    AnimationFrameRequestHandle, request_animation_frame_with_handle,
};
use leptos::prelude::*;

use super::model::Model;
use crate::widget::icon::{Icon, PAUSE, PLAY, RESET, STEP};
use crate::widget::motion::is_motion_reduced;
use crate::widget::slider::Slider;
use descent::field::MOST_STEPS;

/// Steps a second.
const PACES: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 20.0, 60.0];
/// A longer time between two frames was no frame: the tab was away.
const LONGEST_FRAME: f64 = 0.1;

/// Plays from where it is, or from the start if it is over. Who wants things to stand still
/// gets the whole path at once.
pub fn play(model: Model) {
    if is_motion_reduced() {
        // As far as it goes: the slider's end is where the path is.
        model.at.set(model.n_steps.get_untracked() as f64);
        return;
    }
    if untrack(|| model.is_over()) {
        model.at.set(0.0);
    }
    model.is_playing.set(true);
}

/// The controls.
#[component]
pub fn Transport(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let pace = RwSignal::new(3_usize);
    run(model, pace);
    let last = Memo::new(move |_| model.last());
    let shown = Signal::derive(move || model.shown().min(last.get()));
    let text = Signal::derive(move || format!("step {} of {}", shown.get(), last.get()));
    let step = move |_| {
        model.is_playing.set(false);
        model.at.update(|at| *at = (at.floor() + 1.0).min(last.get_untracked() as f64));
    };
    let toggle = move |_| {
        if model.is_playing.get_untracked() {
            model.is_playing.set(false);
        } else {
            play(model);
        }
    };
    let n_steps_error = RwSignal::new(false);
    view! {
        <div class="descent__transport">
            <button type="button" class="button button--primary" data-testid="field-play"
                aria-pressed=move || model.is_playing.get().to_string()
                data-value=move || if model.is_playing.get() { "playing" } else { "paused" }
                on:click=toggle>
                {move || if model.is_playing.get() {
                    view! { <Icon path=PAUSE /> "Pause" }.into_any()
                } else {
                    view! { <Icon path=PLAY /> "Play" }.into_any()
                }}
            </button>
            <button type="button" class="button" data-testid="field-step" on:click=step
                aria-disabled=move || (shown.get() >= last.get()).to_string()>
                <Icon path=STEP /> "Step"
            </button>
            <button type="button" class="button" data-testid="field-back" title="Back to the start"
                on:click=move |_| model.rewind()>
                <Icon path=RESET /> "Back"
            </button>
            <label class="descent__pace">
                "Pace"
                <select class="input" data-testid="field-pace"
                    prop:value=move || pace.get().to_string()
                    on:change=move |event| {
                        pace.set(event_target_value(&event).parse().unwrap_or(3));
                    }>
                    {PACES.iter().enumerate().map(|(idx, pace)| view! {
                        <option value=idx.to_string() selected=idx == 3>{format!("{pace}/s")}</option>
                    }).collect::<Vec<_>>()}
                </select>
            </label>
        </div>
        <div class="descent__scrub">
            // The slider's end moves with the path: a new one for each length.
            {move || view! {
                <Slider id="field-scrub" label="Step of the path" min=0.0 max=last.get() as f64 step=1.0
                    value=Signal::derive(move || f64::from(shown.get() as u32)) text=text
                    data_value=Signal::derive(move || shown.get().to_string())
                    on_input=move |at: f64| {
                        model.is_playing.set(false);
                        model.at.set(at);
                    } />
            }}
            <span class="number descent__count" aria-hidden="true">
                {move || format!("{} of", shown.get())}
            </span>
            <input class="input input--short" type="number" inputmode="numeric" min="1" max=MOST_STEPS
                aria-label="Steps of the path" data-testid="field-steps"
                aria-invalid=move || n_steps_error.get().to_string()
                data-value=move || model.n_steps.get().to_string()
                prop:value=move || model.n_steps.get().to_string()
                on:change=move |event| {
                    let n = event_target_value(&event).trim().parse::<usize>();
                    let n = n.ok().filter(|n| (1..=MOST_STEPS).contains(n));
                    n_steps_error.set(n.is_none());
                    if let Some(n) = n {
                        model.n_steps.set(n);
                    }
                } />
            <span class="field__hint">"steps"</span>
        </div>
        <p class="field__error" role="alert">
            {move || n_steps_error.get().then(|| format!("A whole number from 1 to {MOST_STEPS}."))}
        </p>
    }
}

/// Moves the ball along its path, frame by frame, while it plays and can be seen.
fn run(model: Model, pace: RwSignal<usize>) {
    let pending = StoredValue::new(None::<AnimationFrameRequestHandle>);
    let before = StoredValue::new(None::<f64>);
    // Each frame asks for the next by this.
    let tick = Trigger::new();
    Effect::new(move |_| {
        tick.track();
        if !(model.is_playing.get() && model.is_visible.get()) {
            before.set_value(None);
            return;
        }
        let handle = request_animation_frame_with_handle(move || {
            let Some(now) = window().performance().map(|clock| clock.now() / 1000.0) else {
                return;
            };
            let passed = before.get_value().map_or(0.0, |before| (now - before).min(LONGEST_FRAME));
            before.set_value(Some(now));
            let last = untrack(|| model.last()) as f64;
            let pace = PACES[pace.get_untracked().min(PACES.len() - 1)];
            let at = model.at.get_untracked() + passed * pace;
            // Until the answer is here, there is no end to stop at.
            if last > 0.0 {
                model.at.set(at.min(last));
                if at >= last {
                    model.is_playing.set(false);
                }
            } else if !model.is_awaited() {
                // A formula, a range or a start without a path.
                model.is_playing.set(false);
            }
            tick.notify();
        });
        pending.set_value(handle.ok());
    });
    on_cleanup(move || {
        if let Some(handle) = pending.get_value() {
            handle.cancel();
        }
    });
}
