//! The confusion matrix: a table whose cells one goes through with the arrow keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::words;
use crate::format;
use crate::widget::focus;
use descent::training::{Choosing, Confusion};

/// A mistake that takes so much of its row is as colored as one can be with dark text upon
/// it; one that takes more looks the same as one that takes all.
const HIGH: f64 = 0.1;
/// Share of the color that such a cell has, in percent.
const STRONGEST: f64 = 45.0;

/// True classes down, answers across.
#[component]
pub fn Matrix(
    /// The counts.
    confusion: Memo<Option<Confusion>>,
    /// The classes' names.
    names: Memo<Vec<String>>,
    /// Whose pictures are shown.
    chosen: RwSignal<Choosing>,
) -> impl IntoView {
    let table = NodeRef::<leptos::html::Table>::new();
    // The cell that Tab leads to.
    let at = RwSignal::new((0_usize, 0_usize));
    let n_classes = Memo::new(move |_| confusion.with(|c| c.as_ref().map_or(0, |c| c.n_classes())));
    let number = move |read: &dyn Fn(&Confusion) -> u32| {
        confusion.with(|c| c.as_ref().map(|c| format::count(read(c) as usize)))
    };
    let choose = move |(label, answer): (usize, usize)| {
        let cell = Choosing::Cell { label: label as u8, answer: answer as u8 };
        // Chosen once more, it is let go.
        let is_again = chosen.get_untracked() == cell;
        chosen.set(if is_again { Choosing::Mistakes } else { cell });
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = n_classes.get_untracked().saturating_sub(1);
        let (label, answer) = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowUp" => (label.saturating_sub(1), answer),
            "ArrowDown" => ((label + 1).min(last), answer),
            "ArrowLeft" => (label, answer.saturating_sub(1)),
            "ArrowRight" => (label, (answer + 1).min(last)),
            "Home" => (label, 0),
            "End" => (label, last),
            "Enter" | " " => {
                event.prevent_default();
                event.stop_propagation();
                return choose((label, answer));
            }
            "Escape" => return chosen.set(Choosing::Mistakes),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        at.set(next);
        let cell = table.get_untracked().and_then(|table| cell_of(&table, next));
        if let Some(cell) = cell {
            focus(&cell);
        }
    };
    let columns = move || {
        let heads = (0..n_classes.get()).map(|class| {
            let name = names.with(|names| words::name_of(names, class));
            view! { <th scope="col"><span class="confusion__name">{name}</span></th> }
        });
        heads.collect::<Vec<_>>()
    };
    let rows = move || {
        let n = n_classes.get();
        let rows = (0..n).map(|label| {
            let cells = (0..n).map(|answer| {
                let place = (label, answer);
                view! { <Cell place confusion names chosen at choose=Callback::new(move |(place,)| choose(place)) /> }
            });
            let cells = cells.collect::<Vec<_>>();
            let name = names.with(|names| words::name_of(names, label));
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                    <td class="confusion__total">{move || number(&|c| c.of_class(label))}</td>
                </tr>
            }
        });
        rows.collect::<Vec<_>>()
    };
    let totals = move || {
        let totals = (0..n_classes.get()).map(|answer| {
            view! { <td class="confusion__total">{move || number(&|c| c.of_answer(answer))}</td> }
        });
        totals.collect::<Vec<_>>()
    };
    let has_names = move || names.with(|names| names.iter().any(|name| name.chars().count() > 2));
    view! {
        <div class="confusion__scroll">
            <table class="confusion" class:confusion--named=has_names role="grid" node_ref=table
                data-testid="confusion" aria-label="Confusion matrix: what each class is read as"
                on:keydown=on_key>
                <thead>
                    <tr>
                        <th scope="col" class="confusion__corner">
                            <span>"it is ↓"</span><span>"it says →"</span>
                        </th>
                        {columns}
                        <th scope="col">"all"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"all"</th>
                        {totals}
                        <td class="confusion__total">{move || number(&|c| c.n_answered())}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn test_id((label, answer): (usize, usize)) -> String {
    format!("cell-{label}-{answer}")
}

fn cell_of(table: &web_sys::HtmlTableElement, place: (usize, usize)) -> Option<web_sys::Element> {
    let table: &web_sys::Element = table.unchecked_ref();
    // Made of numbers, the selector is valid.
    table.query_selector(&format!("[data-testid=\"{}\"]", test_id(place))).ok().flatten()
}

/// One count, colored by its share of the row where it counts mistakes.
#[component]
fn Cell(
    /// True class and answer.
    place: (usize, usize),
    confusion: Memo<Option<Confusion>>,
    names: Memo<Vec<String>>,
    chosen: RwSignal<Choosing>,
    at: RwSignal<(usize, usize)>,
    choose: Callback<((usize, usize),)>,
) -> impl IntoView {
    let (label, answer) = place;
    // Its count and all of its row.
    let counts = Memo::new(move |_| {
        confusion
            .with(|c| c.as_ref().map_or((0, 0), |c| (c.count(label, answer), c.of_class(label))))
    });
    let share = move || {
        let (n, all) = counts.get();
        if label == answer { 0.0 } else { f64::from(n) / f64::from(all.max(1)) }
    };
    let is_chosen =
        move || chosen.get() == Choosing::Cell { label: label as u8, answer: answer as u8 };
    view! {
        <td role="gridcell" class="confusion__cell" data-testid=test_id(place)
            class:confusion__cell--right=label == answer
            class:confusion__cell--none=move || counts.get().0 == 0
            class:confusion__cell--high=move || { share() > HIGH }
            style:--mistakes=move || format!("{:.1}%", STRONGEST * (share() / HIGH).min(1.0).sqrt())
            data-value=move || counts.get().0.to_string()
            tabindex=move || if at.get() == place { "0" } else { "-1" }
            aria-selected=move || is_chosen().to_string()
            aria-label=move || confusion.with(|c| {
                c.as_ref().map(|c| names.with(|names| words::cell(c, place, names)))
            })
            on:focus=move |_| at.set(place)
            on:click=move |_| choose.run((place,))>
            {move || format::count(counts.get().0 as usize)}
        </td>
    }
}
