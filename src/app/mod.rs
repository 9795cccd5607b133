//! The page (L5).

/// Starts the page.
pub fn start() {}
