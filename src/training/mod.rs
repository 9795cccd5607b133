//! L2, training: the configuration of a run, the trainer, its history, checkpoints, and
//! the way back to any step.

pub mod changed;
mod checkpoint;
pub mod config;
pub mod config_file;
pub(crate) mod crc32;
mod evaluation;
mod export;
mod feed;
mod history;
pub mod landscape;
pub mod link;
mod path;
pub mod plane;
pub mod pytorch;
mod readings;
mod replay;
mod schedule;
mod stop;
mod trainer;
pub mod weights;

pub use checkpoint::CheckpointError;
pub use config::{BatchSize, ConfigError, DataError, LearningRate, RunConfig, Seed, ValueError};
pub use config_file::ConfigFileError;
pub use evaluation::Evaluation;
pub use export::{Export, ExportedFile};
pub use history::{History, HistoryPoint, Meter, Metrics};
pub use link::LinkError;
pub use path::{Path, PathPoint};
pub use plane::{ExampleLosses, PlaneMap, Sweep, SweepOutcome};
pub use readings::{Choosing, Confusion, Reading, choose};
pub use replay::{Replay, ReplayError, ReplayProgress, Replaying};
pub use schedule::{Decay, Length, Schedule};
pub use stop::{StopReason, StopRules, StopWatch, Tolerance};
pub use trainer::{
    Advance, Agreement, BranchError, LearnFrom, NextBatch, Nudge, ProbeError, RateOutcome,
    StartError, StepProbe, StepReport, Trainer,
};
pub use weights::SavedWeightsError;
