//! The step view: the run's real next update, stop by stop, forwards and backwards.
//! It shows the engine's trace; only the cursor is its own.

mod backward;
mod batch;
mod forward;
mod loss;
mod units;
mod update;

use leptos::prelude::*;

use crate::format;
use crate::state::{State, use_state};
use crate::widget::icon::{Icon, LEFT, PLAY, RIGHT, STEP};
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{self, Phase, Stop};

/// Where one stands in the trace.
#[derive(Clone, Copy)]
struct Cursor {
    /// Index into the stops.
    at: RwSignal<usize>,
    /// The example that is followed.
    example: RwSignal<usize>,
    /// The unit chosen to look at, as (layer, unit); in other layers a telling one is.
    chosen: RwSignal<Option<(usize, usize)>>,
}

impl Cursor {
    fn go(self, to: usize, n_stops: usize) {
        self.at.set(to.min(n_stops - 1));
    }

    /// The unit to look at in a layer: the chosen one, else at the outputs the label's,
    /// else the one that the example blames most.
    fn unit_of(self, state: State, layer_idx: usize) -> Memo<usize> {
        Memo::new(move |_| {
            let chosen = self.chosen.get().filter(|(layer, _)| *layer == layer_idx);
            let telling =
                || of_trace(state, |trace| telling_unit(trace, layer_idx, self.example.get()));
            chosen.map(|(_, unit)| unit).or_else(telling).unwrap_or(0)
        })
    }
}

fn telling_unit(trace: &StepTrace, layer_idx: usize, example: usize) -> usize {
    let deltas = &trace.layers[layer_idx].deltas;
    let at = example.min(deltas.nrows() - 1);
    if layer_idx + 1 == trace.layers.len() {
        return trace.labels.get(at).copied().unwrap_or_default().into();
    }
    let row = deltas.row(at);
    (0..row.len()).max_by(|&i, &j| row[i].abs().total_cmp(&row[j].abs())).unwrap_or(0)
}

/// The screen.
#[component]
pub fn Steps() -> impl IntoView {
    let state = use_state();
    view! {
        {move || state.trace.with(Option::is_some).then(|| view! { <Walk /> })}
        <Show when=move || state.trace.with(Option::is_none)>
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

#[component]
fn Walk() -> impl IntoView {
    let state = use_state();
    let cursor =
        Cursor { at: RwSignal::new(0), example: RwSignal::new(0), chosen: RwSignal::new(None) };
    let stops =
        Memo::new(move |_| walk::stops(of_trace(state, |trace| trace.layers.len()).unwrap_or(1)));
    let n_stops = move || stops.with(Vec::len);
    let at_end = move || cursor.at.get() + 1 >= n_stops();
    // Nothing that is shown here would happen, or nothing would come of it.
    let is_over = Memo::new(move |_| state.has_diverged() || state.has_come_to_rest());
    let stop = Memo::new(move |_| stops.with(|stops| stops[cursor.at.get().min(stops.len() - 1)]));

    let main = NodeRef::<leptos::html::Section>::new();
    // The keys work at once, without a click into the view first.
    Effect::new(move |_| {
        if let Some(main) = main.get() {
            super::super::widget::focus(&main);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let n = n_stops();
        let at = cursor.at.get_untracked();
        let phase = |at: usize| stops.with_untracked(|stops| stops[at].phase());
        let to = match (event.key().as_str(), event.shift_key()) {
            ("ArrowRight", false) => at + 1,
            ("ArrowLeft", false) => at.saturating_sub(1),
            ("ArrowRight", true) => (at..n).find(|&i| phase(i) != phase(at)).unwrap_or(n - 1),
            ("ArrowLeft", true) => (0..at).rev().find(|&i| phase(i) != phase(at)).unwrap_or(0),
            ("Home", _) => 0,
            ("End", _) => n - 1,
            ("Escape", _) => {
                state.close_steps(false);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        cursor.go(to, n);
    };
    let sentence = move || {
        of_trace(state, |trace| {
            walk::sentence(trace, stop.get(), cursor.example.get(), |v| {
                format::number(f64::from(v))
            })
        })
    };
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
    let place = move || {
        of_trace(state, |trace| {
            let layer = stop.get().layer_idx().map(|layer_idx| {
                let name = walk::layer_name(layer_idx, trace.layers.len());
                let shape = trace.layers[layer_idx].weights.dim();
                format!(", {name}: weights {}×{}", shape.0, shape.1)
            });
            format!("{}{}", stop.get().phase().name(), layer.unwrap_or_default())
        })
    };
    let body = move || match stop.get() {
        Stop::Batch => batch::Batch(batch::BatchProps { cursor }).into_any(),
        Stop::Forward(layer_idx) => {
            forward::Forward(forward::ForwardProps { cursor, layer_idx }).into_any()
        }
        Stop::Loss => loss::Losses(loss::LossesProps { cursor }).into_any(),
        Stop::Backward(layer_idx) => {
            backward::Backward(backward::BackwardProps { cursor, layer_idx }).into_any()
        }
        Stop::Update(layer_idx) => {
            update::Update(update::UpdateProps { cursor, layer_idx }).into_any()
        }
        Stop::After => update::After().into_any(),
    };
    view! {
        <section class="steps" node_ref=main tabindex="-1" on:keydown=on_key
            aria-label="The next update, step by step" data-testid="steps-view">
            <div class="steps__top">
                <div>
                    <h2 class="steps__title">
                        {move || of_trace(state, |trace| format!("Update number {}", format::grouped(trace.step as f64 + 1.0)))}
                    </h2>
                    <p class="field__hint number">
                        {move || state.progress.with(|p| p.as_ref().map(|p| {
                            format!("Frozen at epoch {}. Nothing changes until you say so.", format::fixed(p.epoch, 2))
                        }))}
                    </p>
                </div>
                <div class="steps__exit">
                    <button type="button" class="button" data-testid="close-steps"
                        on:click=move |_| state.close_steps(false)>"Back to the lesson"</button>
                    <button type="button" class="button button--primary" data-testid="train-on"
                        disabled=is_over
                        on:click=move |_| state.close_steps(true)><Icon path=PLAY /> "Train on"</button>
                </div>
            </div>
            {rest}
            <Phases cursor stops stop />
            <p class="steps__sentence" aria-live="polite" data-testid="sentence">{sentence}</p>
            <div class="steps__body">
                <Example cursor />
                <div class="steps__stage panel">
                    <p class="steps__place">{place}</p>
                    {body}
                </div>
            </div>
            <div class="steps__nav">
                <button type="button" class="button" data-testid="stop-back" aria-keyshortcuts="ArrowLeft"
                    disabled=move || cursor.at.get() == 0
                    on:click=move |_| cursor.go(cursor.at.get_untracked().saturating_sub(1), n_stops())>
                    <Icon path=LEFT /> "Back"</button>
                <label class="steps__scrub">
                    <span class="visually-hidden">"Stop"</span>
                    <input type="range" min="0" max=move || n_stops() - 1 data-testid="stop"
                        data-value=move || cursor.at.get()
                        prop:value=move || cursor.at.get().to_string()
                        aria-valuetext=place
                        on:input=move |event| {
                            if let Ok(to) = event_target_value(&event).parse() {
                                cursor.go(to, n_stops());
                            }
                        } />
                </label>
                <button type="button" class="button button--primary" data-testid="stop-next" aria-keyshortcuts="ArrowRight"
                    disabled=at_end
                    on:click=move |_| cursor.go(cursor.at.get_untracked() + 1, n_stops())>
                    "Next" <Icon path=RIGHT /></button>
                <button type="button" class="button" data-testid="make-step"
                    title="Makes this update for real and freezes the one after it"
                    disabled=is_over
                    on:click=move |_| { cursor.at.set(0); state.step_and_trace() }>
                    <Icon path=STEP /> "Make this update"</button>
            </div>
            <p class="field__hint steps__keys">"← → one stop · Shift for a whole phase · Home, End · Esc back to the lesson"</p>
        </section>
    }
}

/// The five phases, as a row of buttons that lead to their first stop.
#[component]
fn Phases(cursor: Cursor, stops: Memo<Vec<Stop>>, stop: Memo<Stop>) -> impl IntoView {
    let buttons = Phase::ALL
        .into_iter()
        .enumerate()
        .map(|(number, phase)| {
            let here = move || stop.get().phase() == phase;
            let past = move || (stop.get().phase() as usize) > number;
            let go = move |_| {
                let first = stops.with_untracked(|s| s.iter().position(|s| s.phase() == phase));
                cursor.at.set(first.unwrap_or(0));
            };
            view! {
                <li>
                    <button type="button" class="phase" class:phase--here=here class:phase--past=past
                        aria-current=move || here().then_some("step") on:click=go>
                        <span class="phase__number number" aria-hidden="true">{number + 1}</span>
                        {phase.name()}
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="phases" aria-label="The five phases of an update">{buttons}</ol> }
}

/// The example that is followed, and the way to another.
#[component]
fn Example(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let n = move || of_trace(state, |trace| trace.inputs.nrows()).unwrap_or(1).max(1);
    let go = move |by: usize| cursor.example.update(|at| *at = (*at + by) % n());
    let input = Signal::derive(move || {
        of_trace(state, |trace| {
            trace.inputs.rows().into_iter().nth(cursor.example.get()).map(|row| row.to_vec())
        })
        .flatten()
        .unwrap_or_default()
    });
    let is_picture = move || of_trace(state, |t| t.inputs.ncols() == DigitImage::LEN) == Some(true);
    let about = move || {
        of_trace(state, |trace| {
            let at = cursor.example.get();
            let label = trace.labels.get(at).copied().unwrap_or_default();
            let index = trace.examples.get(at).copied().unwrap_or_default();
            view! {
                <p class="example__label">"Label " <strong>{label}</strong></p>
                <p class="field__hint number">{format!("Training digit {}", format::grouped(f64::from(index)))}</p>
            }
        })
    };
    view! {
        <aside class="example panel" aria-label="The example that is followed">
            <Show when=is_picture>
                <Picture values=input colormap=Colormap::Gray label="The example" />
            </Show>
            {about}
            <div class="chooser">
                <button type="button" class="button button--quiet button--round" aria-label="The example before"
                    on:click=move |_| go(n() - 1)><Icon path=LEFT /></button>
                <span class="number">{move || format!("{} of {}", cursor.example.get() + 1, n())}</span>
                <button type="button" class="button button--quiet button--round" aria-label="The next example"
                    data-testid="next-example" on:click=move |_| go(1)><Icon path=RIGHT /></button>
            </div>
        </aside>
    }
}
