//! A closer look at what the place is about: one file for each kind of place.
//!
//! - [`shown`]: which unit it is about, and which of its weights;
//! - [`unit`], [`pick`]: the ways to another unit, to another weight.

mod after;
mod backward;
mod batch;
mod changes;
mod forward;
mod loss;
mod nudge_test;
mod nudges;
mod pick;
mod probe;
mod shown;
mod substeps;
mod tried;
mod unit;
mod update;
mod wants;

use leptos::prelude::*;

use self::shown::Shown;
pub use self::shown::scope;
use super::cursor::Cursor;
use descent::walk::{Level, Phase};

/// What there is to look at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Subject {
    Batch,
    Forward,
    Loss,
    Backward,
    Update,
    After,
}

/// The closer look. It stays while the walk goes from unit to unit, and only its numbers
/// change: so that dragging along the timeline is smooth.
#[component]
pub fn Closer(cursor: Cursor) -> impl IntoView {
    let subject = Memo::new(move |_| subject(cursor));
    let shown = Shown::new(cursor);
    move || match subject.get() {
        Subject::Batch => view! { <batch::Batch cursor /> }.into_any(),
        Subject::Forward => view! { <forward::Forward shown /> }.into_any(),
        Subject::Loss => view! { <loss::Losses cursor /> }.into_any(),
        Subject::Backward => view! { <backward::Backward shown /> }.into_any(),
        Subject::Update => view! { <update::Update shown /> }.into_any(),
        Subject::After => view! { <after::After cursor /> }.into_any(),
    }
}

fn subject(cursor: Cursor) -> Subject {
    let place = cursor.place.get();
    match place.phase() {
        Phase::Batch => Subject::Batch,
        Phase::Forward => Subject::Forward,
        Phase::Loss => Subject::Loss,
        Phase::Backward => Subject::Backward,
        Phase::Update if place.level() == Level::Phase => Subject::After,
        Phase::Update if cursor.layer_idx().is_none() => Subject::After,
        Phase::Update => Subject::Update,
    }
}

/// What the colors of numbers mean, below what is drawn in them.
#[component]
fn Signs() -> impl IntoView {
    view! {
        <p class="key">
            <span class="key__item"><i class="key__box key__box--positive"></i>"above 0"</span>
            <span class="key__item"><i class="key__box key__box--negative"></i>"below 0"</span>
            <span class="key__item">"the fainter, the closer to 0"</span>
        </p>
    }
}
