//! Worked examples, and credits.

use leptos::prelude::*;

use super::cards::Cards;
use crate::state::use_state;

/// The way to the worked examples; where the data come from, and that nothing leaves the
/// machine.
#[component]
pub fn Footer() -> impl IntoView {
    let state = use_state();
    view! {
        <footer class="footer">
            <Cards />
            <button type="button" class="button button--small" aria-keyshortcuts="?" data-testid="keys"
                on:click=move |_| state.sheet.set(true)>"Keys"</button>
            <p>{move || state.config.with(|config| config.dataset.credit())}</p>
            <p>"Everything runs on this machine; what you draw never leaves it."</p>
        </footer>
    }
}
