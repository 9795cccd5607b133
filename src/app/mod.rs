//! The page (L5).

pub mod engine_client;

/// Starts the page.
pub fn start() {}
