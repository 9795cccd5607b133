//! Its next batch: a contact sheet of the examples that the next update is made with
//! (CURRICULUM E5), the loss of each, and the one number that becomes of them (F5).

mod sheet;
mod strip;
mod words;

use leptos::prelude::*;

use self::sheet::Sheet;
use self::strip::Strip;
use super::View;
use super::exam::{Taken, class_names};
use super::training::Training;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::icon::{Icon, STEP};
use crate::widget::visible::use_visible;
use descent::protocol::look::MOST_EXAMPLES;
use descent::protocol::seen::{Batch, Shown};
use descent::protocol::{Look, Progress, Seen};

/// The view.
pub static VIEW: View = View {
    key: "batch",
    title: "Its next batch",
    about: "An update is not made with one example but with a batch: drawn from the shuffled data, and averaged into one loss.",
    body: || view! { <NextBatch /> }.into_any(),
};

/// Least time between two batches that are shown while the run trains, in milliseconds: few
/// enough to see one, and to leave the page its frames.
const EVERY_MS: f64 = 400.0;
/// The same for many pictures.
const MANY_EVERY_MS: f64 = 1000.0;
/// More pictures than this are many.
const MANY: usize = 64;

#[component]
fn NextBatch() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    let taken = RwSignal::new(None::<Shown>);
    let pointed = RwSignal::new(None::<usize>);
    let names = class_names();
    let answer = state.answers.of(Slot::Batch);
    follow(is_visible);

    let batch = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Batch(batch))) => Some(batch.clone()),
            _ => None,
        })
    });
    let has_batch = Memo::new(move |_| batch.with(Option::is_some));
    let examples = Memo::new(move |_| {
        batch.with(|batch| batch.as_ref().map(|b| b.examples.clone()).unwrap_or_default())
    });
    let said = move || batch.with(|batch| batch.as_ref().map(words::said));
    let rest = move || batch.with(|batch| batch.as_ref().and_then(words::rest));
    let at = move |of: fn(&Batch) -> String| move || batch.with(|b| b.as_ref().map(of));
    let training = Memo::new(move |_| state.is_training());
    view! {
        <div class="stack" node_ref=frame data-testid="batch" data-value=at(|b| b.step.to_string())>
            <div class="wrap">
                <Training />
                <button type="button" class="button" data-testid="batch-step"
                    disabled=move || training.get()
                    on:click=move |_| state.step()><Icon path=STEP /> "Make this update"</button>
            </div>
            <Show when=move || has_batch.get() fallback=move || view! { <Nothing /> }>
                <p class="batch__said number" data-testid="batch-said"
                    data-value=at(|b| format!("{} {} {}", b.epoch, b.position, b.len))>{said}</p>
                <Strip batch names pointed />
                <Taken taken names />
                <Sheet examples names taken pointed />
                <p class="field__hint number" data-testid="batch-rest"
                    data-value=at(|b| (b.len as usize - b.examples.len()).to_string())>{rest}</p>
            </Show>
        </div>
    }
}

/// Asks for the batch whenever the run has gone on, not too often.
fn follow(is_visible: Signal<bool>) {
    let state = use_state();
    let at = Memo::new(move |_| {
        state
            .progress
            .with(|p| p.as_ref().map_or((0, false), |p| (p.step, Progress::is_under_way(p))))
    });
    let asked = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move |_| {
        let (_, is_training) = at.get();
        // Other data, another batch size, examples that have come: another batch.
        state.config.track();
        state.data.track();
        let size = state.batch_size.get();
        let n = size.resolve(usize::MAX).min(MOST_EXAMPLES);
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let every = if n > MANY { MANY_EVERY_MS } else { EVERY_MS };
        if is_visible.get() && (!is_training || now - asked.get_value() >= every) {
            asked.set_value(now);
            state.look(Slot::Batch, Look::Batch { n: MOST_EXAMPLES });
        }
    });
}

/// Why there is nothing to see yet.
#[component]
fn Nothing() -> impl IntoView {
    let answer = use_state().answers.of(Slot::Batch);
    let text = move || {
        answer.with(|answer| match answer {
            Some(Err(message)) => message.clone(),
            _ => "The batch is being read …".to_owned(),
        })
    };
    view! { <p class="batch__empty" data-testid="batch-empty">{text}</p> }
}
