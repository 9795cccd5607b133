//! The run: what it is after, what it has reached, and what of that has been told.

mod by_hand;
mod rewinding;
mod telling;
mod version;

use super::checkpoint::{self, LastSaved, Saved};
use super::held_out::{Evaluated, HeldOut};
use super::metering::{Speedometer, TrainingCurve};
use super::pacing::{Burst, Pacer};
use super::past::Past;
use super::schedule;
use super::ways::Ways;
use crate::count::grouped;
use crate::data::Dataset;
use crate::protocol::{Event, HistoryPoint, Metrics, Pace, RunId, Status};
use crate::training::{
    Advance, CheckpointError, History, Reading, StepReport, StopReason, Trainer,
};

/// Least time between two reports while training, in seconds.
const REPORT_EVERY: f64 = 0.05;

/// What a run is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    Stand,
    Train,
    /// One update.
    Step,
    EndOfEpoch,
    /// So many updates in all.
    UpTo(u64),
}

/// A trainer with a goal.
#[derive(Debug)]
pub(super) struct Run {
    pub id: RunId,
    pub trainer: Trainer,
    /// Where it has been.
    pub ways: Ways,
    /// What it takes to be there again.
    past: Past,
    goal: Goal,
    pacer: Pacer,
    burst: Burst,
    /// Passes since the latest look at the clock, on the way back.
    n_unclocked: u32,
    /// Some passes of the step under way are made.
    is_mid_step: bool,
    /// It takes turns with others.
    is_abreast: bool,
    /// The examples of the next step are not here.
    is_waiting: bool,
    has_diverged: bool,
    /// The stop rule that was met, until it is sent on.
    finished: Option<StopReason>,

    held_out: HeldOut,
    curve: TrainingCurve,
    train: Option<Metrics>,
    /// The curves so far.
    curves: History,
    /// Points of them that have not been told.
    untold: Vec<HistoryPoint>,
    /// After which step it has gone another way than before, until it is told.
    turned_off: Option<u64>,
    speed: Speedometer,
    train_seconds: f64,

    told_status: Status,
    /// A report is due at once.
    is_news: bool,
    told_at: f64,
    /// The step that was told of last.
    told_step: Option<u64>,
    saved: LastSaved,
}

impl Run {
    /// A run that stands where its trainer stands.
    pub fn new(id: RunId, trainer: Trainer) -> Self {
        let step = trainer.step_count();
        Self {
            id,
            ways: Ways::new(&trainer),
            past: Past::new(&trainer),
            trainer,
            goal: Goal::Stand,
            pacer: Pacer::new(Pace::default()),
            burst: Burst::default(),
            n_unclocked: 0,
            is_mid_step: false,
            is_abreast: false,
            is_waiting: false,
            has_diverged: false,
            finished: None,
            held_out: HeldOut::default(),
            curve: TrainingCurve::default(),
            train: None,
            curves: History::default(),
            untold: Vec::new(),
            turned_off: None,
            speed: Speedometer::default(),
            train_seconds: 0.0,
            told_status: Status::Paused,
            is_news: false,
            told_at: f64::NEG_INFINITY,
            told_step: None,
            saved: LastSaved::at_start(step),
        }
    }

    /// The same beside others, which take turns with it step by step.
    pub fn abreast(id: RunId, trainer: Trainer) -> Self {
        Self { is_abreast: true, ..Self::new(id, trainer) }
    }

    /// The run that a checkpoint was made of, under a new id.
    pub fn restore(id: RunId, bytes: &[u8]) -> Result<Self, CheckpointError> {
        let Saved { trainer, train_seconds, train, is_whole } = checkpoint::read(bytes)?;
        let past = is_whole.then(|| Past::of_whole(&trainer));
        let mut run = Self { train_seconds, train, ..Self::new(id, trainer) };
        if let Some(past) = past {
            run.past = past;
        }
        Ok(run)
    }

    /// Takes a new goal.
    ///
    /// # Errors
    /// A text for people if the run can't go on.
    pub fn pursue(
        &mut self,
        goal: Goal,
        data: &Dataset,
        now: f64,
        events: &mut Vec<Event>,
    ) -> Result<(), String> {
        let is_there = matches!(goal, Goal::UpTo(step) if self.trainer.step_count() >= step);
        if goal == Goal::Stand || is_there {
            self.stand(now, events);
            return Ok(());
        }
        if let Some(reason) = self.dead_end() {
            // What it was after it can't have any more; that it stands is told anyway.
            self.stand(now, events);
            return Err(reason);
        }
        self.past.stay();
        if self.goal == Goal::Stand {
            self.saved.begin(now);
            self.pacer.begin();
        }
        if goal == Goal::Step {
            // The step gets a point of its own.
            self.end_stretch();
        }
        self.goal = goal;
        self.finished = None;
        self.is_waiting = !self.trainer.can_step(data);
        self.is_news = true;
        self.tell(now, events);
        Ok(())
    }

    /// Why no step of this run would change anything any more, and what to do, if it is so.
    fn dead_end(&self) -> Option<String> {
        let rate = self.trainer.scheduled_rate();
        if self.has_diverged {
            return Some(format!(
                "The loss is no longer a finite number, so there is nothing left to follow \
                 downhill: the learning rate {rate} was too large. Choose a smaller one and reset."
            ));
        }
        // A warm-up rises from 0, but with the first step it is above.
        if rate > 0.0 || self.trainer.step_count() == 0 || self.is_mid_step {
            return None;
        }
        let rules = self.trainer.config().stop;
        let (epochs, _) = self.trainer.position();
        let made = match rules.max_epochs {
            Some(1) if epochs >= 1 => "This run has made its one epoch",
            Some(n) if epochs >= n => {
                &format!("This run has made all its {} epochs", grouped(n.into()))
            }
            _ => "This run has come to its end",
        };
        Some(format!("{made}, and its learning rate has come down to 0. Reset to start again."))
    }

    /// Stops where it is, and tells so in any case. A step that is half made will be
    /// finished when the run goes on.
    pub fn stand(&mut self, now: f64, events: &mut Vec<Event>) {
        self.past.stay();
        self.halt();
        self.is_news = true;
        self.tell(now, events);
        self.save_if_new(now, &mut || now, events);
    }

    /// The data or the settings have changed.
    pub fn look_again(&mut self, data: &Dataset, now: f64, events: &mut Vec<Event>) {
        if self.goal != Goal::Stand {
            self.is_waiting = !self.trainer.can_step(data);
            self.tell(now, events);
        }
    }

    /// How the held-out examples were read at the latest evaluation, and after which step.
    pub fn readings(&self) -> Option<(u64, &[Reading])> {
        self.held_out.readings()
    }

    /// How fast to go on.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pacer.set_pace(pace);
    }

    /// From when on there is anything to do with the data that are here, if ever.
    pub fn next_work(&self, data: &Dataset) -> Option<f64> {
        let is_at_once = self.past.passing().is_some() || self.wants_evaluation(data);
        if is_at_once || (self.can_train() && self.is_mid_step) {
            return Some(f64::NEG_INFINITY);
        }
        self.can_train().then(|| self.pacer.due())
    }

    /// Trains and evaluates until the clock reads `until` or there is nothing to do now.
    pub fn work(
        &mut self,
        data: &Dataset,
        until: f64,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) {
        let now = clock();
        self.work_from(now, data, until, clock, events);
    }

    /// The same for one who knows that the clock reads `now`; what it reads at last comes back.
    pub fn work_from(
        &mut self,
        mut now: f64,
        data: &Dataset,
        until: f64,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> f64 {
        if self.past.passing().is_some() {
            now = self.go_back(now, data, until, clock, events);
            if now >= until {
                return now;
            }
        }
        while self.next_work(data).is_some_and(|from| from <= now) {
            if self.wants_evaluation(data) {
                self.evaluate(data);
                now = clock();
            } else {
                if !self.is_mid_step {
                    self.pacer.begun(now);
                }
                let n_examples = self.train(data);
                let before = std::mem::replace(&mut now, clock());
                self.add_time(now - before, n_examples);
                self.burst.took(now - before);
            }
            self.tell(now, events);
            if self.goal == Goal::Stand {
                self.save_if_new(now, clock, events);
            } else if self.saved.is_due_again(now) {
                self.save_if_new(now, clock, events);
                now = clock();
            }
            if now >= until {
                break;
            }
        }
        now
    }

    /// It makes steps, or would if the data were here.
    pub fn is_training(&self) -> bool {
        self.goal != Goal::Stand
    }

    fn can_train(&self) -> bool {
        self.goal != Goal::Stand && !self.is_waiting
    }

    /// Evaluations come when the schedule says so, and whenever the run stands: the
    /// figures on display are then those of the parameters on display.
    fn wants_evaluation(&self, data: &Dataset) -> bool {
        data.test.is_complete()
            && !data.test.is_empty()
            && self.held_out.wants_evaluation(self.trainer.step_count(), !self.can_train())
    }

    /// Goes on with the evaluation by one pass.
    fn evaluate(&mut self, data: &Dataset) {
        let evaluated = self.held_out.advance(&mut self.trainer, &data.test);
        if let Some(Evaluated { metrics, is_scheduled }) = evaluated {
            self.add_point(HistoryPoint { test: Some(metrics), ..self.point() });
            self.is_news = true;
            if is_scheduled && let Some(reason) = self.trainer.note_evaluation(&metrics) {
                self.finish(reason);
            }
        }
    }

    /// Trains for a moment: a pass, or as many whole steps as are made between two looks at
    /// the clock. How many examples the steps were made with comes back.
    fn train(&mut self, data: &Dataset) -> usize {
        let n_test = data.test.expected();
        let mut n_examples = 0;
        let n_steps = if self.is_abreast { 1 } else { self.burst.n_steps(self.pacer.pace()) };
        for _ in 0..n_steps {
            let advance = self.trainer.advance(data);
            self.is_mid_step = advance == Advance::UnderWay;
            match advance {
                Advance::WaitingForData => self.is_waiting = true,
                Advance::UnderWay => {}
                Advance::Stepped(report) => {
                    n_examples += report.n_examples;
                    self.finish_step(&report, n_test);
                }
            }
            if !self.can_train() || self.is_mid_step || self.wants_evaluation(data) {
                break;
            }
        }
        n_examples
    }

    fn add_time(&mut self, seconds: f64, n_examples: usize) {
        self.train_seconds += seconds;
        // A run that stands has no speed.
        if self.can_train() {
            self.speed.add(seconds, n_examples);
        }
    }

    fn finish_step(&mut self, report: &StepReport, n_test: usize) {
        if report.diverged {
            self.has_diverged = true;
            self.halt();
            return;
        }
        let (step, newest) = (self.trainer.step_count(), self.past.newest());
        let is_new = self.past.record(&self.trainer);
        if is_new && step <= newest {
            self.turn_off(step - 1);
        }
        self.ways.record(&self.trainer);

        let n_train = self.trainer.config().n_train();
        // A rule that goes by the held-out examples looks at them after each epoch.
        let has_target = self.trainer.config().stop.target_accuracy.is_some();
        let n_test = if has_target { 0 } else { n_test };
        let (epoch, position) = self.trainer.position();
        let before = if report.epoch_ended {
            (epoch - 1, n_train - report.n_examples)
        } else {
            (epoch, position - report.n_examples)
        };
        self.held_out.parameters_changed(schedule::evaluation_due(
            before,
            (epoch, position),
            n_train,
            n_test,
        ));
        let metrics = self.curve.add(report, (epoch, position), n_train);
        if is_new {
            self.add_training_point(metrics);
        } else {
            // A run that was taken up has no curves of its steps from before.
            self.train = self.curves.train_at(step).or(metrics).or(self.train);
            if step == newest {
                // The next point is of the steps after it alone.
                self.curve.take();
            }
        }

        let is_reached = match self.goal {
            Goal::Step => true,
            Goal::EndOfEpoch => report.epoch_ended,
            Goal::UpTo(step) => self.trainer.step_count() >= step,
            Goal::Train | Goal::Stand => false,
        };
        if let Some(reason) = report.stop {
            self.finish(reason);
        } else if is_reached {
            self.end_stretch();
            self.halt();
        } else if self.pacer.is_followed() {
            // Told at once, with a point of its own; and with one of the held-out examples
            // where these are few.
            self.end_stretch();
            self.is_news = true;
            if schedule::is_small(n_train) {
                self.held_out.want();
            }
        }
    }

    /// A stop rule is met.
    fn finish(&mut self, reason: StopReason) {
        self.finished = Some(reason);
        self.end_stretch();
        self.halt();
    }

    fn halt(&mut self) {
        self.goal = Goal::Stand;
        self.is_waiting = false;
        self.speed = Speedometer::default();
    }
}
