//! The course's worked examples: the list of them, and what is printed beside what comes
//! out of the one that is open.

use leptos::html;
use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use descent::registry::{Choice, Entry};
use descent::worked::{Card, CardRow};

/// All cards, to be opened.
#[component]
pub fn Cards() -> impl IntoView {
    let state = use_state();
    let list = NodeRef::<html::Details>::new();
    let cards = Card::all()
        .iter()
        .map(|card| {
            let open = move |_| {
                if let Some(list) = list.get_untracked() {
                    list.set_open(false);
                }
                state.open_card(card.key);
            };
            let is_open = move || {
                state.card.with(|open| open.as_ref().is_some_and(|open| open.key == card.key))
            };
            view! {
                <li>
                    <button type="button" class="cards__card" data-testid=format!("card-{}", card.key)
                        aria-current=move || is_open().then_some("true") on:click=open>
                        <strong>{card.title}</strong>
                        <span>{first_sentence(card.about)}</span>
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <details class="cards" node_ref=list data-testid="cards">
            <summary>"Worked examples"</summary>
            <ul class="cards__list">{cards}</ul>
        </details>
    }
}

/// A line is enough for a list.
fn first_sentence(text: &str) -> &str {
    let end = [". ", ": ", "; "].iter().filter_map(|end| text.find(end)).min();
    end.map_or(text, |end| &text[..end])
}

/// What is printed of the open card, beside the exact number and the one that the engine
/// trains with; nothing if none is open.
#[component]
pub fn CardTable() -> impl IntoView {
    let state = use_state();
    let table = move || {
        state.card.with(|open| {
            let open = open.as_ref()?;
            let card = Choice::<Card>::by_key(&open.key)?;
            let rows = open.rows.iter().map(row).collect::<Vec<_>>();
            Some(view! {
                <section class="panel card-table" aria-label="The worked example" data-testid="card-table">
                    <h3>{card.title}</h3>
                    <p>{card.about}</p>
                    {(!open.rows.is_empty()).then(|| view! {
                        <div class="scroll" tabindex="0" role="region" aria-label="Printed beside exact"><table>
                            <thead>
                                <tr>
                                    <th scope="col">"number"</th>
                                    <th scope="col">"printed"</th>
                                    <th scope="col">"exact"</th>
                                    <th scope="col">"as it trains"</th>
                                    <th scope="col">"note"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table></div>
                        <p class="field__hint">
                            "Exact is what the same engine computes in double precision, here to twelve \
                             digits; it trains in single precision."
                        </p>
                    })}
                </section>
            })
        })
    };
    view! { {table} }
}

/// Digits of a number in double precision, few enough to hide its own rounding.
const EXACT_DIGITS: usize = 12;

fn row(row: &CardRow) -> impl IntoView + use<> {
    let is_slip = !row.is_well_rounded();
    view! {
        <tr class:card-table__slip=is_slip>
            <th scope="row">{row.name.clone()}</th>
            <td class="number">{row.printed.clone()}{is_slip.then_some(" (slip)")}</td>
            <td class="number">{exact(row.exact)}</td>
            <td class="number">{format::all_digits(f64::from(row.single))}</td>
            <td>{row.note.clone()}</td>
        </tr>
    }
}

/// Without the zeros at its end, and without a 0.1 that binary has no exact form for.
fn exact(value: f64) -> String {
    // Below that, a number is what rounding has left of 0.
    let value = if value.abs() < 1e-15 { 0.0 } else { value };
    // Through text, so that what is left is the shortest form of so many digits.
    let rounded = format!("{value:.*e}", EXACT_DIGITS - 1).parse().unwrap_or(value);
    f64::to_string(&rounded).replace('-', "−")
}
