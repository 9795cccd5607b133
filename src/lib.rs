//! Descent: watch a neural network learn, number by number.
//!
//! The layers, lowest first; imports only go down (ARCHITECTURE.md has the map):
//! [`nn`] the network, [`data`] examples and drawings, [`training`] runs, [`field`] descent on
//! surfaces one can see, [`worked`] the course's examples, [`gallery`] runs that go wrong,
//! [`protocol`] what page and worker say to each other, [`session`] the engine
//! behind the protocol, [`linking`] what links say, [`health`] what its numbers say of a run,
//! [`plots`] the charts, and, in the browser only, the `worker` (the engine's thread). The page
//! is the package `descent-page`.

pub mod count;
pub mod data;
pub mod field;
pub mod gallery;
pub mod health;
pub mod ledger;
pub mod linking;
pub mod nn;
pub mod plots;
pub mod protocol;
pub mod random;
pub mod registry;
pub mod session;
pub mod training;
pub mod walk;
pub mod worked;

#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
pub mod worker;
