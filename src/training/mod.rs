//! L2, training: the configuration of a run, the trainer, its history and checkpoints.

pub mod config;

pub use config::{BatchSize, LearningRate, RunConfig, Seed, ValueError};
