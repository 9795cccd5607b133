//! The run's time: drag to any step that was made, and every view shows the run as it was
//! then.

use leptos::prelude::*;

use super::again::Again;
use super::icon::{END, Icon, LEFT, RIGHT, START};
use crate::format;
use crate::state::use_state;
use descent::protocol::{Progress, Status};

/// Where a run stands among its steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place {
    first: u64,
    step: u64,
    newest: u64,
    epoch: f64,
    is_on_the_way: bool,
}

impl From<&Progress> for Place {
    fn from(progress: &Progress) -> Self {
        let &Progress { first, step, newest, epoch, status, .. } = progress;
        Self { first, step, newest, epoch, is_on_the_way: status == Status::Rewinding }
    }
}

/// Goes to any step of the run, and says where it stands.
#[component]
pub fn Rewind() -> impl IntoView {
    let state = use_state();
    let place = Memo::new(move |_| {
        state.progress.with(|progress| progress.as_ref().map(Place::from)).unwrap_or_default()
    });
    // Where the hand is, until the run has come there.
    let aim = RwSignal::new(None::<u64>);
    Effect::new(move |_| {
        if !place.get().is_on_the_way {
            aim.set(None);
        }
    });
    let go_to = move |step: u64| {
        aim.set(Some(step));
        state.go_to(step);
    };
    let shown = move || aim.get().unwrap_or(place.get().step);
    let text = move || {
        let Place { newest, epoch, .. } = place.get();
        let count = |step: u64| format::count(step as usize);
        match aim.get() {
            Some(aim) => format!("going to update {}", count(aim)),
            None => {
                let step = count(shown());
                format!("update {step} of {}, epoch {}", count(newest), format::fixed(epoch, 2))
            }
        }
    };
    let is_back = Memo::new(move |_| place.get().step < place.get().newest);
    let is_first = Memo::new(move |_| place.get().step <= place.get().first);
    let has_past = move || place.get().newest > place.get().first;
    let button = move |testid, path, name, is_off: Memo<bool>, to: fn(Place) -> u64| {
        view! {
            <button type="button" class="button button--quiet button--round" data-testid=testid
                aria-label=name title=name disabled=is_off
                on:click=move |_| go_to(to(place.get_untracked()))>
                <Icon path />
            </button>
        }
    };
    let is_newest = Memo::new(move |_| !is_back.get());
    view! {
        <div class="rewind" role="group" aria-label="Go back in the run" hidden=move || !has_past()>
            {button("rewind-start", START, "To the start", is_first, |it| it.first)}
            {button("rewind-back", LEFT, "One update back", is_first, |it| it.step.saturating_sub(1))}
            <input type="range" data-testid="rewind" aria-label="Update of the run" step="1"
                min=move || place.get().first.to_string()
                max=move || place.get().newest.to_string()
                aria-valuetext=text
                data-value=move || place.get().step.to_string()
                prop:value=move || shown().to_string()
                on:input=move |event| {
                    if let Ok(step) = event_target_value(&event).parse() {
                        go_to(step);
                    }
                } />
            {button("rewind-forward", RIGHT, "One update forward", is_newest, |it| it.step + 1)}
            {button("rewind-newest", END, "To the newest update", is_newest, |it| it.newest)}
            <p class="rewind__place number" data-testid="rewind-place">{text}</p>
            <p class="rewind__hint" hidden=move || !is_back.get()>
                "Train goes on from here, step by step as it did; with another rate, another way."
            </p>
            {move || is_back.get().then(|| view! { <Again /> })}
        </div>
    }
}
