//! What went wrong and what to do about it; and the way back from what was done.

use leptos::prelude::*;

use crate::format;
use crate::state::{Pretrained, WorkerState, use_state};
use descent::protocol::DataState;

/// Messages above the lesson; nothing when all is well.
#[component]
pub fn Notices() -> impl IntoView {
    let state = use_state();
    let crashed = move || match state.worker.get() {
        WorkerState::Crashed(message) => Some(view! {
            <div class="notice notice--bad" role="alert" data-testid="crash">
                <p><strong>"The engine has stopped. "</strong>{message}</p>
                <button type="button" class="button" data-testid="restart"
                    on:click=move |_| state.restart_worker()>"Restart from the last checkpoint"</button>
            </div>
        }),
        _ => None,
    };
    let data_failed = move || match state.data.get() {
        DataState::Failed { message } => Some(view! {
            <div class="notice notice--bad" role="alert" data-testid="data-failed">
                <p><strong>"The digits could not be loaded. "</strong>{message}</p>
                <button type="button" class="button" data-testid="try-again"
                    on:click=move |_| state.load()>"Try again"</button>
            </div>
        }),
        _ => None,
    };
    let model_failed = move || match state.pretrained.get() {
        Pretrained::Failed(message) => Some(view! {
            <div class="notice notice--bad" role="alert" data-testid="model-failed">
                <p><strong>"The shipped model could not be loaded. "</strong>{message}</p>
                <button type="button" class="button"
                    on:click=move |_| state.load()>"Try again"</button>
            </div>
        }),
        _ => None,
    };
    let diverged = Memo::new(move |_| state.has_diverged());
    let worse = Memo::new(move |_| !state.has_diverged() && state.is_worse_than_at_start());
    let worse = move || {
        worse.get().then(|| {
            view! {
                <div class="notice notice--bad" role="alert" data-testid="worse">
                    <p>
                        <strong>"Worse than at the start. "</strong>
                        "The loss is well above where it began: the steps are too long. Choose a \
                         smaller learning rate and begin again."
                    </p>
                    <button type="button" class="button"
                        on:click=move |_| state.retry_slower()>"Begin again with a tenth of the rate"</button>
                </div>
            }
        })
    };
    let diverged = move || {
        diverged.get().then(|| {
            let step = state.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
            let rate = state.learning_rate.get_untracked().get();
            view! {
                <div class="notice notice--bad" role="alert" data-testid="diverged">
                    <p>
                        <strong>"The loss exploded. "</strong>
                        {format!("At step {step}, with a learning rate of {rate}, the loss is no \
                            longer a finite number. Choose a smaller rate and begin again.")}
                    </p>
                    <button type="button" class="button"
                        on:click=move |_| state.retry_slower()>"Begin again with a tenth of the rate"</button>
                </div>
            }
        })
    };
    let finished = Memo::new(move |_| state.finished());
    let rests = Memo::new(move |_| state.has_come_to_rest());
    // Until the run finishes anew.
    let dismissed = RwSignal::new(false);
    Effect::new(move |_| {
        finished.track();
        dismissed.set(false);
    });
    let finished = move || {
        finished.get().filter(|_| !dismissed.get()).map(|reason| {
            let step = state.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
            let is_at_rest = rests.get();
            let next = if is_at_rest {
                "The learning rate has come down to 0, so going on would change nothing; \
                 Reset begins again."
            } else {
                "Train goes on from here."
            };
            let reset = is_at_rest.then(|| {
                view! {
                    <button type="button" class="button" data-testid="reset-finished"
                        on:click=move |_| state.reset()>"Reset"</button>
                }
            });
            view! {
                <div class="notice" role="status" data-testid="finished">
                    <p>
                        <strong>"Finished. "</strong>
                        {format!("The run has stopped by itself at step {}: {}. {next}",
                            format::count(step as usize), reason.text())}
                    </p>
                    {reset}
                    <button type="button" class="button button--quiet"
                        on:click=move |_| dismissed.set(true)>"Dismiss"</button>
                </div>
            }
        })
    };
    let told = move || {
        state.notice.get().map(|notice| {
            let undo = notice.undo.map(|kept| {
                view! {
                    <button type="button" class="button" data-testid="undo-run"
                        on:click=move |_| state.undo(kept.clone())>"Undo"</button>
                }
            });
            view! {
                <div class="notice" role="status" data-testid="notice">
                    <p>{notice.text}</p>
                    {undo}
                    <button type="button" class="button button--quiet"
                        on:click=move |_| state.notice.set(None)>"Dismiss"</button>
                </div>
            }
        })
    };
    view! { {crashed} {data_failed} {model_failed} {diverged} {worse} {finished} {told} }
}
