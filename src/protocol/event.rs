//! From the worker to the page.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::{Reader, RunId, Seen, Ticket};
use crate::nn::{LayerValues, Network, NetworkSpec, Parameter, StepTrace};
use crate::training::{HistoryPoint, Metrics, Nudge, RateOutcome, RunConfig, StopReason};
use crate::worked::CardRow;

/// What the worker tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker runs; commands sent before this are queued by the client. (Stays the
    /// first variant, so that builds of different ages can read each other's.)
    Ready {
        /// The worker's [`BUILD`](super::BUILD); the client refuses another than its own.
        build: String,
    },
    /// How far the data set has come.
    Data(DataState),
    /// The shipped model can read now.
    PretrainedReady {
        /// Its layers.
        network: NetworkSpec,
    },
    /// The shipped model could not be loaded; the text says why. `Load` tries again.
    PretrainedFailed {
        /// Why, for people.
        message: String,
    },
    /// A run stands at its start, or at the restored checkpoint.
    Configured {
        /// The run.
        run: RunId,
        /// Its configuration (of a restored run: the checkpoint's, with the learning rate
        /// and batch size that it goes on with).
        config: RunConfig,
        /// Where it stands.
        progress: Progress,
    },
    /// The run that has just been configured is that of a worked example.
    Card {
        /// The run.
        run: RunId,
        /// The card's [key](crate::worked::Card::key).
        key: String,
        /// What is printed of it, beside what comes out.
        rows: Vec<CardRow>,
    },
    /// Where the run stands; at most 20 a second while training, but after each step at a
    /// pace that an eye can follow (50 steps a second and less).
    Progress {
        /// The run.
        run: RunId,
        /// Where it stands.
        progress: Progress,
        /// New points of the curves since the last event.
        history: Vec<HistoryPoint>,
    },
    /// A network has read an image.
    Inspected {
        /// Of the question.
        ticket: Ticket,
        /// What it read and how.
        inspection: Inspection,
    },
    /// A network's parameters.
    Parameters {
        /// Of the question.
        ticket: Ticket,
        /// Which network.
        reader: Reader,
        /// Its parameters.
        parameters: Parameters,
    },
    /// The trace of the next update.
    Traced {
        /// Of the question.
        ticket: Ticket,
        /// The run.
        run: RunId,
        /// It is that of a chosen example and not of the run's next batch.
        is_chosen: bool,
        /// All its numbers.
        trace: Box<StepTrace>,
        /// The run's configuration with the rate and batch size of this update, as text for
        /// an address ([`RunConfig::to_link`]), if it is short enough for one.
        link: Option<String>,
    },
    /// The nudge test of a parameter.
    Nudged {
        /// Of the question.
        ticket: Ticket,
        /// Which parameter.
        parameter: Parameter,
        /// What came of it.
        nudge: Nudge,
    },
    /// The loss of the batch along the next update.
    Probed {
        /// Of the question.
        ticket: Ticket,
        /// The run.
        run: RunId,
        /// Updates made before it.
        step: u64,
        /// By learning rate, ascending; the first is the loss at rate 0.
        outcomes: Vec<RateOutcome>,
    },
    /// A question could not be answered (yet); the text says why.
    Refused {
        /// Of the question.
        ticket: Ticket,
        /// Why, for people.
        message: String,
    },
    /// The run as it stands, for `Command::Restore`. Sent about every two seconds
    /// while training and at each pause.
    Checkpoint {
        /// The run.
        run: RunId,
        /// Updates made.
        step: u64,
        /// Opaque to the page.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// A command could not be carried out; nothing has changed.
    Failed {
        /// Why and what to do, for people.
        message: String,
    },
    /// What there is to see.
    Seen {
        /// Of the question.
        ticket: Ticket,
        /// The answer.
        seen: Seen,
    },
    /// The run stands at another of its steps. What came after it is still known.
    Rewound {
        /// The run.
        run: RunId,
        /// Its configuration there, with the rate and batch size that its next step was made
        /// with.
        config: RunConfig,
        /// Where it stands.
        progress: Progress,
    },
    /// The run goes another way from here than it did before it went back: points of its curves
    /// after `step` are no more.
    TurnedOff {
        /// The run.
        run: RunId,
        /// The last step that both ways have in common.
        step: u64,
    },
    /// A link leads to no run; nothing has changed.
    LinkRefused {
        /// The run it was to be.
        run: RunId,
        /// Why, for people.
        message: String,
    },
}

/// What the run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Standing.
    Paused,
    /// Updating.
    Training,
    /// Would train, but the examples that come next are not here yet.
    WaitingForData,
    /// Stopped by itself: the loss is no longer a finite number.
    Diverged,
    /// Stopped by itself: a stop rule of its configuration is met. Told to, it goes on,
    /// unless the schedule leaves it a rate of 0.
    Finished(StopReason),
    /// On the way to a step that was made before.
    Rewinding,
}

/// How far the data set has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DataState {
    /// On its way.
    Loading {
        /// Compressed bytes that are here and whole.
        bytes: u64,
        /// Compressed bytes in all (0 until the manifest is here).
        total_bytes: u64,
        /// Training examples that are here.
        n_train: u32,
        /// Held-out examples that are here.
        n_test: u32,
    },
    /// All here.
    Ready {
        /// Training examples.
        n_train: u32,
        /// Held-out examples.
        n_test: u32,
    },
    /// A part could not be loaded; what is here stays. `Load` tries again.
    Failed {
        /// Which part and why, for people.
        message: String,
    },
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub status: Status,
    /// Updates made.
    pub step: u64,
    /// The first step that can be gone back to.
    pub first: u64,
    /// The last step that was made: more than `step` in a run that has gone back.
    pub newest: u64,
    /// Examples seen, divided by the size of the training set: 1.5 is the middle of the
    /// second epoch.
    pub epoch: f64,
    /// Mean over the latest stretch of training (see [`HistoryPoint`]), if any.
    pub train: Option<Metrics>,
    /// On all held-out examples, at the latest evaluation. When the run stands, the
    /// figures of its current parameters follow as soon as they are worked out.
    pub test: Option<Metrics>,
    /// Examples a second over the last half second or so of updates, or what the pace
    /// allows if that is less; 0 when not training.
    pub samples_per_second: f64,
    /// Seconds spent on updates so far: pauses, waiting and evaluations left out.
    pub train_seconds: f64,
    /// η of the next update, as the schedule has it: the rate that is set, or less.
    pub learning_rate: f32,
    /// What its weights cost besides the loss (CURRICULUM B5): λ₁·Σ|w| + λ₂·Σw², in the
    /// loss's unit; 0 without a penalty. The losses above are without it.
    pub penalty: f64,
}

impl Progress {
    /// Training, or waiting for data to go on.
    pub fn is_under_way(&self) -> bool {
        matches!(self.status, Status::Training | Status::WaitingForData)
    }
}

/// How a network reads one image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Which network.
    pub reader: Reader,
    /// Updates behind its parameters (0 for the shipped model).
    pub step: u64,
    /// x (in).
    pub input: Array1<f32>,
    /// Layer by layer, the output last: its activations are the ten bars.
    pub layers: Vec<LayerValues>,
}

impl Parameters {
    /// Those of a network after `step` updates.
    pub fn of(network: &Network, step: u64) -> Self {
        Self {
            network: network.spec().clone(),
            step,
            weights: network.layers().iter().map(|layer| layer.weights.clone()).collect(),
            biases: network.layers().iter().map(|layer| layer.bias.clone()).collect(),
        }
    }
}

/// A network and its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Layers and loss.
    pub network: NetworkSpec,
    /// Updates behind them.
    pub step: u64,
    /// w (out, in) of each layer.
    pub weights: Vec<Array2<f32>>,
    /// b (out) of each layer.
    pub biases: Vec<Array1<f32>>,
}
