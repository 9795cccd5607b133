//! Conversations with the engine, as the worker has them, on the genuine MNIST.

mod batches;
mod bowl;
mod cards;
mod data;
#[expect(dead_code, reason = "the names of the ways to write are for others")]
#[path = "../drawings/mod.rs"]
mod drawings;
mod examples;
mod field;
mod files;
mod handwriting;
mod health;
mod landscape;
mod looks;
mod pace;
mod points;
mod probing;
mod reports;
mod rewind;
mod rivals;
mod runs;
mod stops;
mod talk;
mod units;
mod versions;
