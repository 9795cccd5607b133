//! Beside L4, the ledger: runs that are kept for later, each as a [`Summary`] for lists and
//! its [`Contents`] to go on from; their form as bytes, how they are found, laid over each
//! other and handed on. It knows no browser: what holds the bytes is somebody else's.

pub mod differences;
pub mod export;
pub mod family;
pub mod file;
pub mod list;
pub mod order;
pub mod overlay;
pub mod picture;
mod start;
pub mod words;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::start::{Origin, Race, Start};

use crate::training::{History, Metrics, RunConfig};

/// A kept run, whatever becomes of its name. Drawn at random, so that two windows never mean
/// different runs by the same one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct EntryId(pub u64);

impl fmt::Display for EntryId {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for EntryId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// What every version of the file begins with, and so every version can read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    /// Which run.
    pub id: EntryId,
    /// What it is called.
    pub name: String,
    /// When it was first kept, in milliseconds since 1970.
    pub created: u64,
    /// When it was last kept, likewise.
    pub updated: u64,
}

impl Label {
    /// Longest name, in bytes.
    pub const MAX_NAME: usize = 200;

    /// A name as it may be kept: without control characters, and not too long. None if
    /// nothing is left of it.
    pub fn clean_name(text: &str) -> Option<String> {
        let mut name: String = text.trim().chars().filter(|c| !c.is_control()).collect();
        while name.len() > Self::MAX_NAME {
            name.pop();
        }
        let name = name.trim_end();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Which run, and what it is called.
    #[serde(skip)]
    pub label: Label,
    /// Where it lives: the key of a small lab, of one of its pages, or the digits'.
    pub home: String,
    /// Its configuration, with rate and batch size as they were at last.
    pub config: RunConfig,
    /// How it stood.
    pub standing: Standing,
    /// Updates made.
    pub step: u64,
    /// Examples seen, divided by the size of the training set.
    pub epoch: f64,
    /// Seconds spent on updates.
    pub train_seconds: f64,
    /// Mean over the latest stretch of training.
    pub train: Option<Metrics>,
    /// On all held-out examples.
    pub test: Option<Metrics>,
    /// Which run it went off from, and after which of its updates.
    pub parent: Option<(EntryId, u64)>,
    /// It is a version of another run, named and left as it was.
    pub is_version: bool,
    /// Its curve, small: see [`sketch`](overlay::sketch).
    pub sketch: Vec<f32>,
    /// Where its start weights came from, if no seed leads to them.
    #[serde(skip)]
    pub origin: Option<Origin>,
    /// Its place in a race, if it was in one.
    #[serde(skip)]
    pub race: Option<Race>,
}

impl Summary {
    /// Longest key of a home, in bytes.
    pub const MAX_HOME: usize = 64;
    /// Most numbers of a sketch.
    pub const MAX_SKETCH: usize = 48;
}

/// How a run stood when it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Told to.
    Paused,
    /// It was being trained: what it did after that is not kept.
    Training,
    /// A stop rule was met.
    Finished,
    /// Its loss was no longer a number.
    Diverged,
}

impl Standing {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Training => "training",
            Self::Finished => "finished",
            Self::Diverged => "exploded",
        }
    }
}

/// What it takes to go on with a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// Its curves.
    pub history: History,
    /// The configuration that all of its updates were made with; none if something was
    /// changed on the way.
    pub made: Option<RunConfig>,
    /// The run itself. None if it exploded before it could be saved: then there is only its
    /// start to go back to.
    pub saved: Option<Saved>,
    /// The weights that it began with, if no seed leads to them.
    pub start: Option<Start>,
}

/// A run as it stood after one of its updates.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// Updates made.
    pub step: u64,
    /// As `Event::Checkpoint` tells it.
    pub checkpoint: Vec<u8>,
}

#[cfg(test)]
mod tests;
