//! A line chart: canvas, legend, read-out by pointer or keys, and its numbers.

mod legend;
mod numbers;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use self::legend::Legend;
use self::numbers::Numbers;
use crate::canvas::use_canvas;
use descent::plots::readout::{format_x, nearest_x, step_x, summary};
use descent::plots::{Axes, LineChart, PlotBox, Scale, Series};

/// What is on the canvas: what pointers point at.
struct Drawn {
    axes: Axes,
    plot: Option<PlotBox>,
}

/// Where a run stands that has gone back.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// Its x.
    pub x: f64,
    /// What the engine tells of there, a figure a series, as far as it has measured.
    pub figures: Vec<Option<f64>>,
}

/// A chart of series that may grow while it is shown.
#[component]
pub fn Chart(
    /// The lines; read in place.
    #[prop(into)]
    series: Signal<Vec<Series>>,
    /// How y is measured.
    #[prop(into)]
    scale: Signal<Scale>,
    /// What y is.
    title: &'static str,
    /// What x is, in the singular.
    #[prop(default = "epoch")]
    x_label: &'static str,
    /// Whether x goes in equal factors.
    #[prop(default = false)]
    has_logarithmic_x: bool,
    /// What to say while there are no points.
    #[prop(into)]
    empty_text: Signal<String>,
    /// A place to be marked: where the run stands, if that is not at the end of its curves.
    #[prop(optional, into)]
    now: Signal<Option<Now>>,
    /// Controls, at the right end of the title's line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let crosshair = RwSignal::new(None::<f64>);
    let spoken = RwSignal::new(String::new());
    let drawn = StoredValue::new(None::<Drawn>);
    let is_empty = Memo::new(move |_| {
        series.with(|series| series.iter().all(|series| series.points.is_empty()))
    });
    let canvas = use_canvas(
        move || {
            series.track();
            scale.track();
            crosshair.track();
            now.track();
        },
        move |area, theme, units| {
            series.with(|series| {
                // Empty means a new run: nothing of the old zoom is kept.
                let axes = drawn.with_value(|before| {
                    let before = before.as_ref().filter(|_| !is_empty.get());
                    let axes = Axes::fit(series, scale.get(), before.map(|before| &before.axes));
                    if has_logarithmic_x { axes.with_logarithmic_x(series) } else { axes }
                });
                let crosshair = crosshair.get();
                let now = now.with(|now| now.as_ref().map(|now| now.x));
                let chart = LineChart { series, axes: &axes, x_label, crosshair, now };
                // An error would be of the canvas, which has none to give while it exists.
                let plot = chart.draw(area, theme, units).ok().flatten();
                drawn.set_value(Some(Drawn { axes, plot }));
            });
        },
    );

    // A run that has gone back: its figures are those of there.
    let read_at = move || crosshair.get().or_else(|| now.with(|now| now.as_ref().map(|it| it.x)));
    let point = move |event: PointerEvent| {
        let Some((left, _)) = canvas.place_of(&event) else { return };
        let x = drawn.with_value(|drawn| {
            let Drawn { axes, plot } = drawn.as_ref()?;
            Some(plot.as_ref()?.x_at(&axes.x, left))
        });
        crosshair.set(x.and_then(|x| series.with_untracked(|series| nearest_x(series, x))));
    };
    let move_by_key = move |event: KeyboardEvent| {
        let Some(axis) = drawn.with_value(|it| it.as_ref().map(|it| it.axes.x.clone())) else {
            return;
        };
        let share = if event.shift_key() { 0.1 } else { 0.01 };
        let x = series.with_untracked(|series| {
            let at = crosshair.get_untracked();
            // As far on the screen, wherever it begins.
            let place = at.and_then(|at| axis.position(at)).unwrap_or(1.0);
            let stride = axis.value_at(place) - axis.value_at(place - share);
            match event.key().as_str() {
                "ArrowLeft" => Some(step_x(series, at.unwrap_or(f64::INFINITY), -stride)),
                "ArrowRight" => Some(step_x(series, at.unwrap_or(f64::NEG_INFINITY), stride)),
                "Home" => Some(step_x(series, f64::NEG_INFINITY, 0.0)),
                "End" => Some(step_x(series, f64::INFINITY, 0.0)),
                "Escape" => Some(None),
                _ => None,
            }
        });
        if let Some(x) = x {
            event.prevent_default();
            crosshair.set(x);
            let text = x.map(|x| series.with_untracked(|all| say(x_label, x, all, scale)));
            spoken.set(text.unwrap_or_default());
        }
    };
    let label = move || {
        let text = series.with(|series| summary(title, x_label, series, scale.get()));
        text.unwrap_or_else(|| format!("{title}: {}", empty_text.get()))
    };

    view! {
        <figure class="chart">
            <figcaption class="chart__caption">
                <span class="chart__title">{title}</span>
                <span class="chart__at">
                    {move || read_at().map(|x| format!("{x_label} {}", format_x(x)))}
                </span>
                {children.map(|controls| view! { <div class="chart__controls">{controls()}</div> })}
                <Legend series scale crosshair now />
            </figcaption>
            <div
                class="chart__plot"
                node_ref=canvas.frame
                tabindex="0"
                role="group"
                aria-label=format!("{title}: read values with the arrow keys")
                on:pointermove=point
                on:pointerdown=point
                on:pointerleave=move |_| crosshair.set(None)
                on:keydown=move_by_key
                on:blur=move |_| { let _ = crosshair.try_set(None); }
            >
                <canvas node_ref=canvas.element role="img" aria-label=label></canvas>
                <p class="chart__empty" hidden=move || !is_empty.get()>{move || empty_text.get()}</p>
            </div>
            <span class="visually-hidden" role="status">{move || spoken.get()}</span>
            <Numbers series scale x_label caption=title />
        </figure>
    }
}

/// The values at x, to be spoken.
fn say(x_label: &str, x: f64, series: &[Series], scale: Signal<Scale>) -> String {
    let scale = scale.get_untracked();
    let values = series.iter().filter_map(|series| {
        series.nearest(x).map(|(_, y)| format!("{} {}", series.label, scale.format(y)))
    });
    format!("{x_label} {}: {}", format_x(x), values.collect::<Vec<_>>().join(", "))
}
