//! The digits lab's views: one file each, one line in [`ALL`]. Beside each stands the board.

mod batch;
mod class;
pub mod exam;
mod landscape;
mod lens;
pub mod open_picture;
mod reading;
mod tile;
mod training;
pub mod weights;
mod why;

use leptos::prelude::*;

/// A view of the lab: one idea on one screen.
pub struct View {
    /// Names it in `data-testid`s and the style sheets.
    pub key: &'static str,
    /// Its name on the tab.
    pub title: &'static str,
    /// The question it answers, in a sentence.
    pub about: &'static str,
    /// The view itself.
    pub body: fn() -> AnyView,
}

/// Every view, in the order of the tabs.
pub static ALL: &[&View] = &[
    &why::VIEW,
    &lens::VIEW,
    &batch::VIEW,
    &exam::VIEW,
    &weights::VIEW,
    &landscape::VIEW,
    &class::VIEW,
];
