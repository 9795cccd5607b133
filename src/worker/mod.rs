//! L5, the worker: the thread on which the engine trains. It brings the
//! [`Session`](crate::session::Session) what it has not: messages, a clock, files.

mod fetch;
mod host;
mod loader;
mod panic;
mod ticker;

/// Starts the engine's thread: reports panics, takes commands, and says Ready.
pub fn start() {
    panic::install_hook();
    host::Host::start();
}
