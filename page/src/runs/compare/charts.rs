//! The curves of the compared runs, and how they are looked at.

use leptos::prelude::*;

use super::{Compared, Looking, borrowed};
use crate::widget::chart::Chart;
use crate::widget::segmented::Segmented;
use descent::ledger::overlay::{Across, Part, series};
use descent::plots::learning_curve::Quantity;
use descent::plots::{Scale, Series};

/// What curves are averaged over: shares of their length.
const SMOOTHINGS: [(f64, &str); 3] = [(0.0, "as it is"), (0.04, "smooth"), (0.2, "very smooth")];

/// The charts of loss and accuracy.
#[component]
pub fn Charts(
    /// The runs.
    runs: Signal<Vec<Compared>>,
    /// How they are looked at.
    looking: Looking,
) -> impl IntoView {
    let Looking { part, across, smoothing, scale, has_logarithmic_x } = looking;
    let of = move |quantity: Quantity| {
        Signal::derive(move || runs.with(|runs| series(&borrowed(runs), looking.view(quantity))))
    };
    let (loss, accuracy) = (of(Quantity::Loss), of(Quantity::Accuracy));
    let has_points = |series: &Vec<Series>| series.iter().any(|it| !it.points.is_empty());
    let has_accuracy = Memo::new(move |_| accuracy.with(has_points));
    // What a chart goes along is said when it is made.
    let charts = move || {
        let (x_label, has_logarithmic_x) = (across.get().name(), has_logarithmic_x.get());
        let empty_text = "There are no figures of this kind.".to_owned();
        view! {
            <Chart title="Loss" x_label has_logarithmic_x series=loss scale empty_text=empty_text.clone()>
                <Segmented label="Scale of the loss"
                    options=vec![(Scale::Linear, "linear"), (Scale::Logarithmic, "log")]
                    value=scale on_choose=move |chosen| scale.set(chosen) />
            </Chart>
            {has_accuracy.get().then(|| view! {
                <Chart title="Accuracy" x_label has_logarithmic_x series=accuracy
                    scale=Signal::stored(Scale::Share) empty_text />
            })}
        }
    };
    view! {
        <div class="runs__looking">
            <Choice name="Measured on">
                <Segmented label="Measured on"
                    options=vec![(Part::HeldOut, "held-out"), (Part::Training, "training"), (Part::Both, "both")]
                    value=part on_choose=move |chosen| part.set(chosen) />
            </Choice>
            <Choice name="Along">
                <Segmented label="Along"
                    options=vec![(Across::Step, "updates"), (Across::Epoch, "epochs"), (Across::Second, "seconds")]
                    value=across on_choose=move |chosen| across.set(chosen) />
            </Choice>
            <Choice name="Its axis">
                <Segmented label="Its axis" options=vec![(false, "linear"), (true, "log")]
                    value=has_logarithmic_x on_choose=move |chosen| has_logarithmic_x.set(chosen) />
            </Choice>
            <Choice name="Curves">
                <Segmented label="Curves" options=SMOOTHINGS.to_vec()
                    value=smoothing on_choose=move |chosen| smoothing.set(chosen) />
            </Choice>
        </div>
        <div class="curves runs__charts" data-testid="runs-chart">{charts}</div>
    }
}

/// A choice with its name before it.
#[component]
fn Choice(
    /// What is chosen.
    name: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="runs__choice"><span class="field__hint" aria-hidden="true">{name}</span>{children()}</div>
    }
}
