//! What has become of the run, and what was done to it. In the top line, where room is kept
//! for it: it covers nothing that it speaks of, and nothing moves when it comes and goes. A
//! phone's top line has room for the ways to the rooms and no more: there it lies at the lower
//! edge, above what else is there.

use leptos::prelude::*;

use leptos::html;
use wasm_bindgen::JsCast;

use super::Notice;
use crate::canvas::on_resize;
use crate::format;
use crate::state::{Room, State, Way, Wreck, use_state};
use crate::widget::icon::{CLEAR, Icon};
use descent::health::words;
use descent::training::StopReason;

/// Between the notices at the lower edge and the control that one is at, in CSS pixels.
const CLEARANCE: f64 = 12.0;

/// Notices about the run; nothing when it just goes on.
#[component]
pub fn RunNotices() -> impl IntoView {
    let state = use_state();
    // Why it is refused to go on says that it has finished, too.
    let refused = Memo::new(move |_| {
        state.notice.with(|n| n.as_ref().is_some_and(|n| n.way == Some(Way::Reset)))
    });
    // Where there is no run, nothing is told of the one that was left; of runs side by side each
    // says in its own column how it is.
    let is_told = Memo::new(move |_| state.has_run_here() && !state.is_abreast());
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            let watched = frame.clone();
            on_resize(&watched, move || make_room_below(&frame));
        }
    });
    view! {
        <div class="notices" node_ref=frame>
            <Show when=move || is_told.get()>
                <Diverged />
                <Worse />
                <Show when=move || !refused.get()><Finished /></Show>
            </Show>
            <Told />
        </div>
    }
}

/// Says to the page's style how high the notices are, so that all of it can be scrolled up from
/// behind them where they lie at the lower edge; and does so with the control that one is at.
fn make_room_below(notices: &web_sys::HtmlElement) {
    if let Some(root) = document().document_element() {
        let height = format!("{}px", notices.offset_height());
        // A name and a length: they can't be refused.
        let _ = root
            .unchecked_into::<web_sys::HtmlElement>()
            .style()
            .set_property("--notices", &height);
    }
    let Some(active) = document().active_element().filter(|active| active.tag_name() != "BODY")
    else {
        return;
    };
    let (theirs, its) = (notices.get_bounding_client_rect(), active.get_bounding_client_rect());
    let is_at_lower_edge = theirs.height() > 0.0 && theirs.top() > theirs.height();
    let is_covered = its.bottom() > theirs.top() && its.top() < theirs.bottom();
    // What is as high as half of the window, as a picture is, is not hidden.
    let is_control = its.height() < theirs.top() / 2.0;
    if is_at_lower_edge && is_covered && is_control && !notices.contains(Some(&active)) {
        window().scroll_by_with_x_and_y(0.0, its.bottom() - theirs.top() + CLEARANCE);
    }
}

/// The loss is no number any more.
#[component]
fn Diverged() -> impl IntoView {
    let state = use_state();
    let diverged = Memo::new(move |_| state.has_diverged());
    let notice = move || {
        diverged.get().then(|| {
            let step = state.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
            let step = format::count(step as usize);
            let text = if untrack(|| state.is_wrong_open()) {
                format!("At step {step} the loss is no longer a finite number.")
            } else {
                format!(
                    "At step {step}, with a learning rate of {}, the loss is no longer a finite \
                     number. Choose a smaller rate and begin again.",
                    rate_in_force(state)
                )
            };
            view! {
                <Notice testid="diverged" title="The loss exploded." text is_bad=true>
                    <Remedy />
                </Notice>
            }
        })
    };
    view! { {notice} }
}

/// It does worse than it began, and goes on.
#[component]
fn Worse() -> impl IntoView {
    let state = use_state();
    let worse = Memo::new(move |_| {
        !state.has_diverged() && state.finished().is_none() && state.is_worse_than_at_start()
    });
    let dismissed = dismissed_until_changed(move || worse.track());
    let notice = move || {
        (worse.get() && !dismissed.get()).then(|| {
            let text = if untrack(|| state.is_wrong_open()) {
                "The loss is well above where it began."
            } else {
                "The loss is well above where it began: the steps are too long. Choose a smaller \
                 learning rate and begin again."
            };
            view! {
                <Notice testid="worse" title="Worse than at the start." text is_bad=true>
                    <Remedy />
                    <Dismiss on_click=move || dismissed.set(true) />
                </Notice>
            }
        })
    };
    view! { {notice} }
}

/// It has stopped by itself: why, how it turned out, and what can be done now.
#[component]
fn Finished() -> impl IntoView {
    let state = use_state();
    let finished = Memo::new(move |_| state.finished());
    let rests = Memo::new(move |_| state.has_come_to_rest());
    let wreck = Memo::new(move |_| state.wreck());
    let found = Memo::new(move |_| state.vitals.told.with(|told| told.first().map(words::what)));
    let dismissed = state.finish_dismissed;
    let notice = move || {
        finished.get().filter(|_| !dismissed.get()).map(|reason| {
            let end = end_of(state, reason);
            let dismiss = view! { <Dismiss on_click=move || dismissed.set(true) /> };
            if let Some(wreck) = wreck.get() {
                let text = format!("{end}. {}", post_mortem(state, wreck, found.get()));
                let is_cured_here = untrack(|| state.is_wrong_open());
                let way = if wreck.has_exploded || is_cured_here {
                    view! { <Remedy /> }.into_any()
                } else {
                    view! { <ResetButton /> }.into_any()
                };
                return view! {
                    <Notice testid="finished" title="Finished, but in vain." text is_bad=true>
                        {way} {dismiss}
                    </Notice>
                }
                .into_any();
            }
            let next = if rests.get() {
                "The learning rate has come down to 0: going on would change nothing. Reset \
                 starts again."
            } else {
                "Train goes on from here."
            };
            let reset = rests.get().then(|| view! { <ResetButton /> });
            view! {
                <Notice testid="finished" title="Finished." text=format!("{end}. {next}")>
                    {reset} {dismiss}
                </Notice>
            }
            .into_any()
        })
    };
    view! { {notice} }
}

/// What was just done, or could not be.
#[component]
fn Told() -> impl IntoView {
    let state = use_state();
    let notice = move || {
        state.notice.get().map(|notice| {
            let way = notice.way.map(|way| match way {
                Way::Undo(kept) => view! {
                    <button type="button" class="button" data-testid="undo-run"
                        on:click=move |_| state.undo(kept.clone())>"Undo"</button>
                }
                .into_any(),
                Way::Reset => view! { <ResetButton /> }.into_any(),
                Way::ToRuns => view! {
                    <button type="button" class="button" data-testid="to-runs"
                        on:click=move |_| state.enter(Room::Runs)>"To the runs"</button>
                }
                .into_any(),
            });
            view! {
                <Notice testid="notice" text=notice.text>
                    {way}
                    <Dismiss on_click=move || {
                        state.finish_dismissed.set(true);
                        state.notice.set(None);
                    } />
                </Notice>
            }
        })
    };
    view! { {notice} }
}

/// What helps: a smaller rate; in the lab of what goes wrong, the cure that it has.
#[component]
fn Remedy() -> impl IntoView {
    let state = use_state();
    let way = move || {
        match (state.is_wrong_open(), state.cure_at_hand()) {
        (true, Some(cure)) => view! {
            <button type="button" class="button" data-testid="cure-at-hand"
                on:click=move |_| state.cure(0)>{format!("Try the same {}", cure.change)}</button>
        }
        .into_any(),
        (true, None) => view! { <ResetButton /> }.into_any(),
        (false, _) => view! {
            <button type="button" class="button" data-testid="retry-slower"
                on:click=move |_| state.retry_slower()>"Begin again with a tenth of the rate"</button>
        }
        .into_any(),
    }
    };
    view! { {way} }
}

#[component]
fn ResetButton() -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="button" data-testid="reset-finished"
            on:click=move |_| state.reset()>"Reset"</button>
    }
}

#[component]
fn Dismiss(on_click: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="button button--quiet button--round" data-testid="dismiss"
            aria-label="Dismiss" title="Dismiss" on:click=move |_| on_click()><Icon path=CLEAR /></button>
    }
}

/// Whether a notice was dismissed; what it tells of having changed, it is to be shown anew.
fn dismissed_until_changed(track: impl Fn() + 'static) -> RwSignal<bool> {
    let dismissed = RwSignal::new(false);
    Effect::new(move |_| {
        track();
        dismissed.set(false);
    });
    dismissed
}

/// η as the schedule has it, and what it is of if that is another.
fn rate_in_force(state: State) -> String {
    let set = state.learning_rate.get_untracked().get();
    match untrack(|| state.scheduled_rate()).filter(|&now| now != set) {
        Some(now) => format!("{} (schedule from {set})", format::significant(f64::from(now), 2)),
        None => set.to_string(),
    }
}

/// Where the run has ended, and by which rule.
fn end_of(state: State, reason: StopReason) -> String {
    let stop = state.config.with_untracked(|config| config.stop);
    let step = state.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
    let all = |n: u64, what: &str| match n {
        1 => format!("Its one {what} is done"),
        n => format!("All {} {what}s done", format::count(n as usize)),
    };
    let why = match reason {
        StopReason::MaxSteps => return all(stop.max_steps.unwrap_or(step), "step"),
        StopReason::MaxEpochs => all(stop.max_epochs.unwrap_or_default().into(), "epoch"),
        StopReason::Tolerance => "The loss hardly falls any more".to_owned(),
        StopReason::TargetAccuracy => "The target accuracy is reached".to_owned(),
    };
    format!("{why}, at step {}", format::count(step as usize))
}

/// How it went wrong, and what did it: what was found in its layers, or else the rate.
fn post_mortem(state: State, wreck: Wreck, found: Option<String>) -> String {
    let percent = |share: f32, decimals| format::percent(f64::from(share), decimals);
    let result = if wreck.is_guessing() {
        format!("guessing gets {}", percent(wreck.guessing, 0))
    } else {
        "with a loss well above the start's".to_owned()
    };
    let set = state.learning_rate.get_untracked().get();
    let cause = if let Some(found) = found {
        found
    } else if wreck.has_exploded {
        format!("The learning rate of {set} was probably too high.")
    } else {
        format!("The learning rate of {set} probably does not suit this network: try another.")
    };
    format!(
        "It ended at {} of the held-out examples right; {result}. {cause}",
        percent(wreck.accuracy, 1)
    )
}
