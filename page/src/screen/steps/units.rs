//! A layer's units as a table in which one can be chosen.

use leptos::prelude::*;

use super::Cursor;
use crate::format;

/// Rows shown; a wider layer's chosen unit can still be reached by number.
const MAX_ROWS: usize = 128;

/// One column of numbers, one number a unit.
pub struct Column {
    /// Heading.
    pub name: &'static str,
    /// One number a unit.
    pub values: Vec<f32>,
    /// Drawn as signed bars behind the numbers.
    pub bars: bool,
}

/// The table; the chosen unit's row is marked.
#[component]
pub fn Units(
    cursor: Cursor,
    /// The layer.
    layer_idx: usize,
    /// The unit that is looked at.
    unit: Memo<usize>,
    /// How a unit is called: "unit" or "output".
    noun: &'static str,
    columns: Vec<Column>,
) -> impl IntoView {
    let looked_at = unit;
    let n_units = columns.first().map_or(0, |column| column.values.len());
    let shown = n_units.min(MAX_ROWS);
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col">{column.name}</th> })
        .collect::<Vec<_>>();
    let largest: Vec<f32> = columns
        .iter()
        .map(|c| {
            c.values
                .iter()
                .fold(f32::MIN_POSITIVE, |m, v| if v.is_finite() { m.max(v.abs()) } else { m })
        })
        .collect();
    let rows = (0..shown)
        .map(|unit| {
            let cells = columns
                .iter()
                .zip(&largest)
                .map(|(column, largest)| {
                    let value = column.values[unit];
                    let bar = column.bars.then(|| {
                        let width = (value.abs() / largest * 50.0).min(50.0);
                        view! {
                            <span class="cellbar" aria-hidden="true">
                                <span class="cellbar__fill" class:cellbar__fill--negative=value < 0.0
                                    style:width=format!("{width}%")></span>
                            </span>
                        }
                    });
                    view! {
                        <td><span title=value.to_string() data-value=value.to_string()>
                            {format::number(f64::from(value))}</span>{bar}</td>
                    }
                })
                .collect::<Vec<_>>();
            let here = move || looked_at.get() == unit;
            view! {
                <tr class:units__here=here on:click=move |_| cursor.chosen.set(Some((layer_idx, unit)))>
                    <th scope="row">
                        <button type="button" class="units__pick" aria-pressed=move || here().to_string()>
                            {format!("{noun} {unit}")}
                        </button>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let folded = (n_units > shown).then(|| format!("and {} more", format::count(n_units - shown)));
    view! {
        <div class="units" tabindex="0" role="region" aria-label="All units of the layer">
            <table>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="field__hint">{folded}</p>
        </div>
    }
}
