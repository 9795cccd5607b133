//! The engine as the benches in the browser call it, in a worker as on the page.
//!
//! `cargo xtask bench` builds it with the worker's own flags and profile; it is no part
//! of the site. What is repeated is repeated in here, and timed by the caller: a call
//! from JavaScript costs a fraction of a microsecond, and is made a few times a second.
#![cfg(target_arch = "wasm32")]

mod engine;
mod first_layer;
mod products;
