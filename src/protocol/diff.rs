//! A run's state to be kept as a version, and what has changed from one kept state to
//! another.

use serde::{Deserialize, Serialize};

use super::{Metrics, RunId};
use crate::data::DigitImage;
use crate::training::changed::LayerChange;
use crate::training::{Reading, RunConfig};

/// The run as it is shown, which may be at one of its earlier updates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The run.
    pub run: RunId,
    /// Updates behind it.
    pub step: u64,
    /// Examples seen, divided by the size of the training set.
    pub epoch: f64,
    /// Seconds spent on updates until then.
    pub train_seconds: f64,
    /// With rate and batch size as they were then.
    pub config: RunConfig,
    /// The training figures there.
    pub train: Option<Metrics>,
    /// The held-out ones, if they are known of this very update.
    pub test: Option<Metrics>,
    /// For `Command::Restore`.
    #[serde(with = "serde_bytes")]
    pub checkpoint: Vec<u8>,
}

/// Two checkpoints whose difference is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffRequest {
    /// The first, A.
    #[serde(with = "serde_bytes")]
    pub a: Vec<u8>,
    /// The second, B.
    #[serde(with = "serde_bytes")]
    pub b: Vec<u8>,
}

/// What has changed from A to B.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// Updates behind each.
    pub steps: (u64, u64),
    /// Their weights, layer by layer.
    pub layers: Vec<LayerChange>,
    /// What they make of the same examples.
    pub examples: Examined,
}

/// Examples that A and B are both asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Examined {
    /// So many of so many are done.
    UnderWay {
        /// Done.
        done: usize,
        /// In all: once by A and once by B.
        n: usize,
    },
    /// They can't be asked; the text says why.
    Impossible(String),
    /// All are done.
    Done(Box<Sides>),
}

impl Diff {
    /// Whether nothing more will be told.
    pub fn is_done(&self) -> bool {
        !matches!(self.examples, Examined::UnderWay { .. })
    }
}

/// How A and B do on the same examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sides {
    /// They are held out; otherwise none are, and these are those that are trained on.
    pub is_held_out: bool,
    /// How many.
    pub n: usize,
    /// Loss and accuracy of A and B.
    pub metrics: (Metrics, Metrics),
    /// Who is right about how many; none where numbers are learned.
    pub counts: Option<Counts>,
    /// Pictures of those that A has right and B wrong, B's surest first; no more than
    /// [`MOST_TURNED`], none of what is no image.
    pub lost: Vec<Turned>,
    /// Pictures of those that A has wrong and B right, A's surest first, likewise.
    pub gained: Vec<Turned>,
}

/// Who is right about how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Both.
    pub both: u32,
    /// A only: what B has lost.
    pub lost: u32,
    /// B only: what it has gained.
    pub gained: u32,
    /// Neither.
    pub neither: u32,
}

/// Most pictures of a kind.
pub const MOST_TURNED: usize = 96;

/// An example that has changed side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// Its number within its split.
    pub example_idx: u32,
    /// Its class.
    pub label: u8,
    /// Its picture.
    pub image: DigitImage,
    /// How A reads it.
    pub a: Reading,
    /// How B does.
    pub b: Reading,
}
