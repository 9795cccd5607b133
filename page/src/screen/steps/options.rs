//! How the view shows things, and what it offers besides: a menu in its top row.

use leptos::prelude::*;

use super::convention::Convention;
use super::cursor::Cursor;
use super::prediction;
use crate::state::use_state;
use crate::widget::copied;
use crate::widget::icon::{Icon, SETTINGS};

const USUAL: &str = "Copy link";

/// The button, and the menu that it opens.
#[component]
pub fn Options(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="button button--round" popovertarget="steps-options"
            aria-label="Options" title="Options" data-testid="steps-options"><Icon path=SETTINGS /></button>
        <div id="steps-options" class="menu" popover="auto" role="group" aria-label="Options">
            <Convention />
            <prediction::Switch cursor />
            <label class="check">
                <input type="checkbox" data-testid="all-digits"
                    prop:checked=move || cursor.precise.get()
                    on:change=move |event| cursor.precise.set(event_target_checked(&event)) />
                " All digits"
            </label>
            <CopyLink cursor />
            <button type="button" class="button button--quiet" aria-keyshortcuts="?"
                popovertarget="steps-options" popovertargetaction="hide"
                data-testid="steps-help" on:click=move |_| state.sheet.set(true)>"Keys and gestures"</button>
        </div>
    }
}

/// Copies a link to this very place, or says why there is none.
#[component]
fn CopyLink(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let told = RwSignal::new(USUAL);
    let can_be_linked = Memo::new(move |_| state.can_be_linked());
    let copy = move |_| {
        if !can_be_linked.get_untracked() {
            return;
        }
        state.write_link(cursor.place.get_untracked(), cursor.row.get_untracked());
        let address = window().location().href().unwrap_or_default();
        copied::copy(&address, told, USUAL, "It stands in the address bar");
    };
    let why_not = move || {
        (!can_be_linked.get()).then(|| {
            view! {
                <p class="field__hint" data-testid="no-link">
                    "No link leads here: the rate, the batch size or the convention was changed during \
                     this run, and a link makes all of a run's steps with the same ones."
                </p>
            }
        })
    };
    view! {
        <div role="status">{why_not}</div>
        <button type="button" class="button button--quiet" data-testid="copy-link" aria-live="polite"
            aria-disabled=move || (!can_be_linked.get()).then_some("true")
            title="A link to this very place; the same build finds the same numbers there"
            on:click=copy>{told}</button>
    }
}
