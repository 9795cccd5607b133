//! A number of the update: point at it, and what it was worked out from lights up in
//! every pane; choose it, and the walk goes to where it is worked out.

use leptos::prelude::*;

use super::closer::scope;
use super::cursor::Cursor;
use super::lights;
use super::{of_trace, of_trace_untracked};
use crate::state::use_state;
use descent::walk::math::Shown;
use descent::walk::{Phase, Quantity};

/// How a number stands to the one that is pointed at.
#[derive(Clone, Copy, PartialEq)]
pub enum Light {
    /// It has nothing to do with it.
    None,
    /// It is that number.
    Pointed,
    /// That number is worked out from it.
    Source,
}

/// Whether a number lights up, and why.
pub fn light(cursor: Cursor, quantity: Quantity) -> Light {
    match cursor.pointed.get() {
        Some(pointed) if pointed == quantity => Light::Pointed,
        Some(pointed) if pointed.uses(quantity) => Light::Source,
        _ => Light::None,
    }
}

/// What an element has that shows a number, whatever kind of element it is: pointed at or
/// focused it lights up, with its sources, in every pane; chosen it leads to where it is
/// worked out. [`lights`](super::lights) sees to that.
pub fn pointing(quantity: Quantity) -> impl leptos::attr::Attribute + Clone {
    leptos::attr::custom::custom_attribute(lights::NUMBER, quantity.key())
}

/// A number, by its name.
#[component]
pub fn Num(
    cursor: Cursor,
    quantity: Quantity,
    /// How an equation has it, with more digits perhaps than numbers have everywhere.
    #[prop(optional)]
    shown: Option<Shown>,
    /// A stop of the Tab key. In tables it is none: there would be hundreds.
    #[prop(default = false)]
    reachable: bool,
) -> impl IntoView {
    let state = use_state();
    let value = of_trace(state, |trace| quantity.value(trace)).flatten().unwrap_or(f32::NAN);
    view! {
        <button type="button" class="num number" tabindex=if reachable { "0" } else { "-1" }
            class:num--negative=value < 0.0
            data-value=value.to_string()
            {..pointing(quantity)}>
            {move || cursor.show_in(shown.unwrap_or(Shown::new(value.into(), None)))}
        </button>
    }
}

/// Goes to where a number is worked out; from a weight, before the update comes, to what is
/// asked of it: the factors of its gradient (CURRICULUM A9).
pub fn go_to(cursor: Cursor, quantity: Quantity) {
    let quantity = match quantity {
        Quantity::Old(weight) if cursor.place.get_untracked().phase() != Phase::Update => {
            Quantity::Gradient(weight)
        }
        other => other,
    };
    let place = of_trace_untracked(cursor.state(), |trace| {
        cursor.places.with_untracked(|places| quantity.closest_place(trace, places))
    });
    let Some(place) = place else { return };
    // Among many it may have no place of its own: then the closer look is about it.
    if let Quantity::Old(weight) | Quantity::New(weight) | Quantity::Gradient(weight) = quantity {
        cursor.picked.set(Some((scope(place), weight.input_idx)));
    }
    cursor.go(place);
}
