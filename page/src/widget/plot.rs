//! A small picture of a function: two axes with their numbers, and what is drawn between
//! them cut off at its edges. Labels are text of the page: they keep their size however
//! wide the picture is.

use leptos::prelude::*;

use crate::format;
use descent::plots::Axis;

/// Where a value lies on an axis, in percent of its length; far outside it comes no
/// farther than three lengths away, so that a browser can still draw to there.
pub fn percent(axis: &Axis, value: f64) -> f64 {
    let share = axis.position(value).unwrap_or(if value > axis.start() { 3.0 } else { -2.0 });
    100.0 * share.clamp(-2.0, 3.0)
}

/// A line through points, as an SVG path in a plane of 100 by 100 whose y goes up.
pub fn path(x: &Axis, y: &Axis, points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (at, value) in points {
        let (left, top) = (percent(x, at), 100.0 - percent(y, value));
        let command = if d.is_empty() { 'M' } else { 'L' };
        d.push_str(&format!("{command}{left:.2} {top:.2}"));
    }
    d
}

/// A tick's number, with powers of ten as they are written everywhere else.
fn label(axis: &Axis, tick: f64) -> String {
    let text = axis.label(tick).replace('-', "−");
    match text.split_once('e') {
        Some((mantissa, _)) => {
            format::significant(tick, mantissa.chars().filter(char::is_ascii_digit).count())
        }
        None => text,
    }
}

/// The axes with what is between them.
#[component]
pub fn Plot(
    /// To the right, with its ticks.
    x: Axis,
    /// Up, with its ticks.
    y: Axis,
    /// What x is.
    x_label: &'static str,
    /// What y is.
    y_label: &'static str,
    /// Marks and texts over the picture, placed in percent.
    #[prop(into)]
    over: ViewFn,
    /// Paths in a plane of 100 by 100, whose y goes down.
    children: Children,
) -> impl IntoView {
    let y_ticks = y
        .ticks()
        .iter()
        .map(|&tick| {
            let top = format!("{:.2}%", 100.0 - percent(&y, tick));
            view! { <span class="plot__tick plot__tick--y" style:top=top>{label(&y, tick)}</span> }
        })
        .collect::<Vec<_>>();
    let x_ticks = x
        .ticks()
        .iter()
        .map(|&tick| {
            let left = format!("{:.2}%", percent(&x, tick));
            view! { <span class="plot__tick plot__tick--x" style:left=left>{label(&x, tick)}</span> }
        })
        .collect::<Vec<_>>();
    let grid: String = y
        .ticks()
        .iter()
        .map(|&tick| format!("M0 {:.2}H100", 100.0 - percent(&y, tick)))
        .chain(x.ticks().iter().map(|&tick| format!("M{:.2} 0V100", percent(&x, tick))))
        .collect();
    view! {
        <div class="plot">
            <span class="plot__label plot__label--y" aria-hidden="true">{y_label}</span>
            <div class="plot__area">
                <svg class="plot__lines" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                    <path class="plot__grid" d=grid />
                    {children()}
                </svg>
                <div class="plot__ticks" aria-hidden="true">{y_ticks}{x_ticks}</div>
                {move || over.run()}
            </div>
            <span class="plot__label plot__label--x" aria-hidden="true">{x_label}</span>
        </div>
    }
}
