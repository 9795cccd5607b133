//! Questions about the next update, answered by the engine and without making it: what
//! would the loss be for another parameter (the nudge test), and for another learning
//! rate?

use super::{Feed, Noise, Nudge, Trainer, is_here, pass};
use crate::data::{Dataset, Split};
use crate::nn::{Learner, Mode, Parameter, Score, Workspace, forward};

/// What an update would be made with.
#[derive(Clone, Copy, Debug)]
pub enum LearnFrom<'a> {
    /// The batch that comes next.
    NextBatch(&'a Dataset),
    /// One example alone, the first of this split, as it is: a drawing, say, or one that is
    /// read wrongly ([`Split::of_image`]).
    Example(&'a Split),
}

impl<'a> From<&'a Dataset> for LearnFrom<'a> {
    fn from(data: &'a Dataset) -> Self {
        Self::NextBatch(data)
    }
}

/// The step that comes next, with all that determines it.
pub(super) struct NextStep<'a> {
    trainer: &'a Trainer,
    split: &'a Split,
    pub batch: &'a [u32],
    /// η, as the schedule has it.
    pub learning_rate: f32,
    pub feed: Feed<'a>,
    noise: Noise,
}

impl<'a> NextStep<'a> {
    /// `None` if its examples are not here yet.
    pub fn of(trainer: &'a Trainer, from: LearnFrom<'a>) -> Option<Self> {
        let noise = Noise::of_step(trainer.config.seed.0, trainer.step);
        let data = match from {
            LearnFrom::NextBatch(data) => data,
            LearnFrom::Example(split) => {
                let feed = Feed::evaluation(&trainer.config);
                let learning_rate = trainer.scheduled_rate();
                let next = Self { trainer, split, batch: &[0], learning_rate, feed, noise };
                return (!split.is_empty()).then_some(next);
            }
        };
        let (batch, learning_rate) = match trainer.under_way {
            Some(step) => {
                (trainer.order.examples(trainer.position, step.batch_len), step.learning_rate)
            }
            None => (trainer.next_batch(), trainer.scheduled_rate()),
        };
        let feed = Feed::training(&trainer.config, trainer.order.epoch());
        let split = &data.train;
        is_here(batch, data).then_some(Self { trainer, split, batch, learning_rate, feed, noise })
    }

    /// Room for its passes.
    pub fn workspace(&self) -> Workspace {
        Workspace::new(&self.trainer.config.network, self.batch.len())
    }

    /// Phases 1 to 4 on a copy of the learner; the batch's score, and the numbers of the
    /// first pass.
    pub fn learn(&self, learner: &mut Learner) -> (Score, Workspace) {
        let mut workspace = self.workspace();
        let mut go_on = |workspace: &mut Workspace, score| {
            pass(learner, workspace, self.feed, self.split, self.batch, score, self.noise)
        };
        let mut score = go_on(&mut workspace, Score::default());
        let first_pass = workspace.clone();
        while score.n_examples < self.batch.len() {
            score = go_on(&mut workspace, score);
        }
        (score, first_pass)
    }

    /// The batch's score with other parameters, and the same dropout.
    pub fn score(&self, learner: &Learner) -> Score {
        let mut workspace = self.workspace();
        self.sum_over_passes(&mut workspace, |workspace, mode| learner.score(workspace, mode))
    }

    /// Goes through the batch in passes, and adds up what `score` makes of each.
    pub fn sum_over_passes(
        &self,
        workspace: &mut Workspace,
        mut score: impl FnMut(&mut Workspace, Mode) -> Score,
    ) -> Score {
        let mut sum = Score::default();
        for examples in self.batch.chunks(workspace.capacity()) {
            let examples = examples.iter().map(|&example| example as usize);
            self.feed.load(workspace, self.split, examples);
            let mode = Mode::Train { noise: self.noise, first: sum.n_examples };
            sum = sum.plus(score(workspace, mode));
        }
        sum
    }
}

/// Why a question about the next update has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// The data have not come that far.
    #[error("the examples of the next step are not here yet")]
    NotHere,
    /// No such layer, unit or input.
    #[error("the network has no such parameter")]
    NoSuchParameter,
}

/// What a step at some learning rate would come to.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateOutcome {
    /// η.
    pub learning_rate: f32,
    /// The batch's loss after the step.
    pub loss: f32,
    /// What the penalty adds.
    pub penalty: f32,
}

/// The next update up to its learning rate: what would this step do?
pub struct StepProbe<'a> {
    next: NextStep<'a>,
    /// Its gradient is finished; the optimizer has not been asked.
    learner: Learner,
}

impl Trainer {
    /// A good ε for [`nudge`](Self::nudge): the difference is taken in double precision,
    /// where its own error (ε²) and rounding (1e-16/ε) are both far below what is shown.
    pub const NUDGE: f64 = 1e-5;

    /// Nudges one parameter by ±`distance` and takes the loss of the next batch, with the
    /// same dropout, in double precision. The network and the run stay as they are.
    pub fn nudge<'a>(
        &'a self,
        from: impl Into<LearnFrom<'a>>,
        parameter: Parameter,
        distance: f64,
    ) -> Result<Nudge, ProbeError> {
        let next = NextStep::of(self, from.into()).ok_or(ProbeError::NotHere)?;
        let value = parameter.of(self.network()).ok_or(ProbeError::NoSuchParameter)?;
        let mut learner = self.learner.clone();
        next.learn(&mut learner);
        let of_loss =
            parameter.gradient_of(learner.gradients()).ok_or(ProbeError::NoSuchParameter)?;
        let penalty = self.learner.rules().penalty;
        let of_penalty = match parameter {
            Parameter::Weight { .. } => penalty.slope(value),
            Parameter::Bias { .. } => 0.0,
        };

        let spec = &self.config.network;
        let exact = self.network().to_double();
        let loss = |change: f64| {
            let network = parameter.nudged(&exact, change);
            let score = next.sum_over_passes(&mut next.workspace(), |workspace, mode| {
                let mut double = workspace.to_double(spec);
                forward::forward(&network, &mut double, mode);
                forward::measure(&network, &mut double)
            });
            score.reduced_loss(spec) + penalty.value(&network)
        };
        let (below, here, above) = (loss(-distance), loss(0.0), loss(distance));
        let slope = (above - below) / (2.0 * distance);
        Ok(Nudge { distance, below, here, above, slope, gradient: of_loss + of_penalty })
    }

    /// Prepares to ask what the next step would do at other learning rates.
    pub fn probe_step<'a>(
        &'a self,
        from: impl Into<LearnFrom<'a>>,
    ) -> Result<StepProbe<'a>, ProbeError> {
        let next = NextStep::of(self, from.into()).ok_or(ProbeError::NotHere)?;
        let mut learner = self.learner.clone();
        next.learn(&mut learner);
        learner.finish_gradient();
        Ok(StepProbe { next, learner })
    }
}

impl StepProbe<'_> {
    /// η of the step as it will be made.
    pub fn learning_rate(&self) -> f32 {
        self.next.learning_rate
    }

    /// The loss of the same batch after a step at this rate, by the run's own optimizer;
    /// at rate 0 the loss before it.
    pub fn at(&self, learning_rate: f32) -> RateOutcome {
        let mut learner = self.learner.clone();
        learner.apply(learning_rate);
        let score = self.next.score(&learner);
        RateOutcome {
            learning_rate,
            loss: score.reduced_loss(learner.network().spec()) as f32,
            penalty: learner.penalty() as f32,
        }
    }
}
