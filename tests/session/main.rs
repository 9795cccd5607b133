//! Conversations with the engine, as the worker has them, on the genuine MNIST.

mod cards;
mod data;
mod looks;
mod pace;
mod probing;
mod reports;
mod runs;
mod stops;
mod talk;
