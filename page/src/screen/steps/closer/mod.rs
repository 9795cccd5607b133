//! A closer look at what the place is about: one file for each kind of place.

mod after;
mod backward;
mod batch;
mod forward;
mod loss;
mod nudge_test;
mod nudges;
mod probe;
mod update;

use leptos::prelude::*;

use super::cursor::Cursor;
use descent::walk::{Level, Phase, UnitAt};

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
    let at = Memo::new(move |_| unit(cursor));
    move || match subject.get() {
        Subject::Batch => view! { <batch::Batch cursor /> }.into_any(),
        Subject::Forward => view! { <forward::Forward cursor at /> }.into_any(),
        Subject::Loss => view! { <loss::Losses cursor /> }.into_any(),
        Subject::Backward => view! { <backward::Backward cursor at /> }.into_any(),
        Subject::Update => view! { <update::Update cursor at /> }.into_any(),
        Subject::After => view! { <after::After cursor /> }.into_any(),
    }
}

/// Farther off than a neuron, one neuron still stands for all: the telling one.
fn unit(cursor: Cursor) -> UnitAt {
    cursor.unit().unwrap_or_else(|| {
        let layer_idx = cursor.layer_idx().unwrap_or(match cursor.place.get().phase() {
            Phase::Backward => cursor.places.with(|p| p.n_layers() - 1),
            _ => 0,
        });
        cursor.telling(layer_idx)
    })
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
