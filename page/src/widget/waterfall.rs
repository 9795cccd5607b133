//! A sum, drawn: each term goes on where the one before it ended.

use leptos::prelude::*;

use crate::format;
use descent::plots::Axis;

/// One term.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is called.
    pub name: String,
    /// What it adds.
    pub value: f32,
}

/// The terms of a sum, one below the other, from 0 to the total; a table for those who
/// do not see it.
#[component]
pub fn Waterfall(
    /// The terms in their order.
    bars: Vec<Bar>,
    /// What the terms are: the heading of their names.
    names: &'static str,
    /// What a term is: the heading of their values.
    term: &'static str,
    /// What the sum is called.
    total: &'static str,
    /// The sum as the engine has it.
    engine_sum: f32,
    /// What it shows.
    label: &'static str,
) -> impl IntoView {
    let mut sums = vec![0.0f32];
    for bar in &bars {
        sums.push(sums[sums.len() - 1] + bar.value);
    }
    let ends = sums.iter().filter(|sum| sum.is_finite());
    let (low, high) =
        ends.fold((0.0f32, 0.0f32), |(low, high), &sum| (low.min(sum), high.max(sum)));
    // Not narrower than a sum of nothing but zeros needs.
    let span = (high - low).max(f32::MIN_POSITIVE);
    let percent = move |value: f32| 100.0 * (value - low) / span;
    let zero = percent(0.0);
    let axis = Axis::linear(low.into(), high.into()).with_ticks(4);
    let ticks = axis
        .ticks()
        .iter()
        .map(|&tick| {
            let left = format!("{:.2}%", percent(tick as f32));
            view! { <span style:left=left>{axis.label(tick).replace('-', "−")}</span> }
        })
        .collect::<Vec<_>>();
    let rows = bars
        .iter()
        .zip(sums.windows(2))
        .map(|(bar, ends)| {
            let (from, to) = (percent(ends[0].min(ends[1])), percent(ends[0].max(ends[1])));
            let sign = if bar.value < 0.0 { "waterfall__bar waterfall__bar--negative" } else { "waterfall__bar" };
            view! {
                <tr>
                    <th scope="row">{bar.name.clone()}</th>
                    <td class="waterfall__track" aria-hidden="true">
                        <span class="waterfall__zero" style:left=format!("{zero}%")></span>
                        <span class=sign style=format!("left:{from}%;width:{}%", (to - from).max(0.4))></span>
                    </td>
                    <td class="number" title=bar.value.to_string()>{format::signed(f64::from(bar.value))}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let sum = engine_sum;
    view! {
        <table class="waterfall" aria-label=label>
            <thead><tr>
                <th scope="col">{names}</th>
                <td class="waterfall__track waterfall__ticks" aria-hidden="true">{ticks}</td>
                <th scope="col" class="number">{term}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr>
                <th scope="row">{total}</th>
                <td class="waterfall__track" aria-hidden="true">
                    <span class="waterfall__zero" style:left=format!("{zero}%")></span>
                    <span class="waterfall__end" style:left=format!("{}%", percent(sum))></span>
                </td>
                <td class="number"><strong title=sum.to_string()>{format::number(f64::from(sum))}</strong></td>
            </tr></tfoot>
        </table>
    }
}
