//! A large matrix: a picture, with its vectors along its sides.

use leptos::prelude::*;

use super::grid::{Grid, Vector};
use super::marks::Marks;
use crate::widget::as_table::AsTable;
use crate::widget::picture::Picture;

/// Rows in the table, where one stands at none of them.
const TABLE_ROWS: usize = 8;

/// The picture.
pub fn picture(grid: Grid) -> AnyView {
    let Grid { name, rows, cols, cells, colormap, above, beside, marks, .. } = grid;
    let height = (rows as f64 * 9.0).clamp(28.0, 150.0);
    let n_beside = beside.len();
    let table_name = name.clone();
    let cells = cells.unwrap_or_default();
    let values = Signal::stored(cells.clone());
    // Of a large matrix the row where one stands is enough, or its first ones.
    let table = move || {
        let (first_row, n_rows) = match marks.get().0 {
            // On the way to another layer it may stand beyond this one's end.
            Some(row) if row < rows => (row, 1),
            _ => (0, rows.min(TABLE_ROWS)),
        };
        let values = cells[first_row * cols..(first_row + n_rows) * cols].to_vec();
        view! { <AsTable name=table_name.clone() values=Signal::stored(values) cols first_row /> }
    };
    let above = above.map(|Vector { name, values, colormap, .. }| {
        view! {
            <div class="matrix__strip">
                <div class="matrix__cells">
                    <Picture values=Signal::stored(values) cols rows=1 colormap label=format!("{name}, as a row") />
                    {col_mark(marks, cols)}
                </div>
                <span class="matrix__name">{name}</span>
            </div>
        }
    });
    let beside = beside.into_iter().map(|Vector { name, values, colormap, .. }| {
        view! {
            <div class="matrix__column">
                <div class="matrix__cells">
                    <Picture values=Signal::stored(values) cols=1 rows colormap label=format!("{name}, as a column") />
                    {row_mark(marks, rows)}
                </div>
                <span class="matrix__name">{name}</span>
            </div>
        }
    });
    view! {
        <div class="matrix__pictures" style=format!("--height:{height}px;--beside:{n_beside}")>
            {above}
            <div class="matrix__body">
                <div class="matrix__cells">
                    <Picture values cols rows colormap label=name />
                    {row_mark(marks, rows)}
                    {col_mark(marks, cols)}
                </div>
                {beside.collect::<Vec<_>>()}
            </div>
            {table}
        </div>
    }
    .into_any()
}

fn row_mark(marks: Signal<Marks>, rows: usize) -> impl Fn() -> Option<AnyView> {
    move || {
        let row = marks.get().0.filter(|&row| row < rows)?;
        let style = format!("top:{}%;height:{}%", percent(row, rows), percent(1, rows));
        Some(view! { <span class="matrix__mark matrix__mark--row" style=style></span> }.into_any())
    }
}

fn col_mark(marks: Signal<Marks>, cols: usize) -> impl Fn() -> Option<AnyView> {
    move || {
        let col = marks.get().1.filter(|&col| col < cols)?;
        let style = format!("left:{}%;width:{}%", percent(col, cols), percent(1, cols));
        Some(view! { <span class="matrix__mark matrix__mark--col" style=style></span> }.into_any())
    }
}

fn percent(part: usize, n: usize) -> f64 {
    100.0 * part as f64 / n.max(1) as f64
}
