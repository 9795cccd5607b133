//! Which runs come from which, drawn: a row a run or version, along the updates made. Each row
//! is a button that says the same in words.

mod node;

use leptos::prelude::*;

use self::node::{Node, place};
use super::Shelf;
use super::row::open_words;
use crate::format;
use crate::state::use_state;
use descent::ledger::EntryId;
use descent::ledger::family::{Family, Kind, families};
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
    // A family keeps its elements while its runs go on: where one is stays, and so does the focus.
    let roots = Memo::new(move |_| {
        let n = n_shown.get();
        all.with(|all| all.iter().take(n).map(root_of).collect::<Vec<_>>())
    });
    let is_none = Memo::new(move |_| all.with(Vec::is_empty));
    let body = move || {
        if is_empty.get() {
            return None;
        }
        if is_none.get() {
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
                    <h2 id="family-heading">"Who comes from whom"</h2>
                    <p class="field__hint">
                        "From left to right, the updates made. Choose one to tick it for comparing, or to open it."
                    </p>
                    <For each=move || roots.get() key=|root| *root let(root)>
                        <Drawn family=Memo::new(move |_| all.with(|all| all.iter().find(|it| root_of(it) == root).cloned())) />
                    </For>
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

fn root_of(family: &Family) -> EntryId {
    family.rows[0].id
}

#[component]
fn Drawn(family: Memo<Option<Family>>) -> impl IntoView {
    let picked = RwSignal::new(None::<EntryId>);
    let rows = Memo::new(move |_| {
        family.with(|family| {
            let rows = family.as_ref().map(|family| family.rows.as_slice()).unwrap_or_default();
            rows.iter().map(|row| (row.id, row.kind)).collect::<Vec<_>>()
        })
    });
    let last = Memo::new(move |_| family.with(|family| family.as_ref().map_or(0, |it| it.last)));
    let label = move || {
        let n = rows.with(Vec::len);
        let name = family.with(|family| family.as_ref().map(|family| family.rows[0].name.clone()));
        format!("{} and what comes from it, {n} in all", name.unwrap_or_default())
    };
    view! {
        <div class="family__one">
            <ul class="family__rows" aria-label=label>
                <For each=move || rows.get() key=|row| *row let((id, kind))><Node id kind family picked /></For>
            </ul>
            <div class="family__axis number" aria-hidden="true">
                <span class="family__unit">"updates"</span>
                <span class="family__scale">{move || ticks(last.get())}</span>
            </div>
            <Ways picked family />
        </div>
    }
}

/// The numbers below a drawing that ends with this update.
fn ticks(last: u64) -> Vec<AnyView> {
    let axis = Axis::linear(0.0, last.max(1) as f64).with_ticks(5);
    let tick = |&tick: &f64| {
        let at = axis.position(tick)?;
        let side = match at {
            at if at < 0.02 => "family__tick family__tick--first",
            at if at > 0.9 => "family__tick family__tick--last",
            _ => "family__tick",
        };
        let label = format::count(tick as usize);
        Some(view! { <span class=side style:left=place(at)>{label}</span> }.into_any())
    };
    axis.ticks().iter().filter(|tick| tick.fract() == 0.0).filter_map(tick).collect()
}

/// What can be done with the one that was chosen last.
#[component]
fn Ways(picked: RwSignal<Option<EntryId>>, family: Memo<Option<Family>>) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let n_ticked = Memo::new(move |_| shelf.ticked.with(Vec::len));
    let chosen = Memo::new(move |_| {
        let id = picked.get()?;
        family.with(|family| {
            let row = family.as_ref()?.rows.iter().find(|row| row.id == id)?;
            Some((id, row.name.clone(), row.kind == Kind::Version))
        })
    });
    let ways = move || {
        chosen.get().map(|(id, name, is_version)| {
            let (text, label) = open_words(&name, is_version);
            view! {
                <div class="family__ways" role="group" aria-label=format!("What can be done with {name}")>
                    <strong class="family__chosen">{name.clone()}</strong>
                    <button type="button" class="button button--small" data-testid="family-open" aria-label=label
                        on:click=move |_| state.open_run(id)>{text}</button>
                    <button type="button" class="button button--small" data-testid="family-compare"
                        disabled=move || n_ticked.get() == 0
                        on:click=move |_| shelf.compared.set(shelf.ticked.get_untracked())>
                        {move || format!("Compare {} ticked", n_ticked.get())}
                    </button>
                </div>
            }
        })
    };
    view! { {ways} }
}
