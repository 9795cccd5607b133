//! One of the runs: its figures, how it is, what it looks like, and in what it differs.

use leptos::prelude::*;

use super::differences::told;
use super::letter;
use super::maps::Look;
use crate::format;
use crate::small::field::Mark;
use crate::state::use_state;
use descent::protocol::{Progress, Status};
use descent::training::StopReason;

/// The column.
#[component]
pub fn Column(
    /// Which of them.
    idx: usize,
) -> impl IntoView {
    let state = use_state();
    let progress = Memo::new(move |_| state.lane_progress(idx));
    let config = Memo::new(move |_| state.lane_config(idx));
    let value = Memo::new(move |_| {
        let knob = state.abreast.setup.with(|it| it.knob);
        let value = config.with(|config| config.as_ref().map(|it| knob.told(&knob.of(it))));
        (knob.name(), value.unwrap_or_default())
    });
    let step = move || progress.with(|it| it.as_ref().map_or(0, |it| it.step));
    let held_out = move || progress.with(|it| it.as_ref()?.test?.accuracy.map(f64::from));
    let loss = move || progress.with(|it| Some(f64::from(it.as_ref()?.train?.loss)));
    let status = Memo::new(move |_| progress.with(|it| status(it.as_ref())));
    let difference = Memo::new(move |_| {
        let Some((first, other)) = state.lane_config(0).zip(config.get()) else {
            return String::new();
        };
        match idx {
            0 => "The others are compared with this one.".to_owned(),
            _ => told(&first, &other, idx, state.abreast.setup.with(|it| it.knob)),
        }
    });
    let heading = format!("abreast-run-{idx}-heading");
    let named_by = heading.clone();
    view! {
        <section class="panel abreast__run" aria-labelledby=named_by
            data-testid=format!("abreast-run-{idx}") data-value=move || step().to_string()>
            <h2 id=heading class="abreast__name">
                <Mark idx /> <span>{letter(idx)}</span>
                <span class="abreast__of">{move || value.get().0}" "<strong>{move || value.get().1}</strong></span>
            </h2>
            <p class="abreast__status" data-testid=format!("abreast-status-{idx}")
                data-value=move || status.get().0>{move || status.get().1}</p>
            <dl class="abreast__figures">
                <div><dt>"steps"</dt><dd class="number">{move || format::count(step() as usize)}</dd></div>
                <div><dt>"loss, training"</dt>
                    <dd class="number" data-testid=format!("abreast-loss-{idx}")
                        data-value=move || loss().map(|it| it.to_string()).unwrap_or_default()>
                        {move || loss().map_or("–".to_owned(), format::number)}
                    </dd></div>
                <div><dt>"right, held out"</dt>
                    <dd class="number" data-testid=format!("abreast-accuracy-{idx}")
                        data-value=move || held_out().map(|it| it.to_string()).unwrap_or_default()>
                        {move || held_out().map_or("–".to_owned(), |it| format::percent(it, 1))}
                    </dd></div>
            </dl>
            <Look idx />
            <p class="abreast__difference" data-testid=format!("abreast-difference-{idx}")>{difference}</p>
        </section>
    }
}

/// How it is: a key, and words.
fn status(progress: Option<&Progress>) -> (&'static str, &'static str) {
    let Some(progress) = progress else { return ("start", "At its start.") };
    match progress.status {
        Status::Training => ("training", "Training."),
        Status::WaitingForData => ("waiting", "Waits for its examples."),
        Status::Rewinding => ("rewinding", "On the way to another step."),
        Status::Diverged => {
            ("diverged", "Diverged: its loss is no number any more. Its steps were too long.")
        }
        Status::Finished(StopReason::TargetAccuracy) => {
            ("finished", "Finished: it has the accuracy that was asked for.")
        }
        Status::Finished(_) => ("finished", "Finished."),
        Status::Paused if progress.step == 0 => ("start", "At its start."),
        Status::Paused => ("paused", "Paused."),
    }
}
