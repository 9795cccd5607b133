//! A row of the drawing: a run or version by its name, and its part of the lines.

use leptos::prelude::*;

use crate::format;
use crate::runs::Shelf;
use descent::ledger::EntryId;
use descent::ledger::family::{Family, Kind, Row};
use descent::ledger::overlay::MOST_RUNS;

/// Free on both sides of the drawing, in percent.
const MARGIN: f64 = 4.0;

/// Where a share of the width lies; a mark at an end still has its half within the drawing.
pub fn place(share: f64) -> String {
    format!("{:.3}%", MARGIN + (100.0 - 2.0 * MARGIN) * share)
}

/// The row. What is not there any more can't be chosen.
#[component]
pub fn Node(
    /// Which one.
    id: EntryId,
    /// What it is.
    kind: Kind,
    /// All that it is related to.
    family: Memo<Option<Family>>,
    /// The one that was chosen last.
    picked: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let shelf = expect_context::<Shelf>();
    // Its family may be gone already, and it itself goes next.
    let of = move |told: fn(&Family, &Row) -> String| {
        family.with(|family| {
            let family = family.as_ref()?;
            Some(told(family, family.rows.iter().find(|row| row.id == id)?))
        })
    };
    let words = Memo::new(move |_| of(in_words).unwrap_or_default());
    let name = Memo::new(move |_| of(|_, row| row.name.clone()).unwrap_or_default());
    let figures = Memo::new(move |_| of(figures).unwrap_or_default());
    let drawn = move || {
        family.with(|family| {
            let family = family.as_ref()?;
            Some(drawing(family, family.rows.iter().find(|row| row.id == id)?))
        })
    };
    let face = view! {
        <span class="family__name">{name}</span>
        <span class="family__figures number" aria-hidden="true">{figures}</span>
    };
    if kind == Kind::Deleted {
        return view! {
            <li class="family__row family__row--deleted">
                <p class="family__face"><span class="visually-hidden">{words}</span>
                    <span aria-hidden="true">{face}</span></p>
                {drawn}
            </li>
        }
        .into_any();
    }
    let is_ticked = Memo::new(move |_| shelf.ticked.with(|ticked| ticked.contains(&id)));
    let choose = move |_| {
        picked.set(Some(id));
        shelf.ticked.update(|ticked| {
            let n_before = ticked.len();
            ticked.retain(|&other| other != id);
            if ticked.len() == n_before && n_before < MOST_RUNS {
                ticked.push(id);
            }
        });
    };
    view! {
        <li class="family__row" class:family__row--ticked=is_ticked>
            <button type="button" class="family__face" data-testid="family-node" data-id=id.to_string()
                data-value=name aria-pressed=move || is_ticked.get().to_string()
                on:click=choose>
                <span class="family__tick-mark" aria-hidden="true">{move || if is_ticked.get() { "✓" } else { "" }}</span>
                {face}
                <span class="visually-hidden">{words}</span>
            </button>
            {drawn}
        </li>
    }
    .into_any()
}

fn figures(_: &Family, row: &Row) -> String {
    match row.kind {
        Kind::Version => format!("version at {}", format::count(row.last as usize)),
        Kind::Run => format::count(row.last as usize),
        Kind::Deleted => String::new(),
    }
}

/// What stands behind a row's name for those who do not see the drawing: "Run A" is followed by
/// ", 300 updates, goes off from B after 120".
fn in_words(family: &Family, row: &Row) -> String {
    let count = |n: u64| format::count(n as usize);
    let s = if row.last == 1 { "" } else { "s" };
    match (row.kind, family.origin(row)) {
        (Kind::Deleted, _) => "A deleted run".to_owned(),
        (Kind::Version, Some((of, _))) => {
            format!(", version of {of} after {} update{s}", count(row.last))
        }
        (Kind::Version, None) => format!(", version after {} update{s}", count(row.last)),
        (Kind::Run, Some((of, step))) => {
            format!(", {} update{s}, goes off from {of} after {}", count(row.last), count(step))
        }
        (Kind::Run, None) => format!(", {} update{s}", count(row.last)),
    }
}

/// A row's part of the drawing.
fn drawing(family: &Family, row: &Row) -> impl IntoView + use<> {
    let at = |step: u64| place(family.share(step));
    let upright = |step: u64, from: &'static str, to: &'static str| {
        view! { <line class="family__down" x1=at(step) x2=at(step) y1=from y2=to /> }
    };
    let passing: Vec<_> = row.passing.iter().map(|&step| upright(step, "0", "100%")).collect();
    let leaving: Vec<_> = row.leaving.iter().map(|&step| upright(step, "50%", "100%")).collect();
    let arriving = row.from.map(|(_, step)| upright(step, "0", "50%"));
    let mark = match row.kind {
        Kind::Version => view! {
            <svg class="family__version" x=at(row.last) y="50%" overflow="visible">
                <path d="M0-8 8 0 0 8-8 0Z" />
            </svg>
        }
        .into_any(),
        Kind::Run => {
            view! { <circle class="family__end" cx=at(row.last) cy="50%" r="5" /> }.into_any()
        }
        Kind::Deleted => ().into_any(),
    };
    let line = if row.kind == Kind::Deleted {
        "family__line family__line--deleted"
    } else {
        "family__line"
    };
    view! {
        <svg class="family__drawing" aria-hidden="true">
            {passing}{arriving}{leaving}
            <line class=line x1=at(row.first) x2=at(row.last) y1="50%" y2="50%" />
            {mark}
        </svg>
    }
}
