//! The batch: what each example asks of a few of a unit's weights, and the mean of that.

use leptos::prelude::*;

use super::super::number::Num;
use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use descent::nn::Reduction;
use descent::walk::{Phase, Quantity, Term, UnitAt, Weight, terms};

/// Weights in the table.
const COLUMNS: usize = 3;
/// Examples in it; of a larger batch the rest is told as a number.
const ROWS: usize = 12;

/// Rows are examples, columns weights; below, what becomes of them together.
#[component]
pub fn Nudges(cursor: Cursor, at: Memo<UnitAt>) -> impl IntoView {
    let state = use_state();
    let table = move || {
        let at = at.get();
        of_trace(state, |trace| {
            let place =
                cursor.places.with(|p| p.of_unit(Phase::Backward, at.layer_idx, at.unit_idx));
            let all = cursor.places.with(|places| terms::terms(trace, places, place, at.row));
            let gradients = all.into_iter().filter_map(|term| match term {
                Term::Gradient(weight) => Some(weight),
                _ => None,
            });
            let weights: Vec<Weight> = gradients.take(COLUMNS).collect();
            let heads = weights
                .iter()
                .map(|weight| {
                    view! { <th scope="col">{match weight.input_idx {
                        Some(k) => format!("from {k}"),
                        None => "bias".to_owned(),
                    }}</th> }
                })
                .collect::<Vec<_>>();
            let n_rows = trace.inputs.nrows().min(ROWS);
            let rows = (0..n_rows)
                .map(|row| {
                    let here = move || cursor.row.get() == row;
                    let cells = weights
                        .iter()
                        .map(|&weight| view! { <td><Num cursor quantity=Quantity::Nudge(weight, row) /></td> })
                        .collect::<Vec<_>>();
                    let label = trace.labels.get(row).map(|label| format!(" ({label})"));
                    view! {
                        <tr class:units__here=here>
                            <th scope="row"><button type="button" class="units__pick" on:click=move |_| cursor.row.set(row)>
                                {row + 1}{label}</button></th>
                            {cells}
                        </tr>
                    }
                })
                .collect::<Vec<_>>();
            let together = match trace.network.reduction() {
                Reduction::Sum => "sum",
                _ => "mean",
            };
            let means = weights
                .iter()
                .map(
                    |&weight| view! { <td><Num cursor quantity=Quantity::Gradient(weight) /></td> },
                )
                .collect::<Vec<_>>();
            let folded = (trace.batch_len > n_rows)
                .then(|| format!("and {} more examples", format::count(trace.batch_len - n_rows)));
            view! {
                <div class="scroll" tabindex="0" role="region" aria-label="What each example asks of the weights">
                    <table class="nudges">
                        <thead><tr><th scope="col">"Example"</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot><tr><th scope="row">{together}" of "{trace.batch_len}</th>{means}</tr></tfoot>
                    </table>
                </div>
                <p class="field__hint">{folded}</p>
            }
        })
    };
    view! { <h3>"What each example asks of its weights"</h3>{table} }
}
