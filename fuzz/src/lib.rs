//! What the fuzz targets share: a cap on allocations, and real things to start from.
//!
//! `cargo xtask fuzz` builds and runs all targets on stable Rust; `cargo fuzz run NAME`
//! works as well. A target asserts more than "it does not panic": what is accepted can
//! be written, and comes back the same.

mod cap;
pub mod real;
mod seeds;

pub use cap::LARGEST_ALLOCATION;
pub use seeds::plant;
