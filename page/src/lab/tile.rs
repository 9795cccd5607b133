//! An example as a small picture with words below it, which can be laid onto the board.

use leptos::prelude::*;

use crate::state::{Laid, use_state};
use crate::widget::picture::Picture;
use descent::plots::{Colormap, Limit};
use descent::protocol::seen::Shown;

/// The tile.
#[component]
pub fn Tile(
    /// The example; none where there are fewer of them by now.
    here: Memo<Option<Shown>>,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
    /// Names it in tests.
    testid: String,
    /// The example that lies on the board, where that is told: taken, it is read by the run.
    #[prop(optional)]
    taken: Option<RwSignal<Option<Shown>>>,
    /// The words below.
    children: Children,
) -> impl IntoView {
    let state = use_state();
    let values = Signal::derive(move || {
        here.with(|shown| shown.as_ref().map(|shown| shown.image.to_input()).unwrap_or_default())
    });
    let example = move || here.with(|shown| shown.as_ref().map(|shown| shown.example_idx));
    let is_taken = move || {
        let taken = taken?.with(|taken| taken.as_ref().map(|taken| taken.example_idx));
        Some(taken.is_some() && taken == example())
    };
    let take = move |_| {
        let Some(shown) = here.get_untracked() else { return };
        if taken.is_some() {
            state.follow_run();
        }
        state.lay(Laid::Digit(shown.image.clone()));
        if let Some(taken) = taken {
            taken.set(Some(shown));
        }
    };
    view! {
        <button type="button" class="tile" class:tile--taken=move || is_taken() == Some(true)
            title=taken.is_none().then_some("Lay it onto the board")
            aria-pressed=move || is_taken().map(|is_taken| is_taken.to_string())
            data-testid=testid data-value=move || example().map(|example| example.to_string())
            on:click=take>
            <Picture values colormap=Colormap::Gray limit=Limit::Fixed(1.0) label />
            {children()}
        </button>
    }
}
