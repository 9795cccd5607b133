//! Loss and accuracy by updates, with the failed run's faintly behind those of its cure.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use crate::widget::chart::Chart;
use crate::widget::segmented::Segmented;
use descent::plots::{Mark, Scale, Series, Tint};
use descent::protocol::Metrics;
use descent::training::{History, HistoryPoint};

type Of = fn(&Metrics) -> Option<f64>;

/// Both charts.
#[component]
pub fn Curves() -> impl IntoView {
    let state = use_state();
    let is_steep = state.tried.with_untracked(|tried| tried.failure().is_steep);
    let scale = RwSignal::new(if is_steep { Scale::Logarithmic } else { Scale::Linear });
    let empty_text = "Let it fail, and watch the curve.".to_owned();
    view! {
        <div class="curves">
            <Chart title="Loss" x_label="step" series=series_of(|m| Some(m.loss.into())) scale
                empty_text=empty_text.clone()>
                <Segmented label="Scale of the loss"
                    options=vec![(Scale::Linear, "linear"), (Scale::Logarithmic, "log")]
                    value=scale on_choose=move |chosen| scale.set(chosen) />
            </Chart>
            <Chart title="Accuracy" x_label="step" series=series_of(format::accuracy)
                scale=Signal::stored(Scale::Share) empty_text />
        </div>
    }
}

/// By updates: a failure and its cure may have epochs of other lengths.
fn series_of(of: Of) -> Signal<Vec<Series>> {
    let state = use_state();
    let failed = Memo::new(move |_| {
        state.tried.with(|tried| match tried.cure {
            Some(_) if !tried.failed.train().is_empty() => vec![
                curve("failed, training", Tint::InkFaint, Mark::Smoothed, tried.failed.train(), of),
                curve("failed, held-out", Tint::InkFaint, Mark::Dots, tried.failed.test(), of),
            ],
            _ => Vec::new(),
        })
    });
    Signal::derive(move || {
        let mut all = failed.get();
        state.history.with(|history: &History| {
            all.push(curve("training", Tint::Train, Mark::Smoothed, history.train(), of));
            all.push(curve("held-out", Tint::Test, Mark::Dots, history.test(), of));
        });
        all
    })
}

fn curve(label: &'static str, tint: Tint, mark: Mark, points: &[HistoryPoint], of: Of) -> Series {
    let mut series = Series::new(label, tint, mark);
    series.points.extend(points.iter().filter_map(|point| {
        let metrics = match mark {
            Mark::Smoothed => point.train,
            Mark::Dots | Mark::Lettered { .. } => point.test,
        };
        Some((point.step as f64, of(&metrics?)?))
    }));
    series
}
