//! The small labs: before 784 inputs come two. One idea on one screen, by the same engine,
//! charts and step view as the digits; one file each, one line in [`ALL`].

pub mod abreast;
mod asked;
mod field;
mod handle;
mod line;
mod neuron;
mod numbers;
pub mod pages;
pub mod plane;
mod playground;
mod rows;
mod transport;
pub mod wrong;

use leptos::prelude::*;

use descent::training::RunConfig;

/// A small lab.
pub struct Lab {
    /// Names it in `data-testid`s, the style sheets, and among the runs that wait.
    pub key: &'static str,
    /// Its name on the tab.
    pub title: &'static str,
    /// Its idea, in a sentence.
    pub about: &'static str,
    /// The lab itself.
    pub body: fn() -> AnyView,
    /// What its run begins as; none if it has no run.
    pub start: Option<fn() -> RunConfig>,
    /// Steps a second at first, if its run has a pace of its own.
    pub steps_per_second: Option<u32>,
}

/// Where one plays with points, whatever they are learned by.
pub fn playground() -> &'static Lab {
    &playground::LAB
}

/// Every small lab, in the order of the tabs.
pub static ALL: &[&Lab] = &[
    &neuron::LAB,
    &line::LAB,
    &playground::LAB,
    &field::LAB,
    &abreast::LAB,
    &wrong::LAB,
    &numbers::LAB,
];
