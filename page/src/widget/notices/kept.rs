//! What the ledger has to say wherever one is: the run from before, and one that is not kept.

use leptos::prelude::*;

use super::Notice;
use crate::format;
use crate::runs::cells::{quality, when};
use crate::state::{Room, use_state};
use crate::widget::icon::{CLEAR, Icon};
use descent::ledger::Summary;

/// Both notices, in the page's flow: they may stay for long.
#[component]
pub fn Kept() -> impl IntoView {
    view! { <NotKept /> <Offer /> }
}

/// The browser keeps nothing more, or nothing at all.
#[component]
fn NotKept() -> impl IntoView {
    let state = use_state();
    let ledger = state.ledger;
    let dismissed = RwSignal::new(None::<String>);
    let why = Memo::new(move |_| {
        ledger.not_kept.get().filter(|why| dismissed.get().as_ref() != Some(why))
    });
    let notice = move || {
        why.get().map(|why| {
            let text = format!(
                "The browser says that {why}. All that was kept before is still there. Delete runs \
                 that you don't need any more, and it is tried again."
            );
            let is_elsewhere = Memo::new(move |_| state.room.get() != Room::Runs);
            view! {
                <Notice testid="not-kept" title="This run is not kept." text is_bad=true>
                    <Show when=move || is_elsewhere.get()>
                        <button type="button" class="button" data-testid="not-kept-runs"
                            on:click=move |_| state.enter(Room::Runs)>"To the runs"</button>
                    </Show>
                    <button type="button" class="button" data-testid="not-kept-again"
                        on:click=move |_| state.write_next()>"Try again"</button>
                    <button type="button" class="button button--quiet button--round" aria-label="Dismiss"
                        title="Dismiss" on:click=move |_| dismissed.set(Some(why.clone()))><Icon path=CLEAR /></button>
                </Notice>
            }
        })
    };
    view! { {notice} }
}

/// The run from before the page was closed.
#[component]
fn Offer() -> impl IntoView {
    let state = use_state();
    let ledger = state.ledger;
    // Who trains another one has made up their mind.
    let has_begun = Memo::new(move |_| {
        state.progress.with(|progress| progress.as_ref().is_some_and(|it| it.step > 0))
    });
    Effect::new(move |_| {
        if has_begun.get() && ledger.offer.with_untracked(Option::is_some) {
            ledger.offer.set(None);
        }
    });
    let notice = move || {
        ledger.offer.get().map(|summary| {
            let id = summary.label.id;
            view! {
                <Notice testid="offer" title="Go on with the run from before?" text=told(&summary)>
                    <button type="button" class="button" data-testid="offer-open"
                        on:click=move |_| state.open_run(id)>"Go on"</button>
                    <button type="button" class="button button--quiet button--round" aria-label="Dismiss"
                        title="Dismiss" data-testid="offer-dismiss"
                        on:click=move |_| ledger.offer.set(None)><Icon path=CLEAR /></button>
                </Notice>
            }
        })
    };
    view! { {notice} }
}

fn told(summary: &Summary) -> String {
    let Summary { label, step, test, .. } = summary;
    let s = if *step == 1 { "" } else { "s" };
    let of = if test.is_some() { " on held-out examples" } else { "" };
    format!(
        "{}: {} update{s}, {}{of}, {}.",
        label.name,
        format::count(*step as usize),
        quality(summary),
        when(label.updated)
    )
}
