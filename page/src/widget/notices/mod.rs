//! What went wrong and what to do about it; and the way back from what was done.

mod kept;
mod run;

use leptos::prelude::*;

use crate::state::{Pretrained, WorkerState, use_state};
use descent::protocol::DataState;

pub use kept::Kept;
pub use run::RunNotices;

/// A text to act on, with the buttons to do so. What went wrong is said at once, all else
/// when a screen reader has said what it is at.
#[component]
pub fn Notice(
    /// For tests.
    testid: &'static str,
    /// In a few words, set off from the text.
    #[prop(default = "")]
    title: &'static str,
    /// What there is to tell.
    #[prop(into)]
    text: String,
    /// Whether something went wrong.
    #[prop(default = false)]
    is_bad: bool,
    /// Buttons.
    children: Children,
) -> impl IntoView {
    let title = (!title.is_empty()).then(|| view! { <strong>{title} " "</strong> });
    view! {
        <div class="notice" class:notice--bad=is_bad role=if is_bad { "alert" } else { "status" }
            data-testid=testid>
            <p>{title}{text}</p>
            {children()}
        </div>
    }
}

/// What is missing to work at all, above everything else; nothing when all is well.
#[component]
pub fn Troubles() -> impl IntoView {
    let state = use_state();
    let crashed = move || match state.worker.get() {
        WorkerState::Crashed(message) => Some(view! {
            <Notice testid="crash" title="The engine has stopped." text=message is_bad=true>
                <button type="button" class="button" data-testid="restart"
                    on:click=move |_| state.restart_worker()>"Restart from the last checkpoint"</button>
            </Notice>
        }),
        _ => None,
    };
    let try_again = move || {
        view! {
            <button type="button" class="button" data-testid="try-again"
                on:click=move |_| state.load()>"Try again"</button>
        }
    };
    let data_failed = move || match state.data.get() {
        DataState::Failed { message } => Some(view! {
            <Notice testid="data-failed" title="The data could not be loaded." text=message is_bad=true>
                {try_again()}
            </Notice>
        }),
        _ => None,
    };
    let model_failed = move || match state.pretrained.get() {
        Pretrained::Failed(message) => Some(view! {
            <Notice testid="model-failed" title="The shipped model could not be loaded." text=message is_bad=true>
                {try_again()}
            </Notice>
        }),
        _ => None,
    };
    view! { {crashed} {data_failed} {model_failed} }
}
