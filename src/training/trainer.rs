//! The trainer: takes a run through its epochs, one update after another.
//!
//! A step draws the next batch in the epoch's order, learns from it in passes of at
//! most [`Workspace::MAX_ROWS`] examples, and updates. The trainer knows no clock and
//! loads nothing: it is told to go on, with the data that are here.

mod branch;
mod next_batch;
mod nudge;
mod probe;
mod trace_next;

pub use branch::BranchError;
pub use next_batch::NextBatch;
pub use nudge::{Agreement, Nudge};
pub use probe::{LearnFrom, ProbeError, RateOutcome, StepProbe};

use super::config::{BatchSize, ConfigError, LearningRate, RunConfig};
use super::evaluation::Evaluation;
use super::feed::Feed;
use super::history::Metrics;
use super::stop::{Progressed, StopReason, StopWatch};

use crate::data::{Dataset, EpochOrder, Split};
use crate::nn::{
    Clipped, LayerGradients, LayerValues, Learner, Network, OptimizerState, Parameter, Part, Score,
    ShapeError, Workspace, forward,
};
use crate::random::Noise;

/// A run: its configuration, where it stands, and all that it has learned.
#[derive(Clone, Debug)]
pub struct Trainer {
    config: RunConfig,
    learning_rate: LearningRate,
    batch_size: BatchSize,
    learner: Learner,
    workspace: Workspace,
    order: EpochOrder,
    /// Updates made.
    step: u64,
    /// Examples of this epoch that updates have been made with.
    position: usize,
    /// The step that is being made, between two passes.
    under_way: Option<UnderWay>,
    /// What the latest step was made with, if this trainer has made one.
    made_with: Option<Settings>,
    watch: StopWatch,
}

/// What can be changed by hand while training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Settings {
    /// η, before the schedule.
    pub learning_rate: LearningRate,
    /// Examples an update.
    pub batch_size: BatchSize,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Updates made.
    pub step: u64,
    /// The epoch under way, counted from 0.
    pub epoch: u32,
    /// Examples of it that updates have been made with.
    pub position: usize,
    /// What the stop rules have seen.
    pub watch: StopWatch,
}

/// A batch of which some passes are done.
#[derive(Clone, Copy, Debug)]
struct UnderWay {
    /// Those it was begun with: what is changed on the way counts from the next step on.
    settings: Settings,
    batch_len: usize,
    /// η, as the schedule has it.
    learning_rate: f32,
    score: Score,
}

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepReport {
    /// Mean loss of the batch, before its update.
    pub loss: f32,
    /// Examples of the batch that have a class; 0 where numbers are learned.
    pub n_classified: usize,
    /// Those of them whose class the network got right, before the update.
    pub n_correct: usize,
    /// Examples of the batch.
    pub n_examples: usize,
    /// It was the epoch's last batch.
    pub epoch_ended: bool,
    /// The loss was no finite number: the update was not made, and trying again gives
    /// the same. Only a reset, or an older checkpoint and a smaller learning rate, helps.
    pub diverged: bool,
    /// A stop rule of the configuration is met. Going on is possible all the same.
    pub stop: Option<StopReason>,
}

/// What [`Trainer::advance`] has come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advance {
    /// The step is made.
    Stepped(StepReport),
    /// Part of the batch is done; call again.
    UnderWay,
    /// The examples that come next are not here yet; nothing was done.
    WaitingForData,
}

impl Trainer {
    /// A run at its start weights.
    ///
    /// # Errors
    /// If the parts of the configuration don't fit each other.
    pub fn new(config: RunConfig) -> Result<Self, ConfigError> {
        config.check()?;
        let network =
            Network::initialized(config.network.clone(), &config.initializer, config.seed.0);
        let learner = Learner::new(network, config.rules());
        Ok(Self::at(config, learner, Place::default()))
    }

    /// A run that starts from given parameters.
    ///
    /// # Errors
    /// If the parts of the configuration don't fit each other, or the parameters don't
    /// fit its network.
    pub fn with_start(config: RunConfig, start: &Network) -> Result<Self, StartError> {
        config.check()?;
        let network = Network::from_layers(config.network.clone(), start.layers().to_vec())?;
        let learner = Learner::new(network, config.rules());
        Ok(Self::at(config, learner, Place::default()))
    }

    /// A run at any point; all parts fit each other.
    pub(super) fn at(config: RunConfig, learner: Learner, place: Place) -> Self {
        let n_train = config.n_train();
        let order = if config.shuffle {
            EpochOrder::new(config.seed.0, place.epoch, n_train, config.dataset.part_len())
        } else {
            EpochOrder::unshuffled(place.epoch, n_train)
        };
        Self {
            learning_rate: config.learning_rate,
            batch_size: config.batch_size,
            made_with: None,
            workspace: Workspace::new(&config.network, Workspace::MAX_ROWS),
            order,
            step: place.step,
            position: place.position,
            under_way: None,
            watch: place.watch,
            learner,
            config,
        }
    }

    /// Makes one update, however long it takes: with batch size "all" that is a whole
    /// epoch of work. `None` if the examples it needs are not here yet.
    ///
    /// `data` holds the configured data set, or what has come of it.
    pub fn step(&mut self, data: &Dataset) -> Option<StepReport> {
        loop {
            match self.advance(data) {
                Advance::Stepped(report) => return Some(report),
                Advance::UnderWay => {}
                Advance::WaitingForData => return None,
            }
        }
    }

    /// Goes on by one pass of at most [`Workspace::MAX_ROWS`] examples, and updates
    /// if that was the batch's last: for a caller that must soon be free again.
    ///
    /// From the second pass on, nothing of it allocates.
    pub fn advance(&mut self, data: &Dataset) -> Advance {
        let under_way = match self.under_way {
            Some(under_way) => under_way,
            None if self.can_step(data) => UnderWay {
                settings: self.settings(),
                batch_len: self.next_batch().len(),
                learning_rate: self.scheduled_rate(),
                score: Score::default(),
            },
            None => return Advance::WaitingForData,
        };

        let examples = self.order.examples(self.position, under_way.batch_len);
        let feed = Feed::training(&self.config, self.order.epoch());
        let noise = Noise::of_step(self.config.seed.0, self.step);
        let score = pass(
            &mut self.learner,
            &mut self.workspace,
            feed,
            &data.train,
            examples,
            under_way.score,
            noise,
        );
        if score.n_examples < under_way.batch_len {
            self.under_way = Some(UnderWay { score, ..under_way });
            return Advance::UnderWay;
        }
        self.under_way = None;
        let update = update(&mut self.learner, score, under_way.learning_rate);
        let updated = matches!(update, Update::Made(_));
        if updated {
            self.made_with = Some(under_way.settings);
        }
        Advance::Stepped(self.finish_step(score, updated, data))
    }

    /// Moves on in the epoch, if the update was made.
    fn finish_step(&mut self, score: Score, updated: bool, data: &Dataset) -> StepReport {
        let mut report = StepReport {
            loss: score.loss(),
            n_correct: score.n_correct,
            n_classified: score.n_classified,
            n_examples: score.n_examples,
            epoch_ended: false,
            diverged: !updated,
            stop: None,
        };
        if report.diverged {
            return report;
        }
        self.step += 1;
        self.position += score.n_examples;
        if self.position == self.order.len() {
            self.position = 0;
            self.order.reshuffle(self.config.seed.0, self.order.epoch() + 1);
            report.epoch_ended = true;
        }
        let progressed = Progressed {
            step: self.step,
            ended_epoch: report.epoch_ended.then(|| self.order.epoch()),
            n_examples: score.n_examples,
            loss_sum: score.loss_sum,
            n_classified: score.n_classified,
            n_correct: score.n_correct,
            holds_out: data.test.expected() > 0,
        };
        report.stop = self.watch.after_step(&self.config.stop, &progressed);
        report
    }

    /// Whether the examples of the next step are here.
    pub fn can_step(&self, data: &Dataset) -> bool {
        is_here(self.next_batch(), data)
    }

    /// The next step's examples: indices in the training set.
    pub fn next_batch(&self) -> &[u32] {
        self.order.examples(self.position, self.batch_size.resolve(self.order.len()))
    }

    /// η from the next step on.
    pub fn set_learning_rate(&mut self, learning_rate: LearningRate) {
        self.learning_rate = learning_rate;
    }

    /// Examples an update, from the next step on. The epoch goes on where it stands.
    pub fn set_batch_size(&mut self, batch_size: BatchSize) {
        self.batch_size = batch_size;
    }

    /// Gives a parameter another value by hand. From then on the run is no longer what its
    /// configuration alone determines.
    ///
    /// # Errors
    /// A text for people, if there is no such parameter or the value is no number.
    pub fn set_parameter(&mut self, parameter: Parameter, to: f32) -> Result<(), String> {
        if !to.is_finite() {
            return Err("A parameter is a finite number.".to_owned());
        }
        if !self.learner.set_parameter(parameter, to) {
            return Err("This network has no such parameter.".to_owned());
        }
        self.watch.begin_anew();
        Ok(())
    }

    /// Goes on with an evaluation by at most [`Workspace::MAX_ROWS`] examples of `split`.
    /// It is finished when [`Evaluation::result`] is there.
    pub fn evaluate(&mut self, evaluation: &mut Evaluation, split: &Split) {
        let feed = Feed::evaluation(&self.config);
        evaluation.advance(self.learner.network(), &mut self.workspace, feed, split);
    }

    /// Takes note of an evaluation of the held-out examples: it may meet a stop rule.
    pub fn note_evaluation(&mut self, metrics: &Metrics) -> Option<StopReason> {
        self.watch.after_evaluation(&self.config.stop, metrics.accuracy)
    }

    /// The gradients of the latest step, layer by layer, with penalty and clipping; of one
    /// that is half made, as far as it is. None if this trainer has not made any.
    pub fn gradients(&self) -> Option<&[LayerGradients]> {
        self.made_with.is_some().then(|| self.learner.gradients())
    }

    /// z and a of every layer for one input x (in), the output layer last.
    pub fn read(&self, x: &[f32]) -> Vec<LayerValues> {
        forward::read(self.learner.network(), x)
    }

    /// The configuration the run began with.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// η as it is set, before the schedule.
    pub fn learning_rate(&self) -> LearningRate {
        self.learning_rate
    }

    /// η of the next step, as the schedule has it.
    pub fn scheduled_rate(&self) -> f32 {
        let factor = self.config.schedule.factor(self.step, self.epoch());
        (f64::from(self.learning_rate.get()) * factor) as f32
    }

    /// Batch size of the next step.
    pub fn batch_size(&self) -> BatchSize {
        self.batch_size
    }

    /// Updates made.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Examples seen, divided by the size of the training set: 1.5 is the middle of
    /// the second epoch.
    pub fn epoch(&self) -> f64 {
        f64::from(self.order.epoch()) + self.position as f64 / self.order.len() as f64
    }

    /// Whole epochs made, and examples seen of the one under way.
    pub fn position(&self) -> (u32, usize) {
        (self.order.epoch(), self.position)
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network {
        self.learner.network()
    }

    /// What the next step will be made with, unless one is under way.
    pub(super) fn settings(&self) -> Settings {
        Settings { learning_rate: self.learning_rate, batch_size: self.batch_size }
    }

    /// What the latest step was made with; `None` if that was made before the run was taken
    /// up, or there was none.
    pub(super) fn made_with(&self) -> Option<Settings> {
        self.made_with
    }

    /// What the stop rules have seen.
    pub(super) fn stop_watch(&self) -> &StopWatch {
        &self.watch
    }

    /// See [`stop_watch`](Self::stop_watch).
    pub(super) fn stop_watch_mut(&mut self) -> &mut StopWatch {
        &mut self.watch
    }

    /// √Σg² of the gradient that the optimizer was given in the latest step: of loss and
    /// penalty, clipped.
    pub fn gradient_norm(&self) -> f64 {
        self.learner.gradient_norm()
    }

    /// What the optimizer remembers.
    pub fn optimizer_state(&self) -> &OptimizerState {
        self.learner.state()
    }
}

/// Why a run can't start from given parameters.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The configuration does not hold together.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The parameters belong to another network.
    #[error("the start weights don't fit the network: {0}")]
    Shape(#[from] ShapeError),
}

fn is_here(examples: &[u32], data: &Dataset) -> bool {
    examples.iter().all(|&example| (example as usize) < data.train.len())
}

/// Phases 1 to 4 for the next examples of a batch, as many as the workspace takes:
/// those that `score` does not count yet. The batch's score so far comes back.
fn pass(
    learner: &mut Learner,
    workspace: &mut Workspace,
    feed: Feed,
    split: &Split,
    batch: &[u32],
    score: Score,
    noise: Noise,
) -> Score {
    let done = score.n_examples;
    let examples = &batch[done..batch.len().min(done + workspace.capacity())];
    feed.load(workspace, split, examples.iter().map(|&example| example as usize));
    let part = Part { batch_len: batch.len(), first: done, noise };
    score.plus(learner.learn_from(workspace, part))
}

/// What came of phase 5.
enum Update {
    /// Made; with how the gradient was clipped, if it is clipped at all.
    Made(Option<Clipped>),
    /// Not made: the loss is no finite number, and the update would only have spoiled the
    /// parameters.
    Refused,
}

/// Phase 5, if the loss is a finite number.
fn update(learner: &mut Learner, score: Score, learning_rate: f32) -> Update {
    if score.loss().is_finite() {
        Update::Made(learner.update(learning_rate))
    } else {
        Update::Refused
    }
}
