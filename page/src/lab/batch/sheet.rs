//! The contact sheet: one small picture an example.

use leptos::prelude::*;

use super::words;
use crate::lab::exam::words::name_of;
use crate::lab::tile::Tile;
use descent::protocol::seen::Shown;

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
        let tile = |idx| view! { <Example idx examples names taken pointed /> };
        (0..n.get()).map(tile).collect::<Vec<_>>()
    };
    view! {
        <ul class="tiles contact" data-testid="batch-sheet" data-value=move || n.get().to_string()
            aria-label="The examples of the batch">{tiles}</ul>
    }
}

#[component]
fn Example(
    idx: usize,
    examples: Memo<Vec<Shown>>,
    names: Memo<Vec<String>>,
    taken: RwSignal<Option<Shown>>,
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let here = Memo::new(move |_| examples.with(|all| all.get(idx).cloned()));
    let told = Signal::derive(move || {
        let told = |shown: &Shown| names.with(|names| words::example(shown, names));
        here.with(|shown| shown.as_ref().map(told)).unwrap_or_default()
    });
    let is_right = Memo::new(move |_| here.with(|shown| shown.as_ref().and_then(words::is_right)));
    let is_wrong = move || is_right.get() != Some(true);
    let name = move |class: u8| names.with(|names| name_of(names, usize::from(class)));
    let label = move || here.with(|shown| shown.as_ref().map(|shown| name(shown.label)));
    let answer = move || {
        let class = here.with(|shown| shown.as_ref()?.reading?.class)?;
        Some(if is_wrong() { format!("✗ {}", name(class)) } else { "✓".to_owned() })
    };
    view! {
        <li class="contact__place" class:contact__place--pointed=move || pointed.get() == Some(idx)
            on:pointerenter=move |_| pointed.set(Some(idx))
            on:pointerleave=move |_| pointed.set(None)
            on:focusin=move |_| pointed.set(Some(idx))
            on:focusout=move |_| { let _ = pointed.try_set(None); }>
            <Tile here label=told taken testid=format!("batch-{idx}")>
                <span class="contact__words" class:contact__words--wrong=is_wrong aria-hidden="true">
                    <span>{label}</span>" "<b>{answer}</b>
                </span>
            </Tile>
        </li>
    }
}
