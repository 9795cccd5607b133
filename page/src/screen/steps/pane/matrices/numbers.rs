//! A small matrix: a table of all its numbers.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::Num;
use super::grid::Grid;

/// So much of a pane fades out at its foot while more follows.
const SHADE: f64 = 26.0;

/// The table.
pub fn table(cursor: Cursor, grid: &Grid) -> AnyView {
    let table = NodeRef::<leptos::html::Table>::new();
    // For each place, and not for each number that is pointed at: a table that scrolls under
    // the pointer would have it point at the next one.
    Effect::new(move |_| {
        cursor.place.track();
        if table.get().is_some() {
            request_animation_frame(move || {
                // The table may be another layer's by then.
                let row = table.try_get_untracked().flatten();
                let row = row.and_then(|t| t.query_selector("tr.matrix__here").ok().flatten());
                row.as_ref().and_then(show_in_pane);
            });
        }
    });
    let cols = if grid.cells.is_some() { grid.cols } else { 0 };
    let marks = grid.marks;
    // What stands above the columns is in one line with the names of what stands beside.
    let above = (0..cols)
        .map(|col| {
            let number = grid.above.as_ref().map(|above| {
                let quantity = (above.quantity)(col);
                view! { <Num cursor quantity /> }
            });
            let is_marked = move || marks.get().1 == Some(col);
            view! { <td class="matrix__above" class:matrix__here=is_marked>{number}</td> }
        })
        .collect::<Vec<_>>();
    let heads = grid.beside.iter().map(|vector| {
        view! { <th scope="col" class="matrix__beside">{vector.name}</th> }
    });
    let rows = (0..grid.rows).map(|row| {
        let cells = (0..cols).map(|col| {
            let quantity = (grid.quantity)(row, col);
            let is_marked = move || {
                let (marked_row, marked_col) = marks.get();
                marked_col == Some(col) && marked_row.is_none_or(|marked| marked == row)
            };
            view! { <td class:matrix__here=is_marked><Num cursor quantity /></td> }
        });
        let beside = grid.beside.iter().map(|vector| {
            let quantity = (vector.quantity)(row);
            view! { <td class="matrix__beside"><Num cursor quantity /></td> }
        });
        let is_marked = move || marks.get().0 == Some(row);
        view! {
            <tr class:matrix__here=is_marked><th scope="row">{row}</th>
                {cells.collect::<Vec<_>>()}{beside.collect::<Vec<_>>()}</tr>
        }
    });
    view! {
        <div class="scroll"><table class="matrix__numbers" node_ref=table>
            <thead><tr>{match &grid.above {
                    Some(above) => view! { <th scope="row">{above.name}</th> }.into_any(),
                    None => view! { <td></td> }.into_any(),
                }}
                {above}{heads.collect::<Vec<_>>()}</tr></thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table></div>
    }
    .into_any()
}

/// Scrolls the pane, and never the page, to a row that is not in sight.
fn show_in_pane(row: &web_sys::Element) -> Option<()> {
    let pane = row.closest(".pane--numbers").ok()??;
    let (row, seen) = (row.get_bounding_client_rect(), pane.get_bounding_client_rect());
    let (below, above) = (row.bottom() + SHADE - seen.bottom(), row.top() - seen.top());
    let by = if below > 0.0 { below } else { above.min(0.0) };
    pane.set_scroll_top(pane.scroll_top() + by.round() as i32);
    Some(())
}
