//! Which runs come from which, drawn: a row a run or version, along the updates made. Each row
//! is a button that says the same in words.

use leptos::prelude::*;

use super::Shelf;
use crate::format;
use crate::state::use_state;
use descent::ledger::EntryId;
use descent::ledger::family::{Family, Kind, Row, families};
use descent::ledger::overlay::MOST_RUNS;
use descent::plots::Axis;

/// Families that are drawn at first.
const FAMILIES_AT_A_TIME: usize = 3;

/// All families; where there are none, how they come about.
#[component]
pub fn Families() -> impl IntoView {
    let state = use_state();
    let listed = state.ledger.listed;
    let n_shown = RwSignal::new(FAMILIES_AT_A_TIME);
    let is_empty = Memo::new(move |_| listed.with(|it| it.as_ref().is_none_or(Vec::is_empty)));
    let all =
        Memo::new(move |_| listed.with(|listed| families(listed.as_deref().unwrap_or_default())));
    let n_more = Memo::new(move |_| all.with(Vec::len).saturating_sub(n_shown.get()));
    let drawn = move || {
        let shown = n_shown.get();
        all.with(|all| {
            let of =
                |(idx, family): (usize, &Family)| view! { <Drawn idx family=family.clone() /> };
            all.iter().take(shown).enumerate().map(of).collect::<Vec<_>>()
        })
    };
    let body = move || {
        if is_empty.get() {
            return None;
        }
        if all.with(Vec::is_empty) {
            return Some(
                view! {
                    <p class="field__hint family__none" data-testid="runs-no-family">
                        "\"Keep as a version\", under a run's curves, keeps it as it stands there. Versions and \
                         what went off from them are drawn here, each with what it comes from."
                    </p>
                }
                .into_any(),
            );
        }
        Some(
            view! {
                <section class="family" aria-labelledby="family-heading" data-testid="runs-family"
                    data-value=move || all.with(Vec::len)>
                    <h3 id="family-heading">"Who comes from whom"</h3>
                    <p class="field__hint">
                        "From left to right, the updates made. Choose one to tick it for comparing, or to open it."
                    </p>
                    {drawn}
                    {move || (n_more.get() > 0).then(|| view! {
                        <button type="button" class="button button--small runs__on" data-testid="family-more"
                            on:click=move |_| n_shown.update(|n| *n += FAMILIES_AT_A_TIME)>"Show more families"</button>
                    })}
                </section>
            }
            .into_any(),
        )
    };
    view! { {body} }
}

#[component]
fn Drawn(idx: usize, family: Family) -> impl IntoView {
    let picked = RwSignal::new(None::<EntryId>);
    let rows = family.rows.iter().map(|row| node(&family, row, picked)).collect::<Vec<_>>();
    let axis = Axis::linear(0.0, family.last.max(1) as f64).with_ticks(3);
    let ticks = axis.ticks().iter().filter_map(|&tick| {
        let at = axis.position(tick)?;
        let side = match at {
            at if at < 0.02 => "family__tick family__tick--first",
            at if at > 0.9 => "family__tick family__tick--last",
            _ => "family__tick",
        };
        let label = format::count(tick as usize);
        Some(view! { <span class=side style:left=place(at)>{label}</span> })
    });
    let ticks = ticks.collect::<Vec<_>>();
    let label = format!("Family {}", idx + 1);
    view! {
        <div class="family__one">
            <ul class="family__rows" aria-label=label>{rows}</ul>
            <div class="family__axis number" aria-hidden="true">
                <span class="family__unit">"updates"</span>
                <span class="family__scale">{ticks}</span>
            </div>
        </div>
    }
}

/// Where a share of the width lies; a mark at an end still has its half within the drawing.
fn place(share: f64) -> String {
    format!("{:.3}%", MARGIN + (100.0 - 2.0 * MARGIN) * share)
}

/// Free on both sides of the drawing, in percent.
const MARGIN: f64 = 4.0;

fn node(family: &Family, row: &Row, picked: RwSignal<Option<EntryId>>) -> AnyView {
    let shelf = expect_context::<Shelf>();
    let id = row.id;
    let told = in_words(family, row);
    let drawing = drawing(family, row);
    let figures = match row.kind {
        Kind::Version => format!("version at {}", format::count(row.last as usize)),
        Kind::Run => format::count(row.last as usize),
        Kind::Deleted => String::new(),
    };
    let name = row.name.clone();
    let face = view! {
        <span class="family__name">{name.clone()}</span>
        <span class="family__figures number">{figures}</span>
    };
    if row.kind == Kind::Deleted {
        return view! {
            <li class="family__row family__row--deleted">
                <p class="family__face"><span class="visually-hidden">{told}</span>
                    <span aria-hidden="true">{face}</span></p>
                {drawing}
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
    let is_picked = Memo::new(move |_| picked.get() == Some(id));
    let is_version = row.kind == Kind::Version;
    view! {
        <li class="family__row" class:family__row--ticked=move || is_ticked.get()>
            <button type="button" class="family__face" data-testid="family-node" data-id=id.to_string()
                data-value=name.clone() aria-label=told aria-pressed=move || is_ticked.get().to_string()
                on:click=choose>
                <span class="family__tick-mark" aria-hidden="true">{move || if is_ticked.get() { "✓" } else { "" }}</span>
                {face}
            </button>
            {drawing}
            {move || is_picked.get().then(|| view! { <Ways id name=name.clone() is_version /> })}
        </li>
    }
    .into_any()
}

/// What can be done with the one that was chosen.
#[component]
fn Ways(id: EntryId, name: String, is_version: bool) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let (text, label) = super::row::open_words(&name, is_version);
    let n_ticked = Memo::new(move |_| shelf.ticked.with(Vec::len));
    view! {
        <div class="family__ways">
            <button type="button" class="button button--small" data-testid="family-open" aria-label=label
                on:click=move |_| state.open_run(id)>{text}</button>
            <button type="button" class="button button--small" data-testid="family-compare"
                disabled=move || n_ticked.get() == 0
                on:click=move |_| shelf.compared.set(shelf.ticked.get_untracked())>
                {move || format!("Compare {} ticked", n_ticked.get())}
            </button>
        </div>
    }
}

/// A row for those who do not see it: "Run A, 300 updates, goes off from B after 120".
fn in_words(family: &Family, row: &Row) -> String {
    let count = |n: u64| format::count(n as usize);
    let s = if row.last == 1 { "" } else { "s" };
    let what = match row.kind {
        Kind::Deleted => return "A deleted run".to_owned(),
        Kind::Run => format!("{}, {} update{s}", row.name, count(row.last)),
        Kind::Version => {
            return match family.origin(row) {
                Some((of, step)) => {
                    format!("{}, version of {of} after {} updates", row.name, count(step))
                }
                None => format!("{}, version after {} update{s}", row.name, count(row.last)),
            };
        }
    };
    match family.origin(row) {
        Some((of, step)) => format!("{what}, goes off from {of} after {}", count(step)),
        None => what,
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
