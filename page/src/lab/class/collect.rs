//! Collecting: each digit is asked for in turn, and drawn on the lab's board.

use js_sys::{Date, Uint8Array};
use leptos::prelude::*;

use crate::state::use_state;
use crate::widget::keys;
use descent::data::digit::Drawing;
use descent::data::handwriting::{MAX_NAME, Record};

/// Rounds through the ten digits that are asked for.
const ROUNDS: usize = 5;
/// Drawings that are asked for.
const N_ASKED: usize = 10 * ROUNDS;

/// Where a person stands in the rounds.
#[derive(Clone, Copy)]
struct Asking {
    is_on: RwSignal<bool>,
    /// How many have been asked for so far, the one asked for now left out.
    n_asked: RwSignal<usize>,
    /// The drawings kept since the start, each with its place in the rounds.
    done: RwSignal<Vec<(String, usize)>>,
    writer: RwSignal<String>,
}

impl Asking {
    fn is_done(self) -> bool {
        self.n_asked.get() >= N_ASKED
    }

    /// The digit that is asked for.
    fn digit(self) -> u8 {
        (self.n_asked.get() % 10) as u8
    }

    fn begin(self) {
        self.n_asked.set(0);
        self.done.set(Vec::new());
        self.is_on.set(true);
    }
}

/// A new id: the time, so that they sort by it, then chance, so that no other device gives
/// the same. (`randomUUID` is missing where a page comes by plain http.)
fn new_id() -> String {
    let chance = Uint8Array::new_with_length(8);
    // It fails for more than 65,536 bytes only.
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_array_buffer_view(&chance);
    }
    let chance: String = chance.to_vec().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{:011x}-{chance}", Date::now() as u64)
}

/// The drawing with its times counted from its first point, as the file has them.
fn from_its_start(mut drawing: Drawing) -> Drawing {
    let points = || drawing.strokes.iter().flat_map(|stroke| &stroke.points);
    let start = points().next().map_or(0.0, |point| point.t);
    for point in drawing.strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
        point.t -= start;
    }
    drawing
}

/// Brings the board into sight: on a phone it stands far above.
fn show_board() {
    // The selector is a constant and valid.
    if let Some(board) = document().query_selector(".lab .board").ok().flatten() {
        let bounds = board.get_bounding_client_rect();
        if bounds.top() < 0.0 {
            board.scroll_into_view();
        }
    }
}

/// The mode, or the way into it.
#[component]
pub(super) fn Collect() -> impl IntoView {
    let state = use_state();
    let asking = Asking {
        is_on: RwSignal::new(false),
        n_asked: RwSignal::new(0),
        done: RwSignal::new(Vec::new()),
        writer: RwSignal::new(String::new()),
    };
    view! {
        <section class="class__part collect" aria-labelledby="collect-heading">
            <h3 id="collect-heading">"Collect"</h3>
            {move || if asking.is_on.get() {
                view! { <Prompt asking /> }.into_any()
            } else {
                view! {
                    <p>{format!("Each digit is asked for in turn, {ROUNDS} times: {N_ASKED} drawings. Every \
                        one counts, and you may stop at any time.")}</p>
                    <div class="class__row">
                        <button type="button" class="button button--primary" data-testid="collect-start"
                            on:click=move |_| {
                                state.clear_drawing();
                                asking.begin();
                                show_board();
                            }>"Start to draw"</button>
                    </div>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Prompt(asking: Asking) -> impl IntoView {
    let state = use_state();
    let is_empty = move || state.drawing.with(Drawing::is_empty);
    let next = move || {
        asking.n_asked.update(|n| *n += 1);
        state.drawing.update(Drawing::clear);
        state.cleared.update(Drawing::clear);
    };
    let keep = move || {
        if untrack(is_empty) || untrack(move || asking.is_done()) {
            return;
        }
        let writer = asking.writer.with_untracked(|name| name.trim().to_owned());
        let id = new_id();
        state.keep_drawing(Record {
            id: id.clone(),
            label: untrack(move || asking.digit()),
            writer: (!writer.is_empty()).then_some(writer),
            drawing: from_its_start(state.drawing.get_untracked()),
        });
        asking.done.update(|done| done.push((id, asking.n_asked.get_untracked())));
        next();
    };
    let undo = move |_: leptos::ev::MouseEvent| {
        let mut last = None;
        asking.done.update(|done| last = done.pop());
        if let Some((id, n_asked)) = last {
            state.delete_drawings(&[id]);
            asking.n_asked.set(n_asked);
        }
    };
    // The board has the keyboard while one draws by keys; Enter is free there.
    let enter = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Enter" && !event.repeat() && keys::holder(&event).leaves_enter() {
            event.prevent_default();
            keep();
        }
    });
    on_cleanup(move || enter.remove());

    let asked = move || (!asking.is_done()).then(|| asking.digit());
    let prompt = move || match asked() {
        None => "Thank you: all are drawn.".to_owned(),
        Some(8) => "Draw an 8".to_owned(),
        Some(digit) => format!("Draw a {digit}"),
    };
    let progress = move || {
        let n_asked = asking.n_asked.get();
        let (n, round) = ((n_asked + 1).min(N_ASKED), (n_asked / 10 + 1).min(ROUNDS));
        format!("{n} of {N_ASKED}, round {round}")
    };
    view! {
        <div class="collect__bar">
            <div class="collect__prompt" aria-live="polite">
                <p class="collect__digit" data-testid="collect-prompt"
                    data-value=move || asked().map(|digit| digit.to_string())>
                    {prompt}
                </p>
                <p class="number class__soft" data-testid="collect-progress"
                    data-value=move || asking.n_asked.get().to_string()>{progress}</p>
            </div>
            <progress max=N_ASKED value=move || asking.n_asked.get() aria-label="Drawn so far"></progress>
            <div class="class__row">
                {move || if asking.is_done() {
                    view! {
                        <button type="button" class="button button--primary" data-testid="collect-again"
                            on:click=move |_| asking.begin()>"Another five rounds"</button>
                    }.into_any()
                } else {
                    view! {
                        <button type="button" class="button button--primary" data-testid="collect-keep"
                            aria-keyshortcuts="Enter" disabled=is_empty on:click=move |_| keep()>
                            "Keep" <kbd class="kbd" aria-hidden="true">"Enter"</kbd>
                        </button>
                        <button type="button" class="button" data-testid="collect-skip"
                            on:click=move |_| next()>"Skip"</button>
                    }.into_any()
                }}
                <button type="button" class="button" data-testid="collect-undo"
                    disabled=move || asking.done.with(Vec::is_empty)
                    title="The last drawing that was kept goes away again" on:click=undo>"Undo"</button>
                <button type="button" class="button button--quiet" data-testid="collect-stop"
                    on:click=move |_| asking.is_on.set(false)>"Stop"</button>
            </div>
        </div>
        <div class="field collect__writer">
            <label for="writer">"Who draws? (may be left empty)"</label>
            <input id="writer" class="input" type="text" maxlength=MAX_NAME autocomplete="off"
                data-testid="collect-writer" prop:value=move || asking.writer.get()
                on:input=move |event| asking.writer.set(event_target_value(&event)) />
            <p class="field__hint">"It stands in the file beside each drawing."</p>
        </div>
    }
}
