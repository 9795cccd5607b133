//! Which values, for how long; Start and Cancel, how far it has come, how long it will take.

use leptos::prelude::*;

use super::list::ListField;
use super::{Form, Grid, usual};
use crate::format;
use crate::small::abreast::knob::Knob;
use crate::small::abreast::settings::GroundField;
use crate::state::{State, use_state};
use crate::widget::number_field::NumberField;
use crate::widget::segmented::Segmented;
use crate::widget::{focus, is_focus_lost};

/// What the columns may be.
const ACROSS: [Knob; 3] = [Knob::Batch, Knob::Optimizer, Knob::Decay];
/// Longest, in epochs.
const MOST_EPOCHS: f64 = 1_000.0;

/// The panel.
#[component]
pub fn FormPanel() -> impl IntoView {
    let state = use_state();
    let (form, setup) = (state.abreast.form, state.abreast.setup);
    let across = Memo::new(move |_| form.with(|it| it.across));
    let under_way = Memo::new(move |_| state.is_gridding());
    // Taken if the runs can be.
    let change = move |next: Form| {
        setup.with_untracked(|setup| next.cells(&setup.base))?;
        form.set(next);
        Ok(())
    };
    let set_across = move |across: Knob| {
        let columns = usual(across, setup.with_untracked(|setup| setup.ground));
        form.update(|form| (form.across, form.columns) = (across, columns));
    };
    let columns = move || {
        let knob = across.get();
        view! {
            <ListField knob testid="grid-columns"
                values=Signal::derive(move || form.with(|it| it.columns.clone()))
                on_set=move |columns| change(Form { columns, ..form.get_untracked() }) />
        }
    };
    view! {
        <section class="panel abreast__choose" aria-labelledby="grid-heading">
            <h2 id="grid-heading">"Which are tried"</h2>
            <GroundField />
            <ListField knob=Knob::Rate testid="grid-rates"
                values=Signal::derive(move || form.with(|it| it.rates.clone()))
                on_set=move |rates| change(Form { rates, ..form.get_untracked() }) />
            <div class="field">
                <span class="field__label">"against"</span>
                <Segmented label="Columns" value=across on_choose=set_across
                    options=ACROSS.map(|knob| (knob, short(knob))).to_vec() />
            </div>
            {columns}
            <NumberField testid="grid-epochs" label="Epochs each" step=0.1
                value=Signal::derive(move || form.with(|it| Some(it.n_epochs)))
                on_set=move |to| match to {
                    Some(n) if n > 0.0 && n <= MOST_EPOCHS => {
                        form.update(|form| form.n_epochs = n);
                        Ok(())
                    }
                    _ => Err("More than 0 and at most 1,000.".to_owned()),
                } />
            <p class="field__hint" data-testid="grid-estimate">{move || estimate(state)}</p>
            <Buttons under_way />
        </section>
    }
}

#[component]
fn Buttons(under_way: Memo<bool>) -> impl IntoView {
    let state = use_state();
    let (start, cancel) =
        (NodeRef::<leptos::html::Button>::new(), NodeRef::<leptos::html::Button>::new());
    let begin = move |_| {
        let (form, setup) = (state.abreast.form.get_untracked(), state.abreast.setup);
        let (ground, base) = setup.with_untracked(|it| (it.ground, it.base.clone()));
        match form.cells(&base) {
            Ok(cells) => {
                let n_epochs = form.n_epochs;
                let began = js_sys::Date::now();
                state.begin_grid(Grid { form, ground, cells, n_epochs, end: None, began });
                if let Some(cancel) = cancel.get_untracked() {
                    cancel.set_disabled(false);
                    focus(&cancel);
                }
            }
            Err(wrong) => state.tell(&wrong),
        }
    };
    // Who has cancelled, or waited for the end, is not left without a place.
    Effect::new(move |before: Option<bool>| {
        let now = under_way.get();
        let is_at_cancel = || {
            let active = document().active_element();
            cancel.get_untracked().is_some_and(|it| active.as_ref() == Some(&it))
        };
        if before == Some(true)
            && !now
            && (is_at_cancel() || is_focus_lost())
            && let Some(start) = start.get_untracked()
        {
            start.set_disabled(false);
            focus(&start);
        }
        now
    });
    let share = move || {
        let share = state.grid_seen().map_or(0.0, |seen| seen.share_done);
        if state.abreast.grid.with(Option::is_some) { share } else { 0.0 }
    };
    let left = move || {
        let share = share();
        let began = state.abreast.grid.with(|grid| grid.as_ref().map(|grid| grid.began));
        let seconds = began.map(|began| (js_sys::Date::now() - began) / 1e3)?;
        (under_way.get() && share > 0.05)
            .then(|| format!("about {} left", duration(seconds * (1.0 - share) / share)))
    };
    view! {
        <div class="abreast__presets">
            <button type="button" class="button button--primary" data-testid="grid-start" node_ref=start
                disabled=under_way on:click=begin>"Start"</button>
            <button type="button" class="button" data-testid="grid-cancel" node_ref=cancel
                disabled=move || !under_way.get()
                on:click=move |_| state.cancel_grid("Cancelled. What is done stays.")>"Cancel"</button>
        </div>
        <div class="abreast__progress" data-testid="grid-progress" data-value=move || share().to_string()>
            <progress max="1" value=share aria-label="Of the grid" hidden=move || !under_way.get()></progress>
            <span class="field__hint number">{left}</span>
        </div>
    }
}

const fn short(knob: Knob) -> &'static str {
    match knob {
        Knob::Batch => "batches",
        Knob::Optimizer => "optimizers",
        _ => "L2",
    }
}

/// How long it will take, by the speed that the engine has measured of run A.
fn estimate(state: State) -> String {
    let (n, n_epochs) =
        state.abreast.form.with(|it| (it.rates.len() * it.columns.len(), it.n_epochs));
    let runs = if n == 1 { "1 run".to_owned() } else { format!("{n} runs") };
    let n_train = state.config.with(|config| config.n_train()) as f64;
    let speed = state.progress.with(|progress| {
        let progress = progress.as_ref().filter(|it| it.train_seconds > 0.02)?;
        Some(progress.epoch * n_train / progress.train_seconds)
    });
    match speed {
        Some(speed) => format!(
            "{runs}: about {} at the speed of run A; small batches take longer.",
            duration(n as f64 * n_epochs * n_train / speed)
        ),
        None => format!("{runs} of {n_epochs} epochs each."),
    }
}

/// "8 s", "3 min".
fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1.5 => "1 s".to_owned(),
        _ if seconds < 100.0 => format!("{seconds:.0} s"),
        _ => format!("{} min", format::count((seconds / 60.0).round() as usize)),
    }
}
