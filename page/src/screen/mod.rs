//! What can fill the page.

pub mod lesson;
pub mod steps;
