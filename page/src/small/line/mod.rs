//! The line (CURRICULUM A7, A13–A15, F3, F7, W5): one unit on points in the plane, as a perceptron
//! or as logistic regression.
//!
//! One file a page, one line in [`PAGES`].

mod ascent;
mod bowl;
mod choose;
pub(super) mod equation;
mod points;
mod records;
mod update;
mod which;

use leptos::prelude::*;

use super::Lab;
use super::pages::{Home, Page, Pages};

/// The lab.
pub static LAB: Lab = Lab {
    key: "line",
    title: "The line",
    about: "One neuron and two classes: it draws a line, and every point that it gets wrong \
            pushes the line a little.",
    body: || view! { <Pages lab=&LAB /> }.into_any(),
    start: Some(which::start),
    steps_per_second: None,
};

/// Its pages, in order.
pub static PAGES: &[&Page] = &[&points::PAGE, &records::PAGE, &ascent::PAGE, &bowl::PAGE];

/// All pages but the bowl look at the same run.
static HOME: Home = Home { key: "line", start: which::start, steps_per_second: 2 };
