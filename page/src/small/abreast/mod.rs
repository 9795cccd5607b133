//! Side by side (CURRICULUM D2, E1): two to four networks that differ in one thing and learn in
//! lockstep; and a grid of them, each trained for a while.

mod charts;
mod column;
mod differences;
mod grid;
mod ground;
mod knob;
mod maps;
mod settings;
mod setup;
mod side;
mod value;

use leptos::prelude::*;

use super::Lab;
use super::pages::{Home, Page, Pages};
pub use grid::{Ending, Form, Grid};
pub use setup::Setup;

/// The lab.
pub static LAB: Lab = Lab {
    key: "abreast",
    title: "Side by side",
    about: "Networks that differ in one thing learn beside each other: what does it do?",
    body: || view! { <Pages lab=&LAB /> }.into_any(),
    start: Some(|| Setup::default().base),
    steps_per_second: None,
};

/// Its pages, in order.
pub static PAGES: &[&Page] = &[&side::PAGE, &grid::PAGE];

/// Both pages are about the same examples. As fast as one can watch: at full speed points are
/// learned before one has looked.
pub static HOME: Home =
    Home { key: "abreast", start: || Setup::default().base, steps_per_second: 250 };

/// Said when a new engine has taken the place of one that died.
pub const AFTER_CRASH: &str =
    "The engine was started anew, and the runs side by side are back at their start.";

/// What a run is called.
pub fn letter(idx: usize) -> char {
    char::from(b'A' + (idx % 26) as u8)
}
