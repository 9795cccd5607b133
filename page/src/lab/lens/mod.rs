//! What it sees: the steps from the board to the 784 numbers, each of which can be switched
//! off, and what the networks read then.

mod figure;
mod play;
mod stages;
mod switches;

use leptos::prelude::*;

use super::View;
use super::reading::{READERS, Verdict, follow};
use super::training::Training;
use crate::state::readings::Steps;
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::data::digit::Normalization;

/// The view.
pub static VIEW: View = View {
    key: "lens",
    title: "What it sees",
    about: "The steps from a drawing to the 784 numbers that the network gets, and what it reads without them.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    follow(is_visible, Steps::AsSet);
    follow(is_visible, Steps::All);
    let is_empty = Memo::new(move |_| state.is_board_empty());
    view! {
        <div class="lens" node_ref=frame>
            <Show when=move || !is_empty.get() fallback=|| view! {
                <p class="lab__empty" data-testid="lens-empty">
                    "Draw a digit on the board, or open a picture of one: small, large, in a corner. \
                     Here you see what becomes of it before a network reads it."
                </p>
            }>
                <stages::Row is_visible />
            </Show>
            <Readings />
            <Training />
        </div>
    }
}

/// What both networks read: with all steps, and as they are switched.
#[component]
fn Readings() -> impl IntoView {
    let state = use_state();
    let is_full = Memo::new(move |_| state.normalization.get() == Normalization::FULL);
    let is_data = Memo::new(move |_| state.is_data_on_board());
    let best = move |reader, steps| {
        let reading = state.readings.of(reader, steps);
        reading.with(|r| r.as_ref().and_then(super::reading::answer)).map(|(class, _)| class)
    };
    let rows = READERS.map(|(reader, key, name)| {
        let with_all = move || {
            // With all steps on, the image as set is that with all of them.
            let steps = if is_full.get() { Steps::AsSet } else { Steps::All };
            view! { <Verdict reader steps testid=format!("lens-all-{key}") /> }
        };
        let as_set = move || match is_full.get() {
            true => {
                let hint = if is_data.get() {
                    "One of the data's own images: there is no step to switch off."
                } else {
                    "Switch a step off above."
                };
                view! { <span class="field__hint">{hint}</span> }.into_any()
            }
            false => view! {
                <Verdict reader steps=Steps::AsSet testid=format!("lens-set-{key}") />
                {move || {
                    let (all, now) = (best(reader, Steps::All), best(reader, Steps::AsSet));
                    let is_other = all.is_some() && now.is_some() && all != now;
                    is_other.then(|| view! { <span class="lens__other">"≠ another answer"</span> })
                }}
            }
            .into_any(),
        };
        view! { <tr><th scope="row">{name}</th><td>{with_all}</td><td>{as_set}</td></tr> }
    });
    view! {
        <section class="lens__readings" aria-labelledby="lens-readings">
            <h3 id="lens-readings">"And what it reads then"</h3>
            <table class="lens__table">
                <thead><tr>
                    <td></td><th scope="col">"With all steps"</th><th scope="col">"As switched now"</th>
                </tr></thead>
                <tbody aria-live="polite">{rows.into_iter().collect::<Vec<_>>()}</tbody>
            </table>
        </section>
    }
}
