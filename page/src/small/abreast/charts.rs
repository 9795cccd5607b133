//! Loss and accuracy, a line a run, told apart by letter and symbol as well as by color.

use leptos::prelude::*;

use super::letter;
use crate::state::{State, use_state};
use crate::widget::chart::Chart;
use crate::widget::segmented::Segmented;
use descent::plots::{Mark, Scale, Series, Tint};
use descent::protocol::Metrics;
use descent::training::History;

/// Measured on which examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Training,
    HeldOut,
}

type Of = fn(&Metrics) -> Option<f64>;

/// Both charts.
#[component]
pub fn Charts() -> impl IntoView {
    let (loss_on, accuracy_on) = (RwSignal::new(On::Training), RwSignal::new(On::Training));
    let scale = RwSignal::new(Scale::Linear);
    let empty_text = "Press Train, and watch them part.".to_owned();
    view! {
        <div class="curves" data-testid="abreast-chart">
            <Chart title="Loss" series=series_of(loss_on, |it| Some(it.loss.into())) scale
                empty_text=empty_text.clone()>
                <Examples on=loss_on label="Loss on which examples" />
                <Segmented label="Scale of the loss" value=scale on_choose=move |chosen| scale.set(chosen)
                    options=vec![(Scale::Linear, "linear"), (Scale::Logarithmic, "log")] />
            </Chart>
            <Chart title="Accuracy" series=series_of(accuracy_on, |it| it.accuracy.map(f64::from))
                scale=Signal::stored(Scale::Share) empty_text>
                <Examples on=accuracy_on label="Accuracy on which examples" />
            </Chart>
        </div>
    }
}

#[component]
fn Examples(on: RwSignal<On>, label: &'static str) -> impl IntoView {
    view! {
        <Segmented label value=on on_choose=move |chosen| on.set(chosen)
            options=vec![(On::Training, "training"), (On::HeldOut, "held out")] />
    }
}

fn series_of(on: RwSignal<On>, of: Of) -> RwSignal<Vec<Series>> {
    let state = use_state();
    let series = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let on = on.get();
        let n = state.abreast.setup.with(|it| it.values.len());
        let all = (0..n).map(|idx| {
            let mark = Mark::Lettered { idx, is_faint: false };
            let tint = Tint::RUNNERS[idx % Tint::RUNNERS.len()];
            let mut line = Series::new(name(state, idx), tint, mark);
            let points = state.with_lane_history(idx, |history| points(history, on, of));
            line.points = points.unwrap_or_default();
            line
        });
        series.set(all.collect());
    });
    series
}

/// "A: 0.1"
fn name(state: State, idx: usize) -> String {
    let knob = state.abreast.setup.with(|it| it.knob);
    let value = state.lane_config(idx).map(|config| knob.told(&knob.of(&config)));
    format!("{}: {}", letter(idx), value.unwrap_or_default())
}

fn points(history: &History, on: On, of: Of) -> Vec<(f64, f64)> {
    let points = match on {
        On::Training => history.train(),
        On::HeldOut => history.test(),
    };
    let points = points.iter().filter_map(|point| {
        let metrics = match on {
            On::Training => point.train,
            On::HeldOut => point.test,
        };
        Some((point.epoch, of(&metrics?)?))
    });
    points.collect()
}
