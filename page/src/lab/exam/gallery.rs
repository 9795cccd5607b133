//! Examples as pictures with their answers, and the one that was taken out of them.

use leptos::prelude::*;

use super::words;
use crate::format;
use crate::state::{Laid, use_state};
use crate::widget::icon::{Icon, MAGNIFIER};
use crate::widget::picture::Picture;
use descent::plots::{Colormap, Limit};
use descent::protocol::look::Shown;

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
        (0..n.get()).map(|idx| view! { <Tile idx shown names taken /> }).collect::<Vec<_>>()
    };
    view! { <ul class="gallery" data-testid="gallery" aria-label=move || label.get()>{tiles}</ul> }
}

#[component]
fn Tile(
    idx: usize,
    shown: Memo<Vec<Shown>>,
    names: Memo<Vec<String>>,
    taken: RwSignal<Option<Shown>>,
) -> impl IntoView {
    let state = use_state();
    let here = Memo::new(move |_| shown.with(|all| all.get(idx).cloned()));
    let told = Signal::derive(move || {
        let told = |shown: &Shown| names.with(|names| words::example(shown, names));
        here.with(|shown| shown.as_ref().map(told)).unwrap_or_default()
    });
    let values = Signal::derive(move || {
        here.with(|shown| shown.as_ref().map(|shown| shown.image.to_input()).unwrap_or_default())
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
            <button type="button" class="gallery__tile" class:gallery__tile--taken=is_taken
                aria-pressed=move || is_taken().to_string()
                data-testid=format!("example-{idx}")
                data-value=move || example().map(|example| example.to_string())
                on:click=take>
                <Picture values colormap=Colormap::Gray limit=Limit::Fixed(1.0) label=told />
                <span class="gallery__answer" aria-hidden="true">{move || reading().map(|(classes, _)| classes)}</span>
                <span class="gallery__share number" aria-hidden="true">{move || reading().map(|(_, share)| share)}</span>
            </button>
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
        <div class="taken" role="status" data-testid="taken">
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
