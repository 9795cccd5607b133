//! Why this answer? Both networks' answers, and of the one that is chosen: the pixels that
//! speak for a class, its layers, a unit of it, and what it may have learned this from.

mod layers;
mod pixels;
mod similar;
mod step;

use leptos::prelude::*;

use super::View;
use super::reading::{READERS, Verdict, age, follow};
use super::training::Training;
use crate::state::readings::Steps;
use crate::state::use_state;
use crate::widget;
use crate::widget::visible::use_visible;
use descent::protocol::Reader;

/// The view.
pub static VIEW: View = View {
    key: "why",
    title: "Why this answer?",
    about: "What in the drawing makes the network say what it says.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    follow(use_visible(frame), Steps::AsSet);
    let is_drawn = Memo::new(move |_| state.image.with(Option::is_some));
    view! {
        <div class="why">
            <Training />
            <div class="why__answers" node_ref=frame><Answers /></div>
            <Show when=move || is_drawn.get() fallback=|| view! {
                <p class="lab__empty" data-testid="why-empty">
                    "Draw a digit on the board. Both networks answer while you draw, and here you \
                     see why."
                </p>
            }>
                <pixels::Pixels />
                <layers::Layers />
                <similar::Nearest />
                <step::Step />
            </Show>
        </div>
    }
}

/// Both answers; the one that is chosen is looked into.
#[component]
fn Answers() -> impl IntoView {
    let state = use_state();
    let group = NodeRef::<leptos::html::Div>::new();
    let on_key = move |event: web_sys::KeyboardEvent| {
        if !["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"].contains(&event.key().as_str()) {
            return;
        }
        event.prevent_default();
        // There are two: either way leads to the other.
        let next = usize::from(state.reader.get_untracked() == READERS[0].0);
        state.choose_reader(READERS[next].0);
        if let Some(card) = group.get_untracked().and_then(|g| g.children().item(next as u32)) {
            widget::focus(&card);
        }
    };
    let cards = READERS.map(|(reader, key, name)| {
        let is_on = move || state.reader.get() == reader;
        view! {
            <button type="button" role="radio" class="why__answer" data-testid=format!("why-{key}")
                aria-checked=move || is_on().to_string()
                tabindex=move || if is_on() { "0" } else { "-1" }
                on:click=move |_| state.choose_reader(reader)>
                <span class="why__who">
                    <strong>{name}</strong>
                    <span class="field__hint number">{move || age(reader)}</span>
                </span>
                <Verdict reader steps=Steps::AsSet testid=format!("why-answer-{key}") />
                <span class="why__chosen">{move || if is_on() { "looked into below" } else { "look into it" }}</span>
            </button>
        }
    });
    view! {
        <div class="why__pair" role="radiogroup" aria-label="Which network to look into"
            node_ref=group on:keydown=on_key>
            {cards.into_iter().collect::<Vec<_>>()}
        </div>
    }
}

/// The class that the network looked into answers. Tracked.
fn answered() -> Option<usize> {
    use_state()
        .inspection
        .with(|i| i.as_ref().and_then(super::reading::answer))
        .map(|(class, _)| class)
}

/// Changes whenever the network looked into has changed. Tracked.
fn version() -> (Reader, Option<u64>) {
    let state = use_state();
    let reader = state.reader.get();
    let step = (reader == Reader::Run).then(|| {
        state.config.track();
        state.progress.with(|p| p.as_ref().map_or(0, |p| p.step))
    });
    (reader, step)
}
