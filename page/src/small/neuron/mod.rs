//! One neuron (CURRICULUM F2, F5, B2, B6, B7, C1–C5): a line through points, then a plane; why
//! errors are not counted; what an activation does.
//!
//! One file a page, one line in [`PAGES`].

mod activations;
mod bars;
mod by_hand;
mod homes;
mod line;
mod loss_curve;
mod mistakes;
mod parted;
mod plane;
mod stacked;
mod stairs;
mod wires;

use leptos::prelude::*;

use super::Lab;
use super::pages::{Page, Pages};

/// The lab.
pub static LAB: Lab = Lab {
    key: "neuron",
    title: "One neuron",
    about: "Multiply, add, and that is it: a neuron is a line. Everything larger is made of these.",
    body: || view! { <Pages lab=&LAB /> }.into_any(),
    start: Some(homes::line),
    steps_per_second: None,
};

/// Its pages, in order.
pub static PAGES: &[&Page] = &[
    &line::PAGE,
    &plane::PAGE,
    &stairs::PAGE,
    &mistakes::PAGE,
    &activations::PAGE,
    &stacked::PAGE,
    &parted::PAGE,
];
