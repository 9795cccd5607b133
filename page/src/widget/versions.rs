//! The run as it is shown, kept under a name: the button, and the dialog for the name.

use leptos::html;
use leptos::prelude::*;

use super::dialog::Dialog;
use super::select_when_there;
use crate::format;
use crate::state::ledger::Draft;
use crate::state::use_state;
use descent::ledger::Label;
use descent::protocol::Status;

/// "Keep as a version".
#[component]
pub fn KeepVersion() -> impl IntoView {
    let state = use_state();
    let ledger = state.ledger;
    let why_not = Memo::new(move |_| {
        let of_card = state.card.with(Option::is_some).then_some("A worked example is not kept.");
        of_card.or_else(|| {
            state.progress.with(|progress| match progress {
                Some(progress) if progress.status == Status::Rewinding => {
                    Some("The run is on its way to another update.")
                }
                Some(progress) if progress.status == Status::Diverged => {
                    Some("Its loss exploded: go back to an earlier update first.")
                }
                Some(progress) if progress.step > 0 => None,
                _ => Some("A version is of a run that has made an update: train first."),
            })
        })
    });
    let is_open = RwSignal::new(false);
    Effect::new(move |_| is_open.set(ledger.draft.with(Option::is_some)));
    Effect::new(move |_| {
        if !is_open.get() && ledger.draft.with_untracked(Option::is_some) {
            ledger.draft.set(None);
        }
    });
    on_cleanup(move || ledger.draft.set(None));
    view! {
        <div class="versions">
            <button type="button" class="button button--small" data-testid="version-keep"
                disabled=move || why_not.get().is_some()
                aria-describedby=move || why_not.get().map(|_| "version-why-not")
                on:click=move |_| state.begin_version()>"Keep as a version"</button>
            <p class="field__hint" id="version-why-not" data-testid="version-why-not"
                hidden=move || why_not.get().is_none()>{move || why_not.get()}</p>
        </div>
        <Dialog is_open title="Keep as a version" testid="version-dialog">
            {move || ledger.draft.get().map(|draft| view! { <Naming draft /> })}
        </Dialog>
    }
}

#[component]
fn Naming(draft: Draft) -> impl IntoView {
    let state = use_state();
    let ledger = state.ledger;
    let field = NodeRef::<html::Input>::new();
    select_when_there(field);
    let updates = match draft.step {
        1 => "its first update".to_owned(),
        step => format!("update {}", format::count(step as usize)),
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            state.save_version(&field.value());
        }
    };
    view! {
        <form class="versions__form" on:submit=save>
            <p>
                "The run as it is after " {updates} ", with its settings, curves and weights. It stays as \
                 it is, whatever becomes of the run; whoever goes on from it begins a run of its own."
            </p>
            <label class="versions__name">
                "Name"
                <input type="text" class="input" node_ref=field data-testid="version-name" autocomplete="off"
                    maxlength=Label::MAX_NAME.to_string() prop:value=draft.name
                    aria-describedby="version-trouble" />
            </label>
            <p class="field__error" role="alert" id="version-trouble" data-testid="version-trouble">
                {move || ledger.draft_trouble.get()}
            </p>
            <div class="wrap">
                <button type="submit" class="button button--primary" data-testid="version-save">"Keep it"</button>
                <button type="button" class="button" data-testid="version-cancel"
                    on:click=move |_| ledger.draft.set(None)>"Cancel"</button>
            </div>
        </form>
    }
}
