//! Beside L4, links: what stands behind the `#` of an address. Which lab, which run, with
//! which weights, how many updates, where in the next one, and what is hidden, as data
//! ([`Address`]); the weights of a small network as text ([`weights`]); a text as a QR code
//! ([`code`]). The run itself is text of [`RunConfig::to_link`](crate::training::RunConfig::to_link).
//!
//! docs/links.md has the form.

mod address;
pub mod code;
pub mod weights;

pub use address::{Address, AddressError, MOST_CHARS, MOST_STEPS, Spot};
