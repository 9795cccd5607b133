//! What can fill the page.

pub mod lab;
pub mod lesson;
pub mod steps;
