//! Above the list: what is looked for, and what can be done with those that are ticked.

use leptos::html;
use leptos::prelude::*;

use super::cells::{head, key};
use super::{ROWS_AT_A_TIME, Shelf};
use crate::state::use_state;
use crate::widget::icon::{CLEAR, Icon};
use crate::widget::notices::Notice;
use crate::widget::{focus_quietly, is_focus_lost};
use descent::ledger::file::EXTENSION;
use descent::ledger::list::Column;
use descent::ledger::overlay::MOST_RUNS;

/// Search, order (where there are no heads of columns), and files.
#[component]
pub fn Tools() -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let input = NodeRef::<html::Input>::new();
    let on_choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            state.open_run_file(file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    let on_search = move |event| {
        shelf.query.set(event_target_value(&event));
        shelf.n_rows.set(ROWS_AT_A_TIME);
    };
    let on_order = move |event| {
        let chosen = event_target_value(&event);
        if let Some(column) = Column::ALL.into_iter().find(|&column| key(column) == chosen) {
            shelf.column.set(column);
            shelf.is_descending.set(column.begins_with_largest());
        }
    };
    let orders = Column::ALL.map(|column| {
        let is_on = move || shelf.column.get() == column;
        view! { <option value=key(column) selected=is_on>{head(column)}</option> }
    });
    let accept = format!(".{EXTENSION}");
    view! {
        <div class="runs__tools">
            <input type="search" class="input runs__search" data-testid="runs-search" autocomplete="off"
                placeholder="Search names and settings" aria-label="Search names and settings"
                prop:value=move || shelf.query.get() on:input=on_search />
            <label class="runs__order">
                "Order by"
                <select class="input" data-testid="runs-order" on:change=on_order>
                    {orders.into_iter().collect::<Vec<_>>()}
                </select>
            </label>
            <label class="button file-button">
                "Open a run file"
                <input class="visually-hidden" type="file" accept=accept data-testid="runs-open-file"
                    node_ref=input on:change=on_choose />
            </label>
        </div>
    }
}

/// What went wrong, what was deleted, and what can be done with those that are ticked.
#[component]
pub fn Bar() -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let ledger = state.ledger;
    let trouble = move || {
        ledger.trouble.get().map(|text| view! {
            <Notice testid="runs-trouble" text is_bad=true>
                <button type="button" class="button button--quiet button--round" aria-label="Dismiss"
                    title="Dismiss" on:click=move |_| ledger.trouble.set(None)><Icon path=CLEAR /></button>
            </Notice>
        })
    };
    // Who deleted by the keyboard stood on a row that has gone.
    let undo = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(undo) = undo.get()
            && is_focus_lost()
        {
            focus_quietly(&undo);
        }
    });
    let deleted = move || {
        let names = ledger.deleted.get();
        let text = match &names[..] {
            [] => return None,
            [name] => format!("\"{name}\" is deleted."),
            names => format!("{} runs are deleted.", names.len()),
        };
        Some(view! {
            <Notice testid="runs-deleted" text>
                <button type="button" class="button" data-testid="runs-undo" node_ref=undo
                    on:click=move |_| state.bring_runs_back()>"Undo"</button>
                <button type="button" class="button button--quiet button--round" aria-label="Dismiss"
                    title="Dismiss" on:click=move |_| state.forget_deleted_runs()><Icon path=CLEAR /></button>
            </Notice>
        })
    };
    let n_ticked = Memo::new(move |_| shelf.ticked.with(Vec::len));
    let ticked = move || match n_ticked.get() {
        0 => format!("Tick up to {MOST_RUNS} runs to lay their curves over each other."),
        1 => "1 run is ticked.".to_owned(),
        MOST_RUNS => format!("{MOST_RUNS} runs are ticked, as many as can be compared."),
        n => format!("{n} runs are ticked."),
    };
    let delete = move |_| {
        let keys: Vec<_> = shelf.ticked.get_untracked().iter().map(ToString::to_string).collect();
        shelf.ticked.set(Vec::new());
        state.delete_runs(&keys);
    };
    let is_empty = move || ledger.listed.with(|listed| listed.as_ref().is_none_or(Vec::is_empty));
    view! {
        {trouble}
        {deleted}
        <div class="runs__bar" hidden=is_empty>
            <p data-testid="runs-ticked">{ticked}</p>
            <button type="button" class="button button--primary" data-testid="runs-compare"
                disabled=move || n_ticked.get() == 0
                on:click=move |_| shelf.compared.set(shelf.ticked.get_untracked())>"Compare"</button>
            <button type="button" class="button button--quiet" data-testid="runs-delete-ticked"
                disabled=move || n_ticked.get() == 0 on:click=delete>"Delete"</button>
        </div>
    }
}
