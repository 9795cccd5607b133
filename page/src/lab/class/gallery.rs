//! All drawings by digit, as small pictures: one canvas a digit, however many there are.

use leptos::prelude::*;

use super::scores::BothAssessed;
use super::shelf::Shelf;
use crate::format;
use crate::state::collection::strokes;
use crate::state::use_state;
use descent::protocol::Reader;
use descent::protocol::seen::Kept;
use descent::training::Reading;

/// A drawing and how the network beside the board reads it.
#[derive(Clone, PartialEq)]
pub(super) struct Item {
    pub kept: Kept,
    pub reading: Option<Reading>,
}

impl Item {
    /// Whether it is read as something else than it is.
    pub fn is_wrong(&self) -> bool {
        self.reading.is_some_and(|reading| reading.class != Some(self.kept.label))
    }

    /// What it is, in a sentence.
    pub fn sentence(&self) -> String {
        let by = self.kept.writer.as_ref().map(|name| format!(" by {name}")).unwrap_or_default();
        let held_out = if self.kept.is_held_out { ", held out" } else { "" };
        let read = match self.reading {
            Some(Reading { class: Some(class), confidence }) => {
                let share = format::percent(f64::from(confidence), 0);
                let how = if self.is_wrong() { "wrongly read" } else { "read" };
                format!(", {how} as {class} ({share})")
            }
            _ => String::new(),
        };
        let article = if self.kept.label == 8 { "An" } else { "A" };
        format!("{article} {}{by}{held_out}{read}.", self.kept.label)
    }
}

#[component]
pub(super) fn Gallery(assessed: BothAssessed) -> impl IntoView {
    let state = use_state();
    let selected = RwSignal::new(None::<String>);
    let items = Memo::new(move |_| {
        let reader = state.reader.get();
        assessed.by(reader).with(|outcome| {
            let readings = outcome.as_ref().and_then(|it| it.as_ref().ok()).map(|it| &it.readings);
            let reading = |id: &str| {
                let found = readings?.iter().find(|(it, _)| it == id);
                found.map(|(_, reading)| *reading)
            };
            state.collection.kept.with(|kept| {
                let item = |kept: &Kept| Item { kept: kept.clone(), reading: reading(&kept.id) };
                kept.iter().map(item).collect::<Vec<_>>()
            })
        })
    });
    let shelves = (0..10).map(|digit| {
        let own = Memo::new(move |_| {
            let of_digit = |items: &Vec<Item>| {
                items.iter().filter(|item| item.kept.label == digit).cloned().collect::<Vec<_>>()
            };
            items.with(of_digit)
        });
        view! { <Shelf digit items=own selected /> }
    });
    let n = Memo::new(move |_| items.with(Vec::len));
    let chosen = Memo::new(move |_| {
        let id = selected.get()?;
        items.with(|items| items.iter().find(|item| item.kept.id == id).cloned())
    });
    let delete_all = move |_: leptos::ev::MouseEvent| {
        let ids = items.with_untracked(|items| {
            items.iter().map(|item| item.kept.id.clone()).collect::<Vec<_>>()
        });
        state.delete_drawings(&ids);
    };
    let by = move || match state.reader.get() {
        Reader::Pretrained => "the shipped model",
        Reader::Run => "the network in training",
    };
    view! {
        <section class="class__part" aria-labelledby="gallery-heading">
            <div class="class__head">
                <h3 id="gallery-heading" data-testid="class-count" data-value=move || n.get().to_string()>
                    {move || format!("All {} drawings", format::count(n.get()))}
                </h3>
                <button type="button" class="button button--small" data-testid="class-delete-all"
                    disabled=move || n.get() == 0 on:click=delete_all>"Delete all"</button>
            </div>
            <Deleted />
            <Show when=move || { n.get() > 0 }
                fallback=|| view! { <p class="class__soft">"None yet: press “Start to draw”, or import a file."</p> }>
                <p class="class__soft">
                    {move || format!("Choose one for more. A number in the corner: {} reads it as that, wrongly. A \
                        frame: held out.", by())}
                </p>
            </Show>
            {shelves.collect::<Vec<_>>()}
            <div class="shelf__chosen" aria-live="polite">
                {move || chosen.get().map(|item| view! { <Chosen item selected /> })}
            </div>
        </section>
    }
}

/// The way back for what was deleted last.
#[component]
fn Deleted() -> impl IntoView {
    let state = use_state();
    let n = Memo::new(move |_| state.collection.deleted.with(Vec::len));
    view! {
        <Show when=move || { n.get() > 0 }>
            <p class="class__row" role="status">
                {move || format!("{} deleted.", n.get())}
                <button type="button" class="button button--small" data-testid="class-undelete"
                    on:click=move |_| state.bring_drawings_back()>"Undo"</button>
            </p>
        </Show>
    }
}

/// The drawing that was chosen, and what can be done with it.
#[component]
fn Chosen(item: Item, selected: RwSignal<Option<String>>) -> impl IntoView {
    let state = use_state();
    let sentence = item.sentence();
    let id = item.kept.id.clone();
    let to_board = move |_: leptos::ev::MouseEvent| {
        if let Some(record) = strokes(&item.kept) {
            state.drawing.set(record.drawing);
        }
    };
    view! {
        <p data-testid="class-chosen">{sentence}</p>
        <div class="class__row">
            <button type="button" class="button button--small" data-testid="class-to-board"
                on:click=to_board>"Put it on the board"</button>
            <button type="button" class="button button--small" data-testid="class-delete"
                on:click=move |_| {
                    state.delete_drawings(std::slice::from_ref(&id));
                    selected.set(None);
                }>"Delete it"</button>
        </div>
    }
}
