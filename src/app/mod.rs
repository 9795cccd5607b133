//! The page (L5).

pub mod canvas;
pub mod engine_client;
pub mod widget;

/// Starts the page.
pub fn start() {}
