//! From the page to the worker.

use serde::{Deserialize, Serialize};

use super::{Look, Pace, RunId, Ticket};
use crate::data::handwriting::Record;
use crate::data::{DigitImage, Points};
use crate::nn::{Activation, Parameter, Penalty};
use crate::registry::Choice;
use crate::training::{BatchSize, Export, LearningRate, RunConfig};

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Load the run's data set and the shipped model from below this address (the
    /// page's own, ending in "/"). Said again, it tries again what failed.
    Load {
        /// Absolute address of the page's folder.
        base_url: String,
    },
    /// Begin a run at its start weights, paused. Said again with the same
    /// configuration it is "reset to the same start".
    Configure {
        /// The new run.
        run: RunId,
        /// All that determines it.
        config: RunConfig,
    },
    /// Begin 2 to 4 runs side by side, of the same data set, paused. The first is the run, which
    /// all questions are about. `Train`, `Pause`, `Step`, `TrainEpoch`, `TrainTo` and `SetPace`
    /// are for all of them: they make their steps one after the other, on the same batches if
    /// they have the same seed and batch size. `Event::Configured` for each; their reports
    /// have their ids. The next run that is begun leaves them.
    Compete {
        /// The runs.
        runs: Vec<(RunId, RunConfig)>,
    },
    /// Open a worked example: its run on its own data and from its own weights, paused.
    /// Answered by `Event::Configured`, then `Event::Card`. Everything that can be asked of a
    /// run can be asked of it; `Configure`, and `Restore` of another run's checkpoint, leave
    /// it.
    OpenCard {
        /// The new run.
        run: RunId,
        /// The card's [key](crate::worked::Card::key).
        key: String,
    },
    /// Train until told otherwise, or until a stop rule is met. A run that has stopped so
    /// goes on, unless its schedule has come down to a rate of 0: then, as after a loss that
    /// is no number, `Event::Failed` says why not.
    Train,
    /// Stop at once. A large batch that is half done is finished when training goes on.
    Pause,
    /// One update, then pause.
    Step,
    /// Train to the end of the epoch under way, then pause.
    TrainEpoch,
    /// Train until so many updates are made in all, then pause; a run that has made as
    /// many stands.
    TrainTo {
        /// Updates in all.
        step: u64,
    },
    /// η from the next step on.
    SetLearningRate(LearningRate),
    /// Batch size from the next step on.
    SetBatchSize(BatchSize),
    /// What large weights cost from the next step on, training or not: `Event::Progress`.
    SetPenalty(Penalty),
    /// How fast to go on from now, in this run and in those to come. It is the same run at
    /// any pace.
    SetPace(Pace),
    /// Read an image: answered by `Event::Inspected`.
    Inspect {
        /// For the answer.
        ticket: Ticket,
        /// Which network reads.
        reader: Reader,
        /// What it reads.
        image: DigitImage,
    },
    /// The parameters of a network: answered by `Event::Parameters`.
    GetParameters {
        /// For the answer.
        ticket: Ticket,
        /// Which network.
        reader: Reader,
    },
    /// The trace of the update that would come next, which is not made:
    /// answered by `Event::Traced`. Training pauses.
    Trace {
        /// For the answer.
        ticket: Ticket,
    },
    /// The nudge test of a parameter in the update that would come next: answered by
    /// `Event::Nudged`. Training pauses.
    Nudge {
        /// For the answer.
        ticket: Ticket,
        /// Which parameter.
        parameter: Parameter,
        /// ε, more than 0.
        distance: f64,
    },
    /// What would the next update do at other rates: answered by `Event::Probed`.
    /// Training pauses.
    ProbeStep {
        /// For the answer.
        ticket: Ticket,
    },
    /// Go on from the present parameters with another configuration of the same layers'
    /// shapes, paused: answered by `Event::Configured` of the same run.
    Amend {
        /// The new configuration.
        config: RunConfig,
    },
    /// Go back to a checkpoint (as sent by `Event::Checkpoint`), paused. A refused one
    /// changes nothing.
    Restore {
        /// The run goes on under this id.
        run: RunId,
        /// η from the next step on, if it was set after the checkpoint was made.
        learning_rate: Option<LearningRate>,
        /// Batch size from the next step on, likewise.
        batch_size: Option<BatchSize>,
        /// The checkpoint's bytes.
        #[serde(with = "serde_bytes")]
        checkpoint: Vec<u8>,
    },
    /// Look at this example, alone, in place of the next batch: `Trace`, `Nudge` and
    /// `ProbeStep` do from now on, until the next run or until told `None`. The run itself
    /// goes on with its own batches.
    Choose {
        /// The example; none for the next batch.
        example: Option<ChosenExample>,
    },
    /// Take in a file of drawings ([`crate::data::handwriting`]): answered by `Event::Seen`.
    Collect {
        /// For the answer.
        ticket: Ticket,
        /// The file.
        text: String,
    },
    /// Take in a drawing: answered likewise.
    CollectDrawing {
        /// For the answer.
        ticket: Ticket,
        /// The drawing.
        record: Record,
    },
    /// Take drawings out.
    Discard {
        /// Which.
        ids: Vec<String>,
    },
    /// Begin a run on the drawings taken in, paused: `Event::Configured`.
    LearnHandwriting {
        /// The new run.
        run: RunId,
        /// All else that determines it; its data set is replaced, and with `start` its
        /// network, too.
        config: RunConfig,
        /// Go on from this network's parameters; none for the configuration's start weights.
        start: Option<Reader>,
    },
    /// Learn from these points from the next step on, training or not. The parameters stay; a
    /// new epoch begins. For a run on points, with as many inputs and outputs:
    /// `Event::Configured` of the same run.
    SetPoints {
        /// The points.
        points: Points,
    },
    /// Give a parameter of the run another value by hand, training or not:
    /// `Event::Progress`.
    SetParameter {
        /// Which.
        parameter: Parameter,
        /// A finite number.
        value: f32,
    },
    /// A question about what a network sees: answered by `Event::Seen`.
    Look {
        /// For the answer.
        ticket: Ticket,
        /// The question.
        look: Look,
    },
    /// Give up a question that takes long: nothing more is said to it.
    GiveUp {
        /// Of the question.
        ticket: Ticket,
    },
    /// Go back to a step of the run that was made before (from `Progress::first` to
    /// `Progress::newest`), or forward again, and stand there: `Event::Progress` on the way,
    /// `Event::Rewound` at the end. `Pause` gives the way up, and the run stays where it was.
    /// Said again it is a new aim.
    GoTo {
        /// Updates in all.
        step: u64,
    },
    /// Begin the run that a link describes and send it to a step: `Event::Configured`, and
    /// then as after `TrainTo`; or `Event::LinkRefused`, and nothing has changed.
    OpenLink {
        /// The new run.
        run: RunId,
        /// What [`RunConfig::to_link`] made.
        text: String,
        /// The weights it starts from, as [`crate::linking::weights`] wrote them; none for
        /// those of its seed.
        weights: Option<String>,
        /// Updates in all.
        step: u64,
    },
    /// Begin a run at the weights that a link holds, paused: as `Configure`, which would begin
    /// it at those of its seed.
    StartFrom {
        /// The new run.
        run: RunId,
        /// All else that determines it.
        config: RunConfig,
        /// As [`crate::linking::weights`] wrote them.
        weights: String,
    },
    /// The run as it stands, as a file to keep: answered by `Event::Seen`
    /// ([`Seen::File`](super::Seen::File)). It goes on meanwhile.
    ExportRun {
        /// For the answer.
        ticket: Ticket,
        /// As which file.
        what: Export,
    },
    /// Begin a run that starts from the weights in a `.safetensors` file, of Descent or of
    /// another program ([`read_foreign`](crate::nn::weights_file::read_foreign)), paused:
    /// `Event::Configured`, then `Event::Seen`
    /// ([`Seen::WeightsOpened`](super::Seen::WeightsOpened)); or `Event::Refused`, and nothing
    /// has changed. Such a run is not what its configuration alone determines: `Configure`
    /// with the same would begin at start weights of its own, so a reset says this again.
    OpenWeights {
        /// For the answer.
        ticket: Ticket,
        /// The new run.
        run: RunId,
        /// All else that determines it.
        config: RunConfig,
        /// If the network is to have the file's widths: its hidden layers' activation. None
        /// for the configuration's network, which the weights must then fit.
        hidden: Option<Choice<Activation>>,
        /// The file.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Send the run as it stands: `Event::Checkpoint`, unless the last one is of this step.
    /// Training goes on.
    Save,
}

/// An image, and what it is to be read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChosenExample {
    /// The image.
    pub image: DigitImage,
    /// Its class.
    pub label: u8,
}

/// Which network reads a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reader {
    /// The model that ships with the site.
    Pretrained,
    /// The network of the current run.
    Run,
}
