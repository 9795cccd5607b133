//! The contact sheet: one small picture an example.

use leptos::prelude::*;

use super::words;
use crate::lab::exam::words::name_of;
use crate::state::{Laid, use_state};
use crate::widget::picture::Picture;
use descent::plots::{Colormap, Limit};
use descent::protocol::look::Shown;

/// All pictures. A place keeps its elements when another example comes to stand there.
#[component]
pub fn Sheet(
    /// The examples.
    examples: Memo<Vec<Shown>>,
    /// The classes' names.
    names: Memo<Vec<String>>,
    /// The one that lies on the board.
    taken: RwSignal<Option<Shown>>,
    /// The one that is pointed at, by its place in the batch.
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let n = Memo::new(move |_| examples.with(Vec::len));
    let tiles = move || {
        let tile = |idx| view! { <Tile idx examples names taken pointed /> };
        (0..n.get()).map(tile).collect::<Vec<_>>()
    };
    view! {
        <ul class="contact" data-testid="batch-sheet" data-value=move || n.get().to_string()
            aria-label="The examples of the batch">{tiles}</ul>
    }
}

#[component]
fn Tile(
    idx: usize,
    examples: Memo<Vec<Shown>>,
    names: Memo<Vec<String>>,
    taken: RwSignal<Option<Shown>>,
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let state = use_state();
    let here = Memo::new(move |_| examples.with(|all| all.get(idx).cloned()));
    let told = Signal::derive(move || {
        let told = |shown: &Shown| names.with(|names| words::example(shown, names));
        here.with(|shown| shown.as_ref().map(told)).unwrap_or_default()
    });
    let values = Signal::derive(move || {
        here.with(|shown| shown.as_ref().map(|shown| shown.image.to_input()).unwrap_or_default())
    });
    let is_right = Memo::new(move |_| here.with(|shown| shown.as_ref().and_then(words::is_right)));
    let name = move |class: u8| names.with(|names| name_of(names, usize::from(class)));
    let label = move || here.with(|shown| shown.as_ref().map(|shown| name(shown.label)));
    let answer = move || {
        let class = here.with(|shown| shown.as_ref()?.reading?.class)?;
        Some(if is_right.get() == Some(true) {
            "✓".to_owned()
        } else {
            format!("✗ {}", name(class))
        })
    };
    let example = move || here.with(|shown| shown.as_ref().map(|shown| shown.example_idx));
    let is_taken = move || {
        let taken = taken.with(|taken| taken.as_ref().map(|taken| taken.example_idx));
        taken.is_some() && taken == example()
    };
    let take = move |_| {
        if let Some(shown) = here.get_untracked() {
            state.follow_run();
            state.lay(Laid::Digit(shown.image.clone()));
            taken.set(Some(shown));
        }
    };
    view! {
        <li>
            <button type="button" class="contact__tile" class:contact__tile--taken=is_taken
                class:contact__tile--pointed=move || pointed.get() == Some(idx)
                class:contact__tile--wrong=move || is_right.get() != Some(true)
                aria-pressed=move || is_taken().to_string()
                data-testid=format!("batch-{idx}")
                data-value=move || example().map(|example| example.to_string())
                on:pointerenter=move |_| pointed.set(Some(idx))
                on:pointerleave=move |_| pointed.set(None)
                on:focus=move |_| pointed.set(Some(idx))
                on:blur=move |_| { let _ = pointed.try_set(None); }
                on:click=take>
                <Picture values colormap=Colormap::Gray limit=Limit::Fixed(1.0) label=told />
                <span class="contact__words" aria-hidden="true">
                    <span>{label}</span>" "<b>{answer}</b>
                </span>
            </button>
        </li>
    }
}
