//! Questions about what a network sees and how well it does, and their answers.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::diff::{Diff, DiffRequest, Version};
use super::field::{Heights, Race, Ranges};
use super::grid::{GridRequest, GridSeen};
use super::landscape::{Landscape, LandscapeRequest, PathOnPlane};
use super::{Parameters, Reader, RunId};
use crate::data::handwriting::BadRecord;
use crate::data::{Augmentation, DigitImage};
use crate::field::{Land, Runner};
use crate::nn::{Parameter, StepTrace};
use crate::training::{
    Choosing, Confusion, ExampleLosses, ExportedFile, PlaneMap, Reading, RunConfig, Seed, Sweep,
};

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

/// How numbers are spread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The smallest, which the first bin begins with.
    pub min: f32,
    /// The largest, which the last bin ends with.
    pub max: f32,
    /// How many there are in each bin; all bins are equally wide.
    pub counts: Vec<u32>,
    /// How many numbers are exactly 0.
    pub n_zero: u32,
}

impl Histogram {
    /// Counts finite numbers into `n_bins` bins; others are left out.
    pub fn of<'a>(numbers: impl Iterator<Item = &'a f32> + Clone, n_bins: usize) -> Self {
        let numbers = numbers.copied().filter(|number| number.is_finite());
        let (min, max) = numbers
            .clone()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        if min > max || n_bins == 0 {
            return Self::default();
        }
        let mut histogram = Self { min, max, counts: vec![0; n_bins], n_zero: 0 };
        // In double precision the range of any two is finite.
        let (low, range) = (f64::from(min), f64::from(max) - f64::from(min));
        for number in numbers {
            let share = if range > 0.0 { (f64::from(number) - low) / range } else { 0.5 };
            let bin = ((share * n_bins as f64) as usize).min(n_bins - 1);
            histogram.counts[bin] += 1;
            histogram.n_zero += u32::from(number == 0.0);
        }
        histogram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_into_bins() {
        let numbers = [-1.0, -0.9, 0.0, 0.0, 0.99, 1.0, f32::NAN, f32::INFINITY];
        let histogram = Histogram::of(numbers.iter(), 4);
        assert_eq!(
            histogram,
            Histogram { min: -1.0, max: 1.0, counts: vec![2, 0, 2, 2], n_zero: 2 }
        );
        assert_eq!(Histogram::of([2.5; 3].iter(), 2).counts, [0, 3]);
        assert_eq!(Histogram::of([f32::NAN].iter(), 2), Histogram::default());
        assert_eq!(Histogram::of([f32::MIN, f32::MAX].iter(), 2).counts, [1, 1]);
    }
}
