//! The worker (L5).

/// Starts the engine thread.
pub fn start() {}
