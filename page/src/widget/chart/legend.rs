//! Whose line is whose, and where it stands: at the crosshair, where a run that has gone back
//! stands, or at its end.

use leptos::prelude::*;

use super::Now;
use descent::plots::series::DASHES;
use descent::plots::{Mark, Scale, Series, Tint};

/// One entry a series: a sample of its line, its name, its value.
#[component]
pub fn Legend(
    series: Signal<Vec<Series>>,
    scale: Signal<Scale>,
    #[prop(into)] crosshair: Signal<Option<f64>>,
    now: Signal<Option<Now>>,
) -> impl IntoView {
    // The entries are made anew only for other series, not for more points.
    let entries = Memo::new(move |_| {
        series.with(|series| {
            let entry = |series: &Series| (series.label.clone(), series.tint, series.mark);
            series.iter().map(entry).collect::<Vec<_>>()
        })
    });
    let value = move |idx: usize| {
        let y = series.with(|series| {
            let series = series.get(idx)?;
            let point = match (crosshair.get(), now.get()) {
                (Some(x), _) => series.nearest(x),
                // The nearest point may be a later one, and the run has not come there.
                (None, Some(Now { x, figures })) => match figures.get(idx) {
                    Some(&Some(y)) => return Some(y),
                    _ => series.latest_until(x),
                },
                (None, None) => series.latest(),
            };
            point.map(|(_, y)| y)
        });
        y.map(|y| scale.get().format(y))
    };
    let entry = move |(idx, (label, tint, mark)): (usize, (_, Tint, _))| {
        let color = format!("color: var({})", tint.css_property());
        view! {
            <li class="chart__entry">
                <Sample mark color />
                <span class="chart__label">{label}</span>
                <span class="chart__value">{move || value(idx)}</span>
            </li>
        }
    };
    view! {
        <ul class="chart__legend">
            {move || entries.get().into_iter().enumerate().map(entry).collect_view()}
        </ul>
    }
}

/// A short piece of the line, as it is drawn.
#[component]
fn Sample(mark: Mark, color: String) -> impl IntoView {
    let (width, dashes) = match mark {
        Mark::Smoothed => ("2.5", String::new()),
        Mark::Dots => ("1.5", String::new()),
        Mark::Lettered { idx, is_faint } => {
            let dashes = DASHES[idx % DASHES.len()].iter().map(f64::to_string);
            (if is_faint { "1" } else { "2" }, dashes.collect::<Vec<_>>().join(" "))
        }
    };
    // As many dashes as it takes to tell them apart.
    let length = if matches!(mark, Mark::Lettered { .. }) { 40 } else { 24 };
    view! {
        <svg class="chart__sample" width=length height="12" style=color aria-hidden="true">
            <line x1="1" x2=length - 1 y1="6" y2="6" stroke="currentColor" stroke-width=width
                stroke-dasharray=dashes />
            {(mark == Mark::Dots).then(|| view! { <circle cx="12" cy="6" r="3.5" fill="currentColor" /> })}
        </svg>
    }
}
