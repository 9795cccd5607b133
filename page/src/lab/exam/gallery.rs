//! Examples as pictures with their answers, and the one that was taken out of them.

use leptos::prelude::*;

use super::words;
use crate::format;
use crate::lab::tile::Tile;
use crate::state::{Laid, use_state};
use crate::widget::icon::{Icon, MAGNIFIER};
use descent::protocol::seen::Shown;

/// Pictures with their answers; each can be chosen. A place keeps its picture's element
/// when another example comes to stand there: while the run trains, the focus stays.
#[component]
pub fn Gallery(
    /// The examples.
    shown: Memo<Vec<Shown>>,
    /// The classes' names.
    names: Memo<Vec<String>>,
    /// The one that lies on the board.
    taken: RwSignal<Option<Shown>>,
    /// What the pictures are, for those who do not see them.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let n = Memo::new(move |_| shown.with(Vec::len));
    let tiles = move || {
        (0..n.get()).map(|idx| view! { <Example idx shown names taken /> }).collect::<Vec<_>>()
    };
    view! {
        <ul class="tiles gallery" data-testid="gallery" aria-label=move || label.get()>{tiles}</ul>
    }
}

#[component]
fn Example(
    idx: usize,
    shown: Memo<Vec<Shown>>,
    names: Memo<Vec<String>>,
    taken: RwSignal<Option<Shown>>,
) -> impl IntoView {
    let here = Memo::new(move |_| shown.with(|all| all.get(idx).cloned()));
    let told = Signal::derive(move || {
        let told = |shown: &Shown| names.with(|names| words::example(shown, names));
        here.with(|shown| shown.as_ref().map(told)).unwrap_or_default()
    });
    let reading = move || {
        here.with(|shown| {
            let shown = shown.as_ref()?;
            let name = |class: u8| names.with(|names| words::name_of(names, usize::from(class)));
            let (Some(class), confidence) =
                shown.reading.map(|r| (r.class, r.confidence)).unwrap_or_default()
            else {
                return Some((format!("{} → ?", name(shown.label)), String::new()));
            };
            let share = format::percent(f64::from(confidence), 0);
            Some((format!("{} → {}", name(shown.label), name(class)), share))
        })
    };
    view! {
        <li>
            <Tile here label=told taken testid=format!("example-{idx}")>
                <span class="gallery__answer" aria-hidden="true">{move || reading().map(|(classes, _)| classes)}</span>
                <span class="gallery__share number" aria-hidden="true">{move || reading().map(|(_, share)| share)}</span>
            </Tile>
        </li>
    }
}

/// The example on the board, and the way into the step view with it.
#[component]
pub fn Taken(
    /// The example.
    taken: RwSignal<Option<Shown>>,
    /// The classes' names.
    names: Memo<Vec<String>>,
) -> impl IntoView {
    let state = use_state();
    // Wiped off the board or drawn over, it is no longer what is read.
    let on_board = Memo::new(move |_| {
        let taken = taken.get()?;
        let is_there = |laid: &Option<Laid>| match laid {
            Some(Laid::Digit(image)) => *image == taken.image,
            _ => false,
        };
        state.laid.with(is_there).then_some(taken)
    });
    view! {
        <div class="taken wrap wrap--apart" role="status" data-testid="taken">
            {move || on_board.get().map(|shown| {
                let told = names.with(|names| words::example(&shown, names));
                view! {
                    <p>
                        <strong>"On the board: " {told} "."</strong>
                        " The network that reads has answered it there."
                    </p>
                    <button type="button" class="button" data-testid="step-through"
                        title="What would the run learn from this one example? Pauses it."
                        on:click=move |_| state.step_through(shown.image.clone(), shown.label)>
                        <Icon path=MAGNIFIER /> "Step through it"
                    </button>
                }
            })}
        </div>
    }
}
