//! Loss and accuracy while training, train and held out.

use leptos::prelude::*;

use super::Panel;
use crate::state::use_state;
use crate::widget::chart::{Chart, Now};
use crate::widget::health::HealthLine;
use crate::widget::rewind::Rewind;
use crate::widget::segmented::Segmented;
use crate::widget::versions::KeepVersion;
use descent::plots::learning_curve::Quantity;
use descent::plots::{Scale, Series};

/// The panel.
pub static PANEL: Panel = Panel {
    key: "curves",
    title: "How it learns",
    head: None,
    body: || view! { <Curves /> }.into_any(),
    shown: None,
};

#[component]
fn Curves() -> impl IntoView {
    let scale = RwSignal::new(Scale::Linear);
    let empty_text = "Press Train and watch the curve grow.".to_owned();
    view! {
        <div class="curves">
            <Chart title="Loss" series=series_of(Quantity::Loss) scale
                now=now_of(Quantity::Loss)
                empty_text=empty_text.clone()>
                <Segmented label="Scale of the loss"
                    options=vec![(Scale::Linear, "linear"), (Scale::Logarithmic, "log")]
                    value=scale on_choose=move |chosen| scale.set(chosen) />
            </Chart>
            <Chart title="Accuracy" series=series_of(Quantity::Accuracy)
                scale=Signal::stored(Scale::Share) now=now_of(Quantity::Accuracy) empty_text />
        </div>
        <Rewind />
        <KeepVersion />
        <HealthLine />
    }
}

/// The run's curves of one quantity, following its history.
fn series_of(quantity: Quantity) -> RwSignal<Vec<Series>> {
    let state = use_state();
    let series = RwSignal::new(quantity.curves());
    Effect::new(move |_| {
        state.history.with(|history| series.update(|series| quantity.show(series, history)));
    });
    series
}

/// Where the run stands, if it has gone back, with its figures of one quantity in the order of
/// its curves.
fn now_of(quantity: Quantity) -> Memo<Option<Now>> {
    let state = use_state();
    Memo::new(move |_| {
        let x = state.rewound_to()?;
        let metrics = state.progress.with(|it| it.as_ref().map(|it| [it.train, it.test]))?;
        let figures = metrics.map(|metrics| quantity.of(metrics?)).to_vec();
        Some(Now { x, figures })
    })
}
