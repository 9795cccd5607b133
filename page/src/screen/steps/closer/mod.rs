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
    Forward(UnitAt),
    Loss,
    Backward(UnitAt),
    Update(UnitAt),
    After,
}

/// The closer look.
#[component]
pub fn Closer(cursor: Cursor) -> impl IntoView {
    let subject = Memo::new(move |_| subject(cursor));
    move || match subject.get() {
        Subject::Batch => view! { <batch::Batch cursor /> }.into_any(),
        Subject::Forward(at) => view! { <forward::Forward cursor at /> }.into_any(),
        Subject::Loss => view! { <loss::Losses cursor /> }.into_any(),
        Subject::Backward(at) => view! { <backward::Backward cursor at /> }.into_any(),
        Subject::Update(at) => view! { <update::Update cursor at /> }.into_any(),
        Subject::After => view! { <after::After cursor /> }.into_any(),
    }
}

/// Farther off than a neuron, one neuron still stands for all: the telling one.
fn subject(cursor: Cursor) -> Subject {
    let place = cursor.place.get();
    let at = || {
        cursor.unit().unwrap_or_else(|| {
            let layer_idx = cursor.layer_idx().unwrap_or(match place.phase() {
                Phase::Backward => cursor.places.with(|p| p.n_layers() - 1),
                _ => 0,
            });
            cursor.telling(layer_idx)
        })
    };
    match place.phase() {
        Phase::Batch => Subject::Batch,
        Phase::Forward => Subject::Forward(at()),
        Phase::Loss => Subject::Loss,
        Phase::Backward => Subject::Backward(at()),
        Phase::Update if place.level() == Level::Phase => Subject::After,
        Phase::Update if cursor.layer_idx().is_none() => Subject::After,
        Phase::Update => Subject::Update(at()),
    }
}
