//! L3, all that page and worker say to each other: plain data, nothing else.
//!
//! Every message of a run carries its [`RunId`], so that late news of an old run
//! can be dropped; every answer carries the [`Ticket`] of its question.

pub mod codec;
pub mod command;
pub mod diff;
pub mod event;
pub mod field;
pub mod grid;
pub mod histogram;
pub mod landscape;
pub mod look;
pub mod pace;
pub mod seen;

pub use command::{ChosenExample, Command, Reader};
pub use event::{DataState, Event, Inspection, Parameters, Progress, Status};
pub use landscape::{Landscape, LandscapeRequest, PathOnPlane, PlacedStep, Span};
pub use look::Look;
pub use pace::Pace;
pub use seen::Seen;

pub use crate::nn::LayerValues;
pub use crate::training::{Export, ExportedFile, HistoryPoint, Metrics};

use serde::{Deserialize, Serialize};

/// The build that this code belongs to: page and worker of one build fit together.
pub const BUILD: &str = env!("DESCENT_BUILD");

/// A run, counted by the page; a reset or a new configuration is a new run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// A question, counted by the page; its answer carries the same ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ticket(pub u32);
