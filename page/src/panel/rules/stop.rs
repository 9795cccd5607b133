//! When a run stops by itself (CURRICULUM A6): after so many epochs, when the loss hardly
//! falls any more, or when it is good enough; the rule that is met first.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use crate::widget::number_field::NumberField;
use descent::training::{StopRules, Tolerance};

/// A change of these is a run of its own.
const OTHER_END: &str = "Another end";

/// A field for each rule.
#[component]
pub fn StopFields() -> impl IntoView {
    let state = use_state();
    let stop = Memo::new(move |_| state.config.with(|config| config.stop));
    let set = move |edit: &dyn Fn(&mut StopRules)| {
        state.begin_changed(OTHER_END, |config| edit(&mut config.stop))
    };
    // Of values nobody can say which share is right.
    let has_classes =
        Memo::new(move |_| state.config.with(|config| config.dataset.n_classes().is_some()));
    let watches_loss = Memo::new(move |_| stop.get().tolerance.is_some());
    let patience = move || {
        watches_loss.get().then(|| {
            view! {
                <NumberField testid="stop-patience" label="… in so many epochs running" step=1.0
                    value=Signal::derive(move || Some(f64::from(stop.get().tolerance?.patience)))
                    on_set=move |to| {
                        let patience = whole(to.unwrap_or(1.0))?;
                        set(&|stop| {
                            if let Some(tolerance) = &mut stop.tolerance {
                                tolerance.patience = patience;
                            }
                        })
                    } />
            }
        })
    };
    let accuracy = move || {
        has_classes.get().then(|| {
            view! {
                <NumberField testid="stop-accuracy" label="Stop at an accuracy of, %" placeholder="never" step=1.0
                    value=Signal::derive(move || percent(stop.get().target_accuracy?))
                    on_set=move |to| {
                        let target_accuracy = to.map(share).transpose()?;
                        set(&|stop| stop.target_accuracy = target_accuracy)
                    } />
            }
        })
    };
    view! {
        <NumberField testid="stop-epochs" label="Stop after epochs" placeholder="never" step=1.0
            value=Signal::derive(move || stop.get().max_epochs.map(f64::from))
            on_set=move |to| {
                let max_epochs = to.map(whole).transpose()?;
                set(&|stop| stop.max_epochs = max_epochs)
            } />
        <NumberField testid="stop-tolerance" label="Stop if the loss falls by no more than"
            placeholder="never" step=0.001
            value=Signal::derive(move || stop.get().tolerance.and_then(|it| shown(it.min_change)))
            on_set=move |to| {
                let min_change = to.map(|to| to as f32);
                set(&|stop| {
                    let patience = stop.tolerance.map_or(1, |it| it.patience);
                    stop.tolerance = min_change.map(|min_change| Tolerance { min_change, patience });
                })
            } />
        {patience}
        {accuracy}
    }
}

/// The rules in a few words, those that there are.
pub fn told(stop: &StopRules) -> Vec<String> {
    let n = |n: u64, what: &str| {
        format!("{} {what}{}", format::count(n as usize), if n == 1 { "" } else { "s" })
    };
    let steps = stop.max_steps.map(|steps| format!("stops after {}", n(steps, "step")));
    let epochs = stop.max_epochs.map(|epochs| format!("stops after {}", n(epochs.into(), "epoch")));
    let loss = stop.tolerance.map(|_| "stops when the loss hardly falls".to_owned());
    let accuracy = stop.target_accuracy.and_then(percent).map(|it| format!("stops at {it} %"));
    [steps, epochs, loss, accuracy].into_iter().flatten().collect()
}

/// Through text, so that 0.9 is 90 and not 89.99999762.
fn percent(share: f32) -> Option<f64> {
    format!("{:.3}", 100.0 * f64::from(share)).parse().ok()
}

/// The same of an `f32` as it is.
fn shown(number: f32) -> Option<f64> {
    number.to_string().parse().ok()
}

fn share(percent: f64) -> Result<f32, String> {
    let is_share = percent > 0.0 && percent <= 100.0;
    is_share
        .then_some((percent / 100.0) as f32)
        .ok_or_else(|| "A number above 0, up to 100; or nothing.".to_owned())
}

fn whole(number: f64) -> Result<u32, String> {
    let is_whole = number >= 1.0 && number.fract() == 0.0 && number <= f64::from(u32::MAX);
    is_whole.then_some(number as u32).ok_or_else(|| "A whole number from 1, or nothing.".to_owned())
}
