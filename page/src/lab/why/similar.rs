//! Digits of the data: those most like the drawing, and those that excite a unit most.

use leptos::prelude::*;

use crate::format;
use crate::state::looks::Slot;
use crate::state::{Laid, use_state};
use crate::widget::picture::Picture;
use crate::widget::visible::use_visible;
use descent::plots::Limit;
use descent::protocol::seen::Shown;
use descent::protocol::{Look, Reader, Seen};

/// Digits that are like the drawing.
const NEAREST: usize = 8;
/// Digits that excite a unit.
const EXCITING: usize = 12;

/// The nearest training digits.
#[component]
pub fn Nearest() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Section>::new();
    let is_visible = use_visible(frame);
    Effect::new(move |_| {
        state.data.track();
        if let (true, Some(image)) = (is_visible.get(), state.image.get()) {
            state.look(Slot::Nearest, Look::Nearest { image, n: NEAREST });
        }
    });
    view! {
        <section class="why__part" node_ref=frame aria-labelledby="why-nearest" data-testid="nearest">
            <h3 id="why-nearest">"The training digits most like it"</h3>
            <p class="field__hint">
                "Nearest first, by the distance d = √Σ(x − x′)² over the 784 pixels. The network \
                 keeps none of them: it has only its weights."
            </p>
            {digits(Slot::Nearest, "d", "Comparing it with all training digits …")}
        </section>
    }
}

/// What the chosen unit answers to most.
#[component]
pub fn Exciting() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    // While the run trains, its units change faster than all digits are gone through: once
    // at the choice, and again when it stands.
    let is_training = Memo::new(move |_| state.is_training());
    let asked = Memo::new(move |_| (state.selected.get(), state.reader.get()));
    Effect::new(move |_| {
        state.data.track();
        state.config.track();
        let ((unit, reader), true) = (asked.get(), is_visible.get()) else { return };
        if reader == Reader::Run {
            is_training.track();
        }
        let Some(unit) = unit else { return };
        state.answers.of(Slot::Exciting).set(None);
        let (layer_idx, unit_idx) = (unit.layer_idx, unit.unit_idx);
        state.look(Slot::Exciting, Look::Exciting { reader, layer_idx, unit_idx, n: EXCITING });
    });
    view! {
        <div class="why__exciting" node_ref=frame data-testid="exciting">
            <h4>"The held-out digits that excite it most"</h4>
            {digits(Slot::Exciting, "a", "Going through all held-out digits …")}
        </div>
    }
}

/// Examples as pictures, with their labels and what they were chosen by.
fn digits(slot: Slot, letter: &'static str, waiting: &'static str) -> impl IntoView {
    let state = use_state();
    let figure = move |shown: &Shown| {
        // The data are the run's, and so are the names.
        let name = state.class_name(Reader::Run, usize::from(shown.label));
        let score = format::number(f64::from(shown.score));
        let label = format!("A {name}, {letter} = {score}");
        let take = format!("{label}. Put it on the board");
        let values = shown.image.to_input();
        let image = shown.image.clone();
        view! {
            <li class="why__digit" data-value=shown.label.to_string() data-score=shown.score.to_string()>
                <button type="button" class="why__take" title="Put it on the board"
                    aria-label=take
                    on:click=move |_| state.lay(Laid::Digit(image.clone()))>
                    <Picture values=Signal::stored(values) limit=Limit::Fixed(1.0) label />
                    <strong class="number">{name}</strong>
                    <span class="field__hint number">{letter} " = " {score}</span>
                </button>
            </li>
        }
    };
    move || {
        state.answers.of(slot).with(|answer| match answer {
            None => view! { <p class="field__hint" role="status">{waiting}</p> }.into_any(),
            Some(Ok(Seen::Examples(all))) => {
                let figures = all.iter().map(figure).collect::<Vec<_>>();
                view! { <ol class="why__digits">{figures}</ol> }.into_any()
            }
            Some(Ok(_)) => ().into_any(),
            Some(Err(message)) => {
                view! { <p class="field__hint" role="status">{message.clone()}</p> }.into_any()
            }
        })
    }
}
