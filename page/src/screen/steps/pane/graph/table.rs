//! The graph's numbers as a table, which is made when it is opened.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::Num;
use super::super::super::of_trace;
use super::Known;
use descent::walk::Quantity;
use descent::walk::graph::Graph;

/// A row for each value, in the order of the computation.
#[component]
pub fn Table(cursor: Cursor, graph: Memo<Option<Graph>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let rows = move || {
        graph.with(|graph| {
            let graph = graph.as_ref()?;
            of_trace(cursor.state(), |trace| {
                let known = |quantity: Quantity| {
                    cursor.places.with(|places| Known::of(quantity, trace, places))
                };
                let row = |(name, value, gradient): (&str, Option<Quantity>, Option<Quantity>)| {
                    view! {
                        <tr><th scope="row">{name.to_owned()}</th>
                            {cell(cursor, value.map(known))}{cell(cursor, gradient.map(known))}</tr>
                    }
                };
                graph.numbers().map(row).collect::<Vec<_>>()
            })
        })
    };
    view! {
        <details class="as-table" on:toggle=move |event| is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"Numbers"<span class="visually-hidden">" of the computation graph"</span></summary>
            {move || is_open.get().then(|| view! {
                <div class="as-table__scroll" tabindex="0" role="region" aria-label="The computation graph, as a table">
                    <table>
                        <thead><tr><th scope="col">"Value"</th><th scope="col">"Forward"</th>
                            <th scope="col">"∂L/∂ of it"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
        </details>
    }
}

fn cell(cursor: Cursor, known: Option<Known>) -> impl IntoView {
    let is_there = Memo::new(move |_| known.is_some_and(|known| known.by(cursor.place.get())));
    let number = move || {
        let quantity = known?.quantity;
        Some(if is_there.get() {
            view! { <Num cursor quantity reachable=true /> }.into_any()
        } else {
            view! { <span class="field__hint">"not yet"</span> }.into_any()
        })
    };
    view! { <td>{number}</td> }
}
