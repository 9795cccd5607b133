//! The numbers behind a picture, as a table that is made when it is opened.

use leptos::prelude::*;

use crate::format;

/// Rows under headings, unfolded on demand.
#[component]
pub fn Rows(
    /// What they are the numbers of.
    name: &'static str,
    /// Headings; the first column names the row.
    heads: &'static [&'static str],
    /// Row by row, as many numbers as there are headings but the first.
    rows: Signal<Vec<Vec<f64>>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let body = move || {
        let rows = rows.get().into_iter().enumerate().map(|(idx, row)| {
            let cells = row
                .into_iter()
                .map(|value| view! { <td title=value.to_string()>{format::number(value)}</td> })
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{idx + 1}</th>{cells}</tr> }
        });
        rows.collect::<Vec<_>>()
    };

    let head =
        move || heads.iter().map(|&head| view! { <th scope="col">{head}</th> }).collect::<Vec<_>>();
    view! {
        <details class="as-table" on:toggle=move |event| is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"Numbers"<span class="visually-hidden">{format!(" of {name}")}</span></summary>
            {move || is_open.get().then(|| view! {
                <div class="as-table__scroll" tabindex="0" role="region" aria-label=format!("{name}, as a table")>
                    <table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
                </div>
            })}
        </details>
    }
}
