//! A small matrix: a table of all its numbers.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::number::Num;
use super::grid::Grid;

/// The table.
pub fn table(cursor: Cursor, grid: &Grid) -> AnyView {
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
        <div class="scroll"><table class="matrix__numbers">
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
