//! Runs that this version can't open: they have their names, and are not lost.

use leptos::prelude::*;

use crate::state::ledger::Closed;
use crate::state::use_state;
use descent::ledger::file::FileError;

/// All of them; nothing if there are none.
#[component]
pub fn ClosedRuns() -> impl IntoView {
    let state = use_state();
    let closed = state.ledger.closed;
    let rows = move || closed.get().into_iter().map(row).collect::<Vec<_>>();
    view! {
        <Show when=move || !closed.with(Vec::is_empty)>
            <section class="runs__closed" aria-labelledby="runs-closed-heading" data-testid="runs-closed">
                <h3 id="runs-closed-heading">"Can't be opened here"</h3>
                <ul>{rows}</ul>
            </section>
        </Show>
    }
}

fn row(Closed { key, label, why }: Closed) -> impl IntoView {
    let state = use_state();
    let name = label.map_or_else(|| "A run without a name".to_owned(), |label| label.name);
    let is_whole = matches!(why, FileError::Version { .. });
    let text = match why {
        FileError::Version { found } => format!("kept by another version (format {found})"),
        why => why.to_string(),
    };
    let save_key = key.clone();
    let save = is_whole.then(|| {
        let label = format!("Save to a file: {name}");
        view! {
            <button type="button" class="button" aria-label=label
                on:click=move |_| state.save_run_file(save_key.clone())>"Save"</button>
        }
    });
    let label = format!("Delete {name}");
    view! {
        <li class="runs__other" data-testid="runs-other">
            <p><strong>{name}</strong>", "{text}</p>
            {save}
            <button type="button" class="button button--quiet" aria-label=label data-testid="runs-other-delete"
                on:click=move |_| state.delete_runs(std::slice::from_ref(&key))>"Delete"</button>
        </li>
    }
}
