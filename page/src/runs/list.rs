//! The list of the kept runs: a table, on a phone cards.

use leptos::prelude::*;

use super::cells::{head, key};
use super::closed::ClosedRuns;
use super::family::Families;
use super::row::Row;
use super::tools::{Bar, Tools};
use super::{ROWS_AT_A_TIME, Shelf};
use crate::format;
use crate::state::use_state;
use descent::ledger::EntryId;
use descent::ledger::list::{Column, found};

/// What there is of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Empty,
    NoneFound,
    Table,
}

/// The list, what can be done with it, and what it says when it is empty.
#[component]
pub fn List() -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let listed = state.ledger.listed;
    let rows = Memo::new(move |_| {
        let (column, is_descending) = (shelf.column.get(), shelf.is_descending.get());
        listed.with(|listed| {
            let listed = listed.as_deref().unwrap_or_default();
            let found = shelf.query.with(|query| found(listed, query, column, is_descending));
            found.into_iter().map(|idx| listed[idx].label.id).collect::<Vec<EntryId>>()
        })
    });
    // What was ticked and is not there any more can't be compared.
    Effect::new(move |_| {
        listed.with(|listed| {
            let Some(listed) = listed else { return };
            let is_there = |id: &EntryId| listed.iter().any(|it| it.label.id == *id);
            if shelf.ticked.with_untracked(|ticked| !ticked.iter().all(is_there)) {
                shelf.ticked.update(|ticked| ticked.retain(is_there));
            }
        });
    });
    let n_found = Memo::new(move |_| rows.with(Vec::len));
    // The table stays while rows come and go.
    let shown = Memo::new(move |_| match listed.with(|listed| listed.as_ref().map(Vec::len)) {
        None => Shown::Nothing,
        Some(0) => Shown::Empty,
        Some(_) if n_found.get() == 0 => Shown::NoneFound,
        Some(_) => Shown::Table,
    });
    // Of its own, so that the line hangs on nothing else: what hangs on two of which one is made
    // of the other may miss a change of that.
    let told = Memo::new(move |_| match (n_found.get(), shown.get()) {
        (_, Shown::Nothing) => None,
        (1, _) => Some("1 run".to_owned()),
        (n, _) => Some(format!("{} runs", format::count(n))),
    });
    let body = move || match shown.get() {
        Shown::Nothing => {
            view! { <p class="runs__none" role="status">"Reading what is kept …"</p> }.into_any()
        }
        Shown::Empty => view! { <Empty /> }.into_any(),
        Shown::NoneFound => view! {
            <p class="runs__none" data-testid="runs-none">
                "No run has these words in its name or its settings."
            </p>
        }
        .into_any(),
        Shown::Table => view! { <Table rows /> }.into_any(),
    };
    view! {
        <Tools />
        <Bar />
        <Families />
        {body}
        <p class="visually-hidden" role="status" data-testid="runs-found">{told}</p>
        <ClosedRuns />
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="runs__none" data-testid="runs-empty">
            <p><strong>"Nothing is kept yet."</strong></p>
            <p>
                "Train in the lesson or in a lab: from its first update on each run is kept here, in this \
                 browser and nowhere else. Come back to go on with it, or to lay several over each other."
            </p>
        </div>
    }
}

#[component]
fn Table(rows: Memo<Vec<EntryId>>) -> impl IntoView {
    let shelf = expect_context::<Shelf>();
    let heads = Column::ALL.map(|column| view! { <Head column /> }).into_iter().collect::<Vec<_>>();
    let made = Memo::new(move |_| {
        rows.with(|rows| rows.iter().take(shelf.n_rows.get()).copied().collect::<Vec<_>>())
    });
    let n_more = Memo::new(move |_| rows.with(Vec::len).saturating_sub(shelf.n_rows.get()));
    view! {
        <div class="runs__scroll scroll">
            <table role="table" class="runs__table" data-testid="runs-list" aria-label="Kept runs"
                data-value=move || rows.with(Vec::len)>
                <thead role="rowgroup">
                    <tr role="row">
                        <td role="cell"></td>
                        <td role="cell"></td>
                        {heads}
                        <td role="cell"></td>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || made.get() key=|id| *id let(id)><Row id /></For>
                </tbody>
            </table>
        </div>
        {move || (n_more.get() > 0).then(|| {
            let text = format!("Show {} of {} more", ROWS_AT_A_TIME.min(n_more.get()), format::count(n_more.get()));
            view! {
                <button type="button" class="button runs__on" data-testid="runs-more"
                    on:click=move |_| shelf.n_rows.update(|n| *n += ROWS_AT_A_TIME)>{text}</button>
            }
        })}
    }
}

/// The head of a column, by which the list is ordered.
#[component]
fn Head(column: Column) -> impl IntoView {
    let shelf = expect_context::<Shelf>();
    let order = move || match (shelf.column.get() == column, shelf.is_descending.get()) {
        (false, _) => "none",
        (true, true) => "descending",
        (true, false) => "ascending",
    };
    let arrow = move || match order() {
        "ascending" => "▲",
        "descending" => "▼",
        _ => "",
    };
    let testid = format!("runs-sort-{}", key(column));
    view! {
        <th role="columnheader" scope="col" aria-sort=order>
            <button type="button" class="runs__sort" data-testid=testid on:click=move |_| shelf.order_by(column)>
                {head(column)}<span class="runs__arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
}
