//! Questions about what a network sees and how well it does; [`Seen`] answers them.

use serde::{Deserialize, Serialize};

use super::Reader;
#[cfg(doc)]
use super::Seen;
use super::diff::DiffRequest;
use super::field::Ranges;
use super::grid::GridRequest;
use super::landscape::LandscapeRequest;
use crate::data::{Augmentation, DigitImage};
use crate::field::{Land, Runner};
use crate::nn::Parameter;
use crate::training::{Choosing, RunConfig, Seed};

/// A question; `Event::Seen` answers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Look {
    /// How each pixel of an image moves an output: [`Seen::Saliency`].
    Saliency {
        /// Which network.
        reader: Reader,
        /// The image.
        image: DigitImage,
        /// Which output.
        output: usize,
    },
    /// How the run's held-out examples were read at the latest evaluation, and some of
    /// them: [`Seen::Readings`].
    Readings {
        /// Which of them.
        choosing: Choosing,
        /// How many at most; no more than [`MOST_EXAMPLES`].
        n: usize,
    },
    /// The held-out examples that a unit answers to most: [`Seen::Examples`].
    Exciting {
        /// Which network.
        reader: Reader,
        /// Its layer.
        layer_idx: usize,
        /// Its number within the layer.
        unit_idx: usize,
        /// How many; no more than [`MOST_EXAMPLES`].
        n: usize,
    },
    /// The training examples that look most like an image: [`Seen::Examples`].
    Nearest {
        /// The image.
        image: DigitImage,
        /// How many; no more than [`MOST_EXAMPLES`].
        n: usize,
    },
    /// How a network's weights, sums and activations are spread: [`Seen::Health`].
    Health {
        /// Which network.
        reader: Reader,
    },
    /// ∂L/∂w of the run's latest update: [`Seen::Gradients`].
    Gradients {
        /// The layer.
        layer_idx: usize,
    },
    /// How a network reads the class's drawings: [`Seen::Assessed`].
    Handwriting {
        /// Which network.
        reader: Reader,
    },
    /// What the run's network makes of the plane that its points are in: [`Seen::Plane`].
    Plane {
        /// Places in a row at most: fewer, if the network is large.
        side: usize,
        /// Of its hidden layers; else of its output layer.
        hidden: bool,
    },
    /// What each training example costs the run: [`Seen::Losses`].
    Losses,
    /// The loss as one parameter of the run changes: [`Seen::Sweep`].
    Sweep {
        /// Which.
        parameter: Parameter,
        /// Its smallest and largest value.
        range: (f32, f32),
        /// How many values, evenly.
        n: usize,
    },
    /// The trace of the update that comes next, of a network so small that it need not pause
    /// for it: [`Seen::NextStep`].
    NextStep,
    /// The run's configuration as text for an address: [`Seen::Link`].
    Link,
    /// The run's weights, likewise: [`Seen::LinkWeights`]. Those of a large network are refused.
    LinkWeights,
    /// The run that a link describes, which is not begun: [`Seen::LinkRead`]. Refused is what
    /// `Command::OpenLink` would refuse.
    ReadLink {
        /// What [`RunConfig::to_link`] made.
        text: String,
        /// What [`crate::linking::weights`] wrote.
        weights: Option<String>,
    },
    /// The loss over a plane: [`Seen::Landscape`], several times, ever finer. Only one is
    /// worked out at a time: another question refuses the one before. `Command::GiveUp` ends
    /// it.
    Landscape(LandscapeRequest),
    /// The run's path, as far as it is now, on the plane that was asked for last:
    /// [`Seen::PathOnPlane`].
    PathOnPlane,
    /// The batch of the update that comes next, which is not made: [`Seen::Batch`].
    Batch {
        /// Pictures at most; no more than [`MOST_EXAMPLES`].
        n: usize,
    },
    /// The runs side by side, as they are now: [`Seen::SideBySide`].
    SideBySide {
        /// Places in a row of their planes at most.
        side: usize,
    },
    /// How a grid of configurations does: [`Seen::Grid`], several times, as it becomes known.
    /// Another grid, or `Command::GiveUp`, takes its place.
    Grid(GridRequest),
    /// One training example of the shipped data, whatever the run learns from:
    /// [`Seen::Example`].
    Example {
        /// Its number within its split.
        example_idx: u32,
    },
    /// An image as a run would get to see it in its first epochs (CURRICULUM E3):
    /// [`Seen::Augmented`].
    Augmented {
        /// The image.
        image: DigitImage,
        /// Its number within the training examples: each has random numbers of its own.
        example_idx: u32,
        /// How far it may be changed.
        augmentation: Augmentation,
        /// The run's seed.
        seed: Seed,
        /// How many epochs; no more than [`MOST_EXAMPLES`].
        n: u32,
    },
    /// What a network says to an image: [`Seen::Outputs`].
    Outputs {
        /// Which network.
        reader: Reader,
        /// The image.
        image: DigitImage,
    },
    /// Heights of a land of the field: [`Seen::Terrain`].
    Terrain {
        /// What.
        land: Land,
        /// Which part of it.
        ranges: Ranges,
        /// Places along a side.
        n: usize,
    },
    /// A race on a land of the field, all from the first step to the last:
    /// [`Seen::Descents`].
    Descents {
        /// On what.
        land: Land,
        /// The part of it that is seen: what a path's story is told by.
        ranges: Ranges,
        /// Who; no more than [`MOST_RUNNERS`](super::field::MOST_RUNNERS).
        runners: Vec<Runner>,
        /// How far; no more than [`MOST_STEPS`](crate::field::MOST_STEPS).
        n_steps: usize,
    },
    /// Configurations as the texts of configuration files: [`Seen::AsJson`].
    AsJson(Vec<RunConfig>),
    /// The run as it is shown, to be kept: [`Seen::Version`].
    Version,
    /// What has changed from one checkpoint to another: [`Seen::Diff`], several times, as it
    /// becomes known. Another one takes its place; `Command::GiveUp` ends it.
    Diff(DiffRequest),
}

/// Most examples of an answer.
pub const MOST_EXAMPLES: usize = 200;
