//! The batch: what each example asks of a few of a unit's weights, and the mean of that,
//! which is the engine's gradient.

use leptos::html;
use leptos::prelude::*;

use super::super::number::Num;
use super::super::of_trace;
use super::shown::Shown;
use crate::state::use_state;
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::nn::{Reduction, StepTrace};
use descent::walk::{Phase, Quantity, Term, Weight, terms};

/// Weights in the table.
const COLUMNS: usize = 3;
/// Height of a row, in CSS pixels: all are as high, so that of a large batch only those
/// are made that can be seen.
const ROW: f64 = 44.0;
/// Rows that are made; more than fit into the box.
const MADE: usize = 14;

/// Rows are examples, columns weights; below, what becomes of them together.
#[component]
pub fn Nudges(shown: Shown) -> impl IntoView {
    let state = use_state();
    let cursor = shown.cursor;
    let n_rows = Memo::new(move |_| of_trace(state, |t| t.inputs.nrows()).unwrap_or(0));
    let has_pictures =
        Memo::new(move |_| of_trace(state, |t| t.inputs.ncols()) == Some(DigitImage::LEN));
    let weights = Memo::new(move |_| columns(shown));
    // The first row that is made.
    let first = RwSignal::new(0usize);
    let frame = NodeRef::<html::Div>::new();
    let on_scroll = move |_| {
        if let Some(frame) = frame.get_untracked() {
            let top = (f64::from(frame.scroll_top()) / ROW) as usize;
            // In steps, so that not every pixel makes the rows anew.
            first.set(top.saturating_sub(3) / 2 * 2);
        }
    };
    // The followed example is always to be seen.
    Effect::new(move |_| {
        let row = cursor.row.get();
        let Some(frame) = frame.get() else { return };
        let (top, height) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()));
        let at = row as f64 * ROW;
        // The head covers one row, the foot another.
        if at < top || at + 3.0 * ROW > top + height {
            frame.set_scroll_top((at - height / 2.0 + 1.5 * ROW).max(0.0) as i32);
        }
    });
    let heads = move || {
        let chosen = shown.weight.get();
        let head = |&weight: &Weight| {
            let text = weight.input_idx.map_or("bias".to_owned(), |k| shown.short_name_of_input(k));
            let pick = move |_| shown.pick(weight.input_idx);
            view! {
                <th scope="col" class:nudges__chosen=weight == chosen>
                    <button type="button" class="units__pick" aria-pressed=(weight == chosen).to_string()
                        title=format!("Choose {}", shown.name_of(weight.input_idx)) on:click=pick>{text}</button>
                </th>
            }
        };
        weights.with(|weights| weights.iter().map(head).collect::<Vec<_>>())
    };
    // The full color, for each column.
    let largest = Memo::new(move |_| {
        let of = |weight: &Weight| {
            of_trace(state, |trace| {
                let nudges = (0..trace.inputs.nrows())
                    .filter_map(|row| Quantity::Nudge(*weight, row).value(trace));
                nudges
                    .fold(0.0f32, |m, nudge| if nudge.is_finite() { m.max(nudge.abs()) } else { m })
            })
            .unwrap_or(0.0)
        };
        weights.with(|weights| weights.iter().map(of).collect::<Vec<_>>())
    });
    let range = Memo::new(move |_| {
        let n = n_rows.get();
        let first = first.get().min(n.saturating_sub(MADE));
        (first, (first + MADE).min(n))
    });
    let rows = move || {
        let (first, end) = range.get();
        first..end
    };
    let space = move |of: fn((usize, usize), usize) -> usize| {
        move || format!("{}px", of(range.get(), n_rows.get()) as f64 * ROW)
    };
    let means = move || {
        let chosen = shown.weight.get();
        let mean = |&weight: &Weight| {
            view! { <td class:nudges__chosen=weight == chosen><Num cursor quantity=Quantity::Gradient(weight) /></td> }
        };
        weights.with(|weights| weights.iter().map(mean).collect::<Vec<_>>())
    };
    let together = move || {
        of_trace(state, |trace| {
            let word = if trace.network.reduction() == Reduction::Sum { "Sum" } else { "Mean" };
            format!("{word} of {}", trace.batch_len)
        })
    };
    let unseen = move || {
        of_trace(state, |trace| {
            let (n, all) = (trace.inputs.nrows(), trace.batch_len);
            (all > n).then(|| format!("Of this batch the first {n} examples are recorded; the mean is that of all {all}."))
        })
    };
    view! {
        <h3>"What each example asks of a weight"</h3>
        <div class="nudges__box" tabindex="0" role="region" node_ref=frame on:scroll=on_scroll
            data-testid="nudges" aria-label="What each example asks of the weights">
            <table class="nudges" aria-rowcount=move || n_rows.get() + 2>
                <thead><tr aria-rowindex="1"><th scope="col">"Weight from"</th>{heads}</tr></thead>
                <tbody>
                    <tr aria-hidden="true" style:height=space(|(first, _), _| first)></tr>
                    // By number: who scrolls finds the rows that stay as they are.
                    <For each=rows key=|row| *row let:row>
                        <Row shown row weights largest has_picture=has_pictures.get_untracked() />
                    </For>
                    <tr aria-hidden="true" style:height=space(|(_, end), n| n - end)></tr>
                </tbody>
                <tfoot><tr><th scope="row">{together}</th>{means}</tr></tfoot>
            </table>
        </div>
        <p class="field__hint">"Each row is δ·x of one example. The row at the bottom is the engine’s gradient. \
            Choose an example to follow it."</p>
        {move || unseen().flatten().map(|text| view! { <p class="field__hint">{text}</p> })}
    }
}

#[component]
fn Row(
    shown: Shown,
    row: usize,
    weights: Memo<Vec<Weight>>,
    largest: Memo<Vec<f32>>,
    has_picture: bool,
) -> impl IntoView {
    let state = use_state();
    let cursor = shown.cursor;
    let here = move || cursor.row.get() == row;
    // The examples of another step are others.
    let label =
        Memo::new(move |_| of_trace(state, |trace| trace.labels.get(row).copied()).flatten());
    let values = Signal::derive(move || {
        let input = |trace: &StepTrace| trace.inputs.row(row).to_vec();
        of_trace(state, |t| (has_picture && row < t.inputs.nrows()).then(|| input(t)))
            .flatten()
            .unwrap_or_default()
    });
    let cell = move |(&weight, &largest): (&Weight, &f32)| {
        let quantity = Quantity::Nudge(weight, row);
        let value = of_trace(state, |trace| quantity.value(trace)).flatten().unwrap_or(0.0);
        let share = if largest > 0.0 { (value.abs() / largest).clamp(0.0, 1.0) } else { 0.0 };
        let color = if value < 0.0 { "negative" } else { "positive" };
        let strength = 45.0 * share.sqrt();
        let heat = format!("color-mix(in srgb, var(--{color}) {strength:.0}%, transparent)");
        let is_chosen = move || shown.weight.get() == weight;
        view! { <td class:nudges__chosen=is_chosen style:background=heat><Num cursor quantity /></td> }
    };
    let cells = move || {
        let largest = largest.get();
        weights.with(|weights| weights.iter().zip(&largest).map(cell).collect::<Vec<_>>())
    };
    view! {
        <tr class="nudges__row" class:units__here=here aria-rowindex=row + 2>
            <th scope="row">
                <button type="button" class="units__pick nudges__example" aria-pressed=move || here().to_string()
                    on:click=move |_| cursor.row.set(row)>
                    <span class="visually-hidden">"Follow example "</span>
                    <span class="number">{row + 1}</span>
                    <span class="visually-hidden">", label "</span>
                    {has_picture.then(|| view! {
                        <span class="nudges__picture"><Picture values label="" /></span>
                    })}
                    <strong class="number">{move || label.get()}</strong>
                </button>
            </th>
            {cells}
        </tr>
    }
}

/// The chosen weight, and beside it those with the largest gradients.
fn columns(shown: Shown) -> Vec<Weight> {
    let state = use_state();
    let (at, chosen) = (shown.at.get(), shown.weight.get());
    let telling = of_trace(state, |trace| {
        shown.cursor.places.with(|places| {
            let place = places.of_unit(Phase::Backward, at.layer_idx, at.unit_idx);
            let all = terms::terms(trace, places, place, at.row).into_iter();
            let weights = all.filter_map(|term| match term {
                Term::Gradient(weight) => Some(weight),
                _ => None,
            });
            weights.take(COLUMNS).collect::<Vec<_>>()
        })
    })
    .unwrap_or_default();
    let others = telling.into_iter().filter(|weight| *weight != chosen).take(COLUMNS - 1);
    std::iter::once(chosen).chain(others).collect()
}
