//! Answers to questions about what a network sees and how well it does.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::diff::{Diff, Version};
use super::field::{Heights, Race};
use super::grid::GridSeen;
use super::histogram::Histogram;
use super::landscape::{Landscape, PathOnPlane};
use super::{Parameters, Reader, RunId};
use crate::data::DigitImage;
use crate::data::handwriting::BadRecord;
use crate::nn::StepTrace;
use crate::training::{
    Choosing, Confusion, ExampleLosses, ExportedFile, PlaneMap, Reading, RunConfig, Sweep,
};

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Seen {
    /// ∂z/∂x (in) of the output asked for.
    Saliency(Array1<f32>),
    /// How the held-out examples are read.
    Readings {
        /// Updates behind it.
        step: u64,
        /// Counts.
        confusion: Confusion,
        /// Which examples were asked for.
        choosing: Choosing,
        /// Those asked for.
        examples: Vec<Shown>,
    },
    /// The examples asked for, the first one first.
    Examples(Vec<Shown>),
    /// Layer by layer, the first hidden one first.
    Health(Vec<LayerHealth>),
    /// ∂L/∂w (out, in), penalty and clipping included.
    Gradients(Array2<f32>),
    /// What was new in a file of drawings, or the drawing just made.
    Collected(Collected),
    /// How the class's drawings are read.
    Assessed(Assessed),
    /// What the network makes of the plane.
    Plane(PlaneMap),
    /// What each example costs.
    Losses(ExampleLosses),
    /// The loss as one parameter changes.
    Sweep(Sweep),
    /// The update that comes next.
    NextStep(Box<StepTrace>),
    /// What [`RunConfig::to_link`](crate::training::RunConfig::to_link) makes of the run, with
    /// rate and batch size as they are now.
    Link(String),
    /// What [`crate::linking::weights`] makes of the run's weights.
    LinkWeights(String),
    /// What a link describes.
    LinkRead(Box<RunConfig>),
    /// The loss over a plane, as far as it is known.
    Landscape(Box<Landscape>),
    /// The run's path on that plane.
    PathOnPlane(PathOnPlane),
    /// The runs side by side, the first one *the* run.
    SideBySide(Vec<Rival>),
    /// How a grid of configurations does, as far as it is known.
    Grid(GridSeen),
    /// The next batch.
    Batch(Batch),
    /// The training example asked for.
    Example(Example),
    /// The image in epoch 0, 1, …, each (28·28) with x = gray/255 in [0, 1].
    Augmented(Vec<Vec<f32>>),
    /// a of the last layer (out).
    Outputs(Array1<f32>),
    /// Heights of a land.
    Terrain(Box<Heights>),
    /// The paths of a race.
    Descents(Box<Race>),
    /// The run as a file to keep: to `Command::ExportRun`.
    File(ExportedFile),
    /// The run that starts from a file's weights has been configured: to
    /// `Command::OpenWeights`.
    WeightsOpened {
        /// What should be known of it, for people: the file says that its weights are of a
        /// network with other activations.
        note: Option<String>,
    },
    /// What [`RunConfig::to_json`] makes of each.
    AsJson(Vec<String>),
    /// The run as it is shown.
    Version(Box<Version>),
    /// What has changed, as far as it is known.
    Diff(Box<Diff>),
}

/// One of several runs side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    /// The run.
    pub run: RunId,
    /// Its network, if that is not too large to be told of whole.
    pub parameters: Option<Parameters>,
    /// What it makes of the plane that its points are in, if they are in one.
    pub plane: Option<PlaneMap>,
}

/// The batch of the update that comes next (CURRICULUM E5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Updates made before it.
    pub step: u64,
    /// The epoch it belongs to, counted from 0.
    pub epoch: u32,
    /// Examples of the epoch that come before it in the epoch's order.
    pub position: u32,
    /// Examples of the epoch.
    pub n_epoch: u32,
    /// Examples of the batch.
    pub len: u32,
    /// The first of them that were measured; all, but of a batch that is very large.
    pub n_measured: u32,
    /// The mean of the losses that were measured: of a whole batch the loss that the update
    /// is made of (CURRICULUM F5).
    pub loss: f32,
    /// The first of them, each with its reading, and its loss as its score; as the network
    /// gets to see them, augmented if the run augments.
    pub examples: Vec<Shown>,
}

/// A training example, and what it is one of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// The example.
    pub shown: Shown,
    /// What its class is called.
    pub class_name: String,
    /// Training examples of the whole data set.
    pub n_train: u32,
    /// Mean of gray/255 over all of them.
    pub mean: f64,
    /// Standard deviation, likewise.
    pub std: f64,
}

/// Drawings taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collected {
    /// The new ones.
    pub added: Vec<Kept>,
    /// Lines that could not be used.
    pub bad: Vec<BadRecord>,
    /// Drawings that were there already.
    pub n_known: usize,
    /// Drawings in all now.
    pub n_all: usize,
}

/// A drawing of the class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Unique among all devices.
    pub id: String,
    /// What it shows.
    pub label: u8,
    /// Who drew it, if that is told.
    pub writer: Option<String>,
    /// It is never trained on.
    pub is_held_out: bool,
    /// As a network gets to see it.
    pub image: Option<DigitImage>,
    /// Its line in a file ([`crate::data::handwriting`]): what is to be stored.
    pub line: String,
}

/// How the class's drawings are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessed {
    /// By which network.
    pub reader: Reader,
    /// Right, and all: of those that are never trained on.
    pub held_out: (u32, u32),
    /// Right, and all: of the others.
    pub learned_from: (u32, u32),
    /// Of all.
    pub confusion: Confusion,
    /// Each by its id.
    pub readings: Vec<(String, Reading)>,
}

/// An example of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Its number within its split.
    pub example_idx: u32,
    /// Its class.
    pub label: u8,
    /// Its picture.
    pub image: DigitImage,
    /// How it is read, where that was asked for.
    pub reading: Option<Reading>,
    /// a of the unit that it excites, its distance √Σ(x − x′)² from the image, x in [0, 1],
    /// or its loss in a batch; 0 otherwise.
    pub score: f32,
}

/// How a layer is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerHealth {
    /// Its weights.
    pub weights: Histogram,
    /// Its activations for a sample of held-out examples, or of those that it learns from if
    /// none are held out.
    pub activations: Histogram,
    /// √Σg² of the latest update's gradient (CURRICULUM D3); none for the shipped model, or
    /// before the first update.
    pub gradient_norm: Option<f64>,
    /// Units in all.
    pub n_units: usize,
    /// Units whose curve is level for every example of the sample, f′(z) = 0 as a ReLU's is
    /// below 0: they learn nothing.
    pub n_dead: usize,
    /// Other units whose slope is nowhere more than a twentieth of the steepest there is; of a
    /// curve that only nears a level it may be 0 by rounding. They hardly learn.
    pub n_saturated: usize,
    /// Units that have the very weights and bias of another one (CURRICULUM E1): they compute
    /// the same and, unless dropout tells them apart, learn the same.
    pub n_alike: usize,
}
