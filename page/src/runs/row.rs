//! A row of the list: what a run is, and what can be done with it.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Shelf;
use super::cells::{batch, head, quality, sketch_path, stretch, when};
use crate::format;
use crate::state::use_state;
use crate::widget::{focus, select_when_there};
use descent::ledger::list::{Column, in_race};
use descent::ledger::overlay::MOST_RUNS;
use descent::ledger::words::{activations, layers};
use descent::ledger::{EntryId, Label, Standing, Summary};

/// The row of a run; nothing if it is not there any more.
#[component]
pub fn Row(
    /// Which run.
    id: EntryId,
) -> impl IntoView {
    let state = use_state();
    let listed = state.ledger.listed;
    let summary = Memo::new(move |_| {
        listed.with(|listed| listed.as_ref()?.iter().find(|it| it.label.id == id).cloned())
    });
    move || summary.get().map(|summary| view! { <Filled summary /> })
}

#[component]
fn Filled(summary: Summary) -> impl IntoView {
    let shelf = expect_context::<Shelf>();
    let id = summary.label.id;
    let is_ticked = move || shelf.ticked.with(|ticked| ticked.contains(&id));
    let is_full = move || shelf.ticked.with(|ticked| ticked.len() >= MOST_RUNS) && !is_ticked();
    let tick = move |event| {
        let is_on = event_target_checked(&event);
        shelf.ticked.update(|ticked| {
            ticked.retain(|&other| other != id);
            if is_on && ticked.len() < MOST_RUNS {
                ticked.push(id);
            }
        });
    };
    let config = &summary.config;
    let updates = format::count(summary.step as usize);
    let rate = format!("{}, {}", config.learning_rate.get(), batch(config.batch_size));
    let training = view! { {rate}<span class="runs__more">{config.optimizer.rule.name}</span> };
    let network = view! {
        {layers(&config.network)}<span class="runs__more">{activations(&config.network)}</span>
    };
    let cells = [
        (Column::When, when(summary.label.updated).into_any()),
        (Column::Data, config.dataset.name().to_owned().into_any()),
        (Column::Network, network.into_any()),
        (Column::Rate, training.into_any()),
        (Column::Seed, config.seed.0.to_string().into_any()),
        (Column::Steps, updates.into_any()),
        (Column::Quality, quality(&summary).into_any()),
        (Column::Time, stretch(summary.train_seconds).into_any()),
    ];
    let cells = cells.map(|(column, text)| {
        view! { <td role="cell" class="runs__cell" data-label=head(column)><span>{text}</span></td> }
    });
    let path = sketch_path(&summary.sketch);
    let label = format!("Compare {}", summary.label.name);
    view! {
        <tr role="row" class="runs__row" class:runs__row--ticked=is_ticked data-testid="runs-row"
            data-id=id.to_string() data-value=summary.label.name.clone() data-step=summary.step.to_string()>
            <td role="cell" class="runs__pick">
                <label class="runs__tick">
                    <input type="checkbox" aria-label=label data-testid="runs-pick" prop:checked=is_ticked
                        disabled=is_full on:change=tick />
                </label>
            </td>
            <td role="cell" class="runs__picture">
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                    <path d=path vector-effect="non-scaling-stroke" />
                </svg>
            </td>
            <th role="rowheader" scope="row" class="runs__title"><Title summary=summary.clone() /></th>
            {cells.into_iter().collect::<Vec<_>>()}
            <td role="cell" class="runs__ways"><Ways summary=summary.clone() /></td>
        </tr>
    }
}

/// Its name, which can be written anew in its place.
#[component]
fn Title(summary: Summary) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let Label { id, name, .. } = summary.label;
    let is_renaming = Memo::new(move |_| shelf.renaming.get() == Some(id));
    let is_open = Memo::new(move |_| {
        state.room.track();
        state.is_open(id)
    });
    let standing = match summary.standing {
        Standing::Diverged => Some(Standing::Diverged.word()),
        Standing::Finished => Some(Standing::Finished.word()),
        Standing::Paused | Standing::Training => None,
    };
    move || {
        if is_renaming.get() {
            return view! { <NameField id name=name.clone() /> }.into_any();
        }
        view! {
            <span class="runs__name">{name.clone()}</span>
            {is_open.get().then(|| view! { <span class="runs__badge" data-testid="runs-is-open">"open now"</span> })}
            {standing.map(|word| view! { <span class="runs__badge">{word}</span> })}
            {summary.origin.as_ref().map(|origin| {
                let text = format!("began with weights {}", origin.told());
                view! { <span class="runs__origin" data-testid="runs-origin">{text}</span> }
            })}
            {summary.is_version.then(|| view! { " "<span class="runs__badge" data-testid="runs-is-version">"version"</span> })}
        }
        .into_any()
    }
}

#[component]
fn NameField(id: EntryId, name: String) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let field = NodeRef::<html::Input>::new();
    select_when_there(field);
    // Taken once: leaving the field by Enter is leaving it, too.
    let close = move |is_wanted: bool| {
        // The room may be left, and the field with it.
        if shelf.renaming.try_get_untracked() != Some(Some(id)) {
            return;
        }
        let text = field.try_get_untracked().flatten().map(|field| field.value());
        shelf.renaming.set(None);
        if let (true, Some(text)) = (is_wanted, text) {
            state.rename_run(id, &text);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let is_wanted = match event.key().as_str() {
            "Enter" => true,
            "Escape" => false,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        close(is_wanted);
        // Back to where one came from, once it is there again.
        request_animation_frame(move || {
            let selector = format!("[data-id=\"{id}\"] [data-testid=\"runs-rename\"]");
            if let Some(button) = document().query_selector(&selector).ok().flatten() {
                focus(&button);
            }
        });
    };
    view! {
        <input type="text" class="input runs__field" node_ref=field prop:value=name data-testid="runs-name"
            aria-label="Name of the run" maxlength=Label::MAX_NAME.to_string() autocomplete="off"
            on:keydown=on_key on:blur=move |_| close(true) />
    }
}

/// The button that opens a run: its text, and its name with the run's. A version is not opened:
/// a run of its own goes on from it.
pub fn open_words(name: &str, is_version: bool) -> (&'static str, String) {
    let text = if is_version { "Restore" } else { "Open" };
    (text, format!("{text} {name}"))
}

/// Ticks all runs of a race and lays them over each other, if others than this one are kept.
#[component]
fn CompareRace(race: u64, name: String) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let runs = Memo::new(move |_| {
        state.ledger.listed.with(|listed| in_race(listed.as_deref().unwrap_or_default(), race))
    });
    let compare = move |_| {
        let runs = runs.get_untracked();
        shelf.ticked.set(runs.clone());
        shelf.compared.set(runs);
    };
    let label = format!("Compare this race: {name}");
    move || {
        (runs.with(Vec::len) > 1).then(|| {
            view! {
                <button type="button" class="button button--quiet runs__way runs__way--race" data-testid="runs-race"
                    aria-label=label.clone() on:click=compare>"Compare this race"</button>
            }
        })
    }
}

/// What can be done with it.
#[component]
fn Ways(summary: Summary) -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let Summary { label: Label { id, name, .. }, is_version, race, .. } = summary;
    let (open, open_label) = open_words(&name, is_version);
    let race = race.map(|race| view! { <CompareRace race=race.id name=name.clone() /> });
    let of = move |what: &str| format!("{what} {name}");
    let key = id.to_string();
    let save = {
        let key = key.clone();
        move |_| state.save_run_file(key.clone())
    };
    view! {
        <button type="button" class="button runs__way" data-testid="runs-open" aria-label=open_label
            on:click=move |_| state.open_run(id)>{open}</button>
        <button type="button" class="button button--quiet runs__way" data-testid="runs-rename"
            aria-label=of("Rename") on:click=move |_| shelf.renaming.set(Some(id))>"Rename"</button>
        <button type="button" class="button button--quiet runs__way" data-testid="runs-save-file"
            aria-label=of("Save to a file:") on:click=save>"Save"</button>
        <button type="button" class="button button--quiet runs__way" data-testid="runs-delete"
            aria-label=of("Delete") on:click=move |_| {
                shelf.ticked.update(|ticked| ticked.retain(|&other| other != id));
                state.delete_runs(&[id.to_string()]);
            }>"Delete"</button>
        {race}
    }
}
