//! The numbers behind a picture, as a table that is made when it is opened.

use leptos::prelude::*;

use crate::format;

/// Rows and columns of a picture, unfolded on demand.
#[component]
pub fn AsTable(
    /// What the picture shows.
    #[prop(into)]
    name: String,
    /// Row by row.
    #[prop(into)]
    values: Signal<Vec<f32>>,
    /// Numbers in a row.
    cols: usize,
    /// Number of the first row.
    #[prop(default = 0)]
    first_row: usize,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let rows = move || {
        values.with(|values| {
            let rows = values.chunks(cols.max(1)).enumerate().map(|(row, values)| {
                let cells = values
                    .iter()
                    .map(|&value| view! { <td title=value.to_string()>{format::number(f64::from(value))}</td> })
                    .collect::<Vec<_>>();
                view! { <tr><th scope="row">{first_row + row}</th>{cells}</tr> }
            });
            rows.collect::<Vec<_>>()
        })
    };
    let heads =
        move || (0..cols).map(|col| view! { <th scope="col">{col}</th> }).collect::<Vec<_>>();
    let label = format!("{name}, as a table");
    view! {
        <details class="as-table" on:toggle=move |event| is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"Numbers"<span class="visually-hidden">{format!(" of {name}")}</span></summary>
            {move || is_open.get().then(|| view! {
                <div class="as-table__scroll" tabindex="0" role="region" aria-label=label.clone()>
                    <table><thead><tr><td></td>{heads()}</tr></thead><tbody>{rows()}</tbody></table>
                </div>
            })}
        </details>
    }
}
