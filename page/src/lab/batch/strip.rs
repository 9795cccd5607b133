//! The loss of each example as a bar, and their mean as a line.

use leptos::prelude::*;

use super::words;
use crate::format;
use crate::widget::as_table::AsTable;
use crate::widget::plot::{Plot, path, percent};
use descent::plots::Axis;
use descent::protocol::seen::Batch;

/// The strip.
#[component]
pub fn Strip(
    /// The batch.
    batch: Memo<Option<Batch>>,
    /// The classes' names.
    names: Memo<Vec<String>>,
    /// The example that is pointed at, by its place in the batch.
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let losses = Signal::derive(move || {
        batch.with(|batch| {
            let examples = batch.as_ref().map(|batch| batch.examples.iter().map(|one| one.score));
            examples.map(Iterator::collect::<Vec<f32>>).unwrap_or_default()
        })
    });
    let label = move || {
        batch.with(|batch| {
            let batch = batch.as_ref()?;
            let largest = losses.get().into_iter().fold(0.0, f32::max);
            Some(format!(
                "The losses of {} examples as bars, the largest {}; their mean {}.",
                format::count(batch.examples.len()),
                format::number(f64::from(largest)),
                format::number(f64::from(batch.loss)),
            ))
        })
    };
    let mean = move || {
        batch.with(|batch| {
            let mean = f64::from(batch.as_ref()?.loss);
            Some(format!("their mean, {}", format::number(mean)))
        })
    };
    let spoken = move || {
        let idx = pointed.get()?;
        batch.with(|batch| {
            let shown = batch.as_ref()?.examples.get(idx)?;
            Some(names.with(|names| words::example(shown, names)))
        })
    };
    view! {
        <figure class="batch-strip" data-testid="batch-strip"
            data-value=move || batch.with(|batch| batch.as_ref().map(|batch| batch.loss.to_string()))>
            <div role="img" aria-label=label>
                {move || batch.with(|batch| batch.as_ref().map(|batch| view! { <Bars batch=batch.clone() pointed /> }))}
            </div>
            <figcaption class="batch-strip__caption">
                <span class="key__item"><i class="batch-strip__swatch"></i>"read right: hollow"</span>
                <span class="key__item"><i class="batch-strip__swatch batch-strip__swatch--wrong"></i>"read wrong: filled"</span>
                <span class="key__item"><i class="batch-strip__mean-key"></i>{mean}</span>
                <span class="batch-strip__spoken number">{spoken}</span>
            </figcaption>
            <AsTable name="the losses of the batch" values=losses cols=10 />
        </figure>
    }
}

/// Bars and line.
#[component]
fn Bars(batch: Batch, pointed: RwSignal<Option<usize>>) -> impl IntoView {
    let n = batch.examples.len().max(1);
    let finite = |loss: f32| if loss.is_finite() { f64::from(loss) } else { 0.0 };
    let mean = finite(batch.loss);
    let largest = batch.examples.iter().map(|one| finite(one.score)).fold(mean, f64::max);
    let y = Axis::linear(0.0, (1.08 * largest).max(1e-6)).with_ticks(4);
    let x = Axis::linear(0.0, n as f64);
    let gap = if n > 100 { 0.0 } else { 0.12 };
    let bar = |idx: usize| {
        let (left, right) = (idx as f64 + gap, (idx + 1) as f64 - gap);
        let top = finite(batch.examples[idx].score);
        let [left, right] = [left, right].map(|at| percent(&x, at));
        let top = 100.0 - percent(&y, top);
        format!("M{left:.2} 100V{top:.2}H{right:.2}V100Z")
    };
    let of = |right: bool| -> String {
        let is_right = |idx: &usize| words::is_right(&batch.examples[*idx]) == Some(true);
        (0..batch.examples.len()).filter(|idx| is_right(idx) == right).map(bar).collect()
    };
    let (right, wrong) = (of(true), of(false));
    let all: Vec<String> = (0..batch.examples.len()).map(bar).collect();
    let line = path(&x, &y, [(0.0, mean), (n as f64, mean)].into_iter());
    view! {
        <Plot x y x_label="example" y_label="loss" over=|| ()>
            <path class="batch-strip__bars" d=right />
            <path class="batch-strip__bars batch-strip__bars--wrong" d=wrong />
            <path class="batch-strip__pointed" d=move || pointed.get().and_then(|idx| all.get(idx).cloned()) />
            <path class="batch-strip__line" d=line />
        </Plot>
    }
}
