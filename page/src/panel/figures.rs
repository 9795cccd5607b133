//! Where the run stands, in figures that can be read from the last row.

use leptos::prelude::*;

use super::Panel;
use crate::format;
use crate::state::use_state;
use descent::protocol::Progress;

/// The panel.
pub static PANEL: Panel = Panel {
    key: "figures",
    title: "Where it stands",
    head: None,
    body: || view! { <Figures /> }.into_any(),
    shown: None,
};

#[component]
fn Figures() -> impl IntoView {
    let state = use_state();
    let read = move |get: fn(&Progress) -> Option<f64>| {
        Signal::derive(move || state.progress.with(|p| p.as_ref().and_then(get)))
    };
    // The losses beside it are without it.
    let has_penalty = Memo::new(move |_| state.config.with(|it| !it.penalty.is_none()));
    view! {
        <dl class="figures">
            <Figure testid="epoch" name="Epoch" value=read(|p| Some(p.epoch))
                show=|v| format::fixed(v, if v < 10.0 { 2 } else { 1 }) />
            <Figure testid="steps" name="Steps" value=read(|p| Some(p.step as f64)) show=format::grouped />
            <Figure testid="test-accuracy" name="Accuracy, held out" kind="test"
                value=read(|p| format::accuracy(&p.test?)) show=|v| format::percent(v, 2) />
            <Figure testid="train-accuracy" name="Accuracy, training" kind="train"
                value=read(|p| format::accuracy(&p.train?)) show=|v| format::percent(v, 1) />
            <Figure testid="test-loss" name="Loss, held out" kind="test"
                value=read(|p| p.test.map(|m| f64::from(m.loss))) show=format::number />
            <Figure testid="train-loss" name="Loss, training" kind="train"
                value=read(|p| p.train.map(|m| f64::from(m.loss))) show=format::number />
            <Show when=move || has_penalty.get()>
                <Figure testid="penalty" name="Penalty, added" value=read(|p| Some(p.penalty))
                    show=format::number />
            </Show>
            <Figure testid="samples-per-second" name="Examples/s"
                value=read(|p| Some(p.samples_per_second)) show=format::grouped />
            <Figure testid="train-seconds" name="Seconds"
                value=read(|p| Some(p.train_seconds)) show=|v| format::fixed(v, 1) />
        </dl>
    }
}

/// One figure; a dash while there is none.
#[component]
fn Figure(
    testid: &'static str,
    name: &'static str,
    #[prop(default = "")] kind: &'static str,
    value: Signal<Option<f64>>,
    show: fn(f64) -> String,
) -> impl IntoView {
    view! {
        <div class=format!("figure figure--{kind}")>
            <dt>{name}</dt>
            <dd class="number" data-testid=testid
                data-value=move || value.get().map(|v| v.to_string()).unwrap_or_default()>
                {move || value.get().map_or_else(|| "–".to_owned(), show)}
            </dd>
        </div>
    }
}
