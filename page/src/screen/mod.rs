//! What can fill the page.

pub mod lab;
pub mod lesson;
pub mod runs;
pub mod small;
pub mod steps;
