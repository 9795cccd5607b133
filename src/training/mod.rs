//! L2, training: the configuration of a run, the trainer, its history and checkpoints.

mod checkpoint;
pub mod config;
mod evaluation;
mod feed;
mod history;
pub mod pytorch;
mod schedule;
mod stop;
mod trainer;

pub use checkpoint::CheckpointError;
pub use config::{BatchSize, ConfigError, LearningRate, RunConfig, Seed, ValueError};
pub use evaluation::Evaluation;
pub use history::{History, HistoryPoint, Meter, Metrics};
pub use schedule::{Decay, Length, Schedule};
pub use stop::{StopReason, StopRules, StopWatch, Tolerance};
pub use trainer::{
    Advance, Nudge, ProbeError, RateOutcome, StartError, StepProbe, StepReport, Trainer,
};
