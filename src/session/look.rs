//! What a network sees and how well it does: questions from the page, answered here.
//!
//! Two of them go through a whole split. They are worked out in passes, as all work is, so
//! that training and commands don't wait for them.

use std::collections::HashMap;

use super::examples::augmented;
use super::field;
use super::{Session, run_data};
use crate::data::{Dataset, DigitImage, Split};
use crate::nn::activation::Kind;
use crate::nn::saliency::saliency;
use crate::nn::{DenseLayer, Mode, NetworkSpec, Target, Workspace, forward};
use crate::protocol::histogram::Histogram;
use crate::protocol::look::{Look, MOST_EXAMPLES};
use crate::protocol::seen::{LayerHealth, Seen, Shown};
use crate::protocol::{Event, Reader, Ticket};
use crate::training::{Choosing, Confusion, RunConfig, choose};

/// Bins of a histogram.
const BINS: usize = 32;
/// Held-out examples that activations are taken of.
const SAMPLE: usize = 256;
/// Images that are compared in one pass.
const COMPARED: usize = 2_500;
/// A unit is saturated where its slope is never more than this share of the steepest.
const FLAT: f32 = 0.05;

/// A question that goes through a whole split.
#[derive(Debug)]
pub(super) struct Survey {
    ticket: Ticket,
    what: What,
    /// Examples that are done.
    done: usize,
    /// How many are wanted.
    n: usize,
    /// The best so far, the best first: score to sort by, and example.
    best: Vec<(f32, usize)>,
}

#[derive(Debug)]
enum What {
    Exciting {
        reader: Reader,
        layer_idx: usize,
        unit_idx: usize,
        /// Of the network asked about: another may have taken its place meanwhile.
        spec: NetworkSpec,
        workspace: Box<Workspace>,
    },
    Nearest(DigitImage),
}

impl Session {
    /// Answers a question, or begins to.
    pub(super) fn look(&mut self, ticket: Ticket, look: Look) {
        let answer = match look {
            Look::Saliency { reader, image, output } => self.saliency(reader, &image, output),
            Look::Readings { choosing, n } => self.readings(choosing, n),
            Look::Health { reader } => self.health(reader),
            Look::Gradients { layer_idx } => self.gradients(layer_idx),
            Look::Handwriting { reader } => self.assess(reader),
            Look::Plane { side, hidden } => self.plane(side, hidden),
            Look::Losses => self.losses(),
            Look::Sweep { parameter, range, n } => self.sweep(parameter, range, n),
            Look::NextStep => self.next_step(),
            Look::Link => self.link(),
            Look::LinkWeights => self.link_weights(),
            Look::ReadLink { text, weights } => self.read_link(&text, weights.as_deref()),
            Look::AsJson(configs) => {
                Ok(Seen::AsJson(configs.iter().map(RunConfig::to_json).collect()))
            }
            Look::Batch { n } => self.next_batch(n),
            Look::Terrain { land, ranges, n } => field::terrain(land, ranges, n),
            Look::Descents { land, ranges, runners, n_steps } => {
                field::descents(land, ranges, runners, n_steps)
            }
            Look::PathOnPlane => self.path_on_plane(),
            Look::SideBySide { side } => self.side_by_side(side),
            Look::Grid(request) => return self.grid(ticket, request),
            Look::Version => self.version(),
            Look::Diff(request) => return self.diff(ticket, &request),
            Look::Landscape(request) => return self.chart(ticket, request),
            Look::Example { example_idx } => self.example(example_idx),
            Look::Augmented { image, example_idx, augmentation, seed, n } => {
                augmented(&image, example_idx, &augmentation, seed, n)
            }
            Look::Outputs { reader, image } => self.outputs(reader, &image),
            Look::Exciting { reader, layer_idx, unit_idx, n } => {
                match self.exciting(reader, layer_idx, unit_idx) {
                    Ok(what) => return self.survey(ticket, what, n),
                    Err(message) => Err(message),
                }
            }
            Look::Nearest { image, n } => match self.images().map(|_| ()) {
                Ok(()) => return self.survey(ticket, What::Nearest(image), n),
                Err(message) => Err(message),
            },
        };
        self.see(ticket, answer);
    }

    /// Whether a survey is under way.
    pub(super) fn is_surveying(&self) -> bool {
        !self.surveys.is_empty()
    }

    /// Goes on with the survey by one pass.
    pub(super) fn go_on_surveying(&mut self) {
        let Some(mut survey) = self.surveys.pop_front() else { return };
        match self.advance(&mut survey) {
            Ok(None) => self.surveys.push_front(survey),
            Ok(Some(shown)) => self.see(survey.ticket, Ok(Seen::Examples(shown))),
            // The run it asked about is gone.
            Err(message) => self.see(survey.ticket, Err(message)),
        }
    }

    /// Drops a survey that nobody waits for any more.
    pub(super) fn give_up_survey(&mut self, ticket: Ticket) {
        self.surveys.retain(|survey| survey.ticket != ticket);
    }

    fn survey(&mut self, ticket: Ticket, what: What, n: usize) {
        let n = n.min(MOST_EXAMPLES);
        self.surveys.push_back(Survey { ticket, what, done: 0, n, best: Vec::new() });
    }

    pub(super) fn see(&mut self, ticket: Ticket, answer: Result<Seen, String>) {
        self.events.push(match answer {
            Ok(seen) => Event::Seen { ticket, seen },
            Err(message) => Event::Refused { ticket, message },
        });
    }

    fn saliency(&self, reader: Reader, image: &DigitImage, output: usize) -> Result<Seen, String> {
        let (network, _) = self.reader(reader)?;
        let mut x = image.to_input();
        self.scale(reader, &mut x);
        if x.len() != network.spec().n_inputs() || output >= network.spec().n_outputs() {
            return Err(NO_SUCH_UNIT.to_owned());
        }
        Ok(Seen::Saliency(saliency(network, &x, output)))
    }

    fn readings(&self, choosing: Choosing, n: usize) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let (step, readings) = run.readings().ok_or(NOT_YET)?;
        let test = &run_data(&self.own_data, &self.intake).test;
        let labels = test.labels();
        let n_classes = run.trainer.config().dataset.n_classes().ok_or(NO_CLASSES)?;
        // Data that have just been changed have no readings yet.
        if readings.is_empty() || readings.len() != labels.len() {
            return Err(NOT_YET.to_owned());
        }
        let confusion = Confusion::of(n_classes, labels, readings);
        let chosen = choose(labels, readings, choosing, n.min(MOST_EXAMPLES));
        let examples = chosen.into_iter().filter_map(|example| {
            let reading = Some(readings[example]);
            Some(Shown { reading, ..shown(test, example, 0.0)? })
        });
        Ok(Seen::Readings { step, confusion, choosing, examples: examples.collect() })
    }

    fn version(&self) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        Ok(Seen::Version(Box::new(run.version()?)))
    }

    fn gradients(&self, layer_idx: usize) -> Result<Seen, String> {
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let gradients = run.trainer.gradients().ok_or(NO_STEP)?;
        let gradient = gradients.get(layer_idx).ok_or(NO_SUCH_UNIT)?;
        Ok(Seen::Gradients(gradient.weights.as_standard_layout().into_owned()))
    }

    fn health(&self, reader: Reader) -> Result<Seen, String> {
        let (network, _) = self.reader(reader)?;
        let Dataset { train, test } = run_data(&self.own_data, &self.intake);
        // Where nothing is held out, of those that it learns from.
        let test = if test.expected() == 0 { train } else { test };
        if test.n_features() != network.spec().n_inputs() || test.is_empty() {
            return Err(NOT_YET.to_owned());
        }
        let mut workspace = Workspace::new(network.spec(), SAMPLE);
        let n = test.len().min(workspace.capacity());
        self.fill(reader, &mut workspace, test, 0..n);
        forward::forward(network, &mut workspace, Mode::Evaluate);
        let gradients = match reader {
            Reader::Run => self.run.as_ref().and_then(|run| run.trainer.gradients()),
            Reader::Pretrained => None,
        };
        let layers = network.layers().iter().enumerate().map(|(layer_idx, layer)| {
            let activations = workspace.activations(layer_idx);
            let activation = network.spec().layers()[layer_idx].activation;
            let slopes = steepest_slopes(&workspace, layer_idx, &activation.kind);
            let (n_dead, n_saturated) = match slopes {
                Some(slopes) => {
                    // The steepest of all units stands for what is possible.
                    let most = slopes.iter().copied().fold(0.0, f32::max);
                    let dead = |slope: f32| slope == 0.0 && activation.can_die();
                    let flat = |slope: f32| slope <= FLAT * most.max(FLAT) && !dead(slope);
                    let count = |is_such: &dyn Fn(f32) -> bool| {
                        slopes.iter().filter(|&&slope| is_such(slope)).count()
                    };
                    (count(&dead), count(&flat))
                }
                None => (0, 0),
            };
            LayerHealth {
                weights: Histogram::of(layer.weights.iter(), BINS),
                activations: Histogram::of(activations.iter(), BINS),
                gradient_norm: gradients.map(|gradients| gradients[layer_idx].norm()),
                n_units: layer.bias.len(),
                n_dead,
                n_saturated,
                n_alike: n_alike(layer),
            }
        });
        Ok(Seen::Health(layers.collect()))
    }

    fn exciting(&self, reader: Reader, layer_idx: usize, unit_idx: usize) -> Result<What, String> {
        let (network, _) = self.reader(reader)?;
        let layer = network.layers().get(layer_idx).ok_or(NO_SUCH_UNIT)?;
        if unit_idx >= layer.bias.len() {
            return Err(NO_SUCH_UNIT.to_owned());
        }
        let workspace = Box::new(Workspace::new(network.spec(), Workspace::MAX_ROWS));
        let spec = network.spec().clone();
        Ok(What::Exciting { reader, layer_idx, unit_idx, spec, workspace })
    }

    /// The images that are trained on.
    fn images(&self) -> Result<&Split, String> {
        let train = &run_data(&self.own_data, &self.intake).train;
        if train.pixels().is_empty() || train.labels().is_empty() {
            return Err("The training images are not here yet.".to_owned());
        }
        Ok(train)
    }

    /// One pass; the examples, once all are done.
    fn advance(&self, survey: &mut Survey) -> Result<Option<Vec<Shown>>, String> {
        let Survey { what, done, n, best, .. } = survey;
        let split = match what {
            What::Exciting { reader, layer_idx, unit_idx, spec, workspace } => {
                let (network, _) = self.reader(*reader)?;
                let test = &run_data(&self.own_data, &self.intake).test;
                if network.spec() != spec || test.n_features() != network.spec().n_inputs() {
                    return Err(NO_SUCH_UNIT.to_owned());
                }
                let to = (*done + workspace.capacity()).min(test.len());
                self.fill(*reader, workspace, test, *done..to);
                forward::forward(network, workspace, Mode::Evaluate);
                let a = workspace.activations(*layer_idx);
                keep(best, *n, (*done..to).enumerate().map(|(row, i)| (a[[row, *unit_idx]], i)));
                *done = to;
                test
            }
            What::Nearest(image) => {
                let train = self.images()?;
                if train.n_features() != image.pixels().len() {
                    return Err("The training images are of another size.".to_owned());
                }
                let to = (*done + COMPARED).min(train.len());
                let pairs = (*done..to).map(|i| (-distance(image.pixels(), train.image(i)), i));
                keep(best, *n, pairs);
                *done = to;
                train
            }
        };
        if *done < split.len() {
            return Ok(None);
        }
        let sign = if matches!(what, What::Nearest(_)) { -1.0 } else { 1.0 };
        let all = best.iter().filter_map(|&(score, i)| shown(split, i, sign * score));
        Ok(Some(all.collect()))
    }

    /// Fills a workspace with examples, as `reader` gets to see them.
    fn fill(
        &self,
        reader: Reader,
        workspace: &mut Workspace,
        split: &Split,
        examples: std::ops::Range<usize>,
    ) {
        workspace.clear();
        for example in examples {
            // What it should say plays no part.
            workspace.push(Target::Class(0), |x| {
                split.write_input(example, x);
                self.scale(reader, x);
            });
        }
    }

    /// Scales x as the run's examples are; the shipped model wants gray/255.
    pub(super) fn scale(&self, reader: Reader, x: &mut [f32]) {
        if let (Reader::Run, Some(run)) = (reader, &self.run) {
            let stats = run_data(&self.own_data, &self.intake).train.stats();
            run.trainer.config().scaling.apply(stats, x);
        }
    }
}

pub(super) const NO_RUN: &str = "There is no network to look into yet. Set one up first.";
const NOT_YET: &str = "The held-out examples are not read yet. Try again in a moment.";
const NO_STEP: &str = "No update has been made yet: there is no gradient to show.";
pub(super) const NO_CLASSES: &str = "This run learns numbers, not classes.";
pub(super) const NO_SUCH_UNIT: &str = "This network has no such unit.";

/// Units of a layer with the weights and the bias of another one.
fn n_alike(layer: &DenseLayer) -> usize {
    let bits = |unit_idx: usize| -> Vec<u32> {
        let weights = layer.weights.row(unit_idx);
        weights.iter().chain([&layer.bias[unit_idx]]).map(|w| w.to_bits()).collect()
    };
    let mut counts: HashMap<Vec<u32>, usize> = HashMap::new();
    for unit_idx in 0..layer.bias.len() {
        *counts.entry(bits(unit_idx)).or_default() += 1;
    }
    counts.into_values().filter(|&n| n > 1).sum()
}

/// The steepest |f′(z)| that each unit of a layer meets among the examples (out); none for
/// softmax, whose slopes are no units' own.
fn steepest_slopes(workspace: &Workspace, layer_idx: usize, kind: &Kind) -> Option<Vec<f32>> {
    let Kind::Elementwise(formulas) = kind else { return None };
    let (z, a) = (workspace.pre_activations(layer_idx), workspace.activations(layer_idx));
    let mut steepest = vec![0.0_f32; z.ncols()];
    let mut slopes = vec![0.0; z.ncols()];
    for (z, a) in z.rows().into_iter().zip(a.rows()) {
        if let (Some(z), Some(a)) = (z.to_slice(), a.to_slice()) {
            (formulas.single.slopes)(z, a, &mut slopes);
            steepest
                .iter_mut()
                .zip(&slopes)
                .for_each(|(most, slope)| *most = most.max(slope.abs()));
        }
    }
    Some(steepest)
}

/// Keeps the `n` pairs with the largest scores, the largest first; of equal ones the
/// earlier. NaN is never kept.
fn keep(best: &mut Vec<(f32, usize)>, n: usize, more: impl Iterator<Item = (f32, usize)>) {
    for (score, example) in more {
        let is_full = best.len() >= n;
        let is_better = best.last().is_none_or(|&(least, _)| score > least);
        if score.is_nan() || n == 0 || (is_full && !is_better) {
            continue;
        }
        let at = best.partition_point(|&(other, _)| other >= score);
        best.insert(at, (score, example));
        best.truncate(n);
    }
}

/// √Σ(x − x′)², x = gray/255.
fn distance(one: &[u8], other: &[u8]) -> f32 {
    let squares = one.iter().zip(other).map(|(&a, &b)| {
        let difference = i32::from(a) - i32::from(b);
        difference * difference
    });
    (squares.sum::<i32>() as f32).sqrt() / 255.0
}

/// An example to look at; none if it is no image of a class.
pub(super) fn shown(split: &Split, example: usize, score: f32) -> Option<Shown> {
    let label = *split.labels().get(example)?;
    let pixels = split.pixels().get(example * split.n_features()..)?.get(..split.n_features())?;
    let image = DigitImage::from_pixels(pixels.to_vec())?;
    Some(Shown { example_idx: example as u32, label, image, reading: None, score })
}
