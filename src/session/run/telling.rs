//! What a run tells of itself, and when.

use super::{Goal, REPORT_EVERY, Run};
use crate::protocol::{Event, HistoryPoint, Metrics, Progress, Status};
use crate::session::checkpoint::{self, LastSaved, Saving};
use crate::training::RunConfig;

impl Run {
    /// The first event of the run; rate and batch size as they are now, which in a
    /// restored run need not be those it began with.
    pub fn configured(&self) -> Event {
        Event::Configured { run: self.id, config: self.config_now(), progress: self.progress() }
    }

    /// The configuration with the rate and batch size as they are now.
    pub fn config_now(&self) -> RunConfig {
        RunConfig {
            learning_rate: self.trainer.learning_rate(),
            batch_size: self.trainer.batch_size(),
            ..self.trainer.config().clone()
        }
    }

    /// An empty point of the curves, here.
    pub(super) fn point(&self) -> HistoryPoint {
        let step = self.trainer.step_count();
        let (epoch, seconds) = (self.trainer.epoch(), self.train_seconds);
        HistoryPoint { step, epoch, seconds, train: None, test: None }
    }

    pub(super) fn add_training_point(&mut self, metrics: Option<Metrics>) {
        if metrics.is_some() {
            self.train = metrics;
            self.add_point(HistoryPoint { train: metrics, ..self.point() });
        }
    }

    /// Adds a point to the curves, unless they have it: it is of a step that they have led
    /// over before.
    pub(super) fn add_point(&mut self, point: HistoryPoint) {
        let what = |point: &HistoryPoint| (point.step, point.test);
        let is_known =
            point.test.is_some() && self.curves.test().last().map(what) == Some(what(&point));
        if self.is_newest() && !is_known {
            self.curves.push(point);
            self.untold.push(point);
        }
    }

    /// Ends the stretch that the training curve averages over, if it is not empty.
    pub(super) fn end_stretch(&mut self) {
        let metrics = self.curve.take();
        self.add_training_point(metrics);
    }

    pub(super) fn status(&self) -> Status {
        match self.goal {
            _ if self.past.passing().is_some() => Status::Rewinding,
            Goal::Stand if self.has_diverged => Status::Diverged,
            Goal::Stand => self.finished.map_or(Status::Paused, Status::Finished),
            _ if self.is_waiting => Status::WaitingForData,
            _ => Status::Training,
        }
    }

    pub(super) fn progress(&self) -> Progress {
        let samples_per_second = if self.can_train() {
            self.pacer.limit(self.speed.rate(), self.trainer.next_batch().len())
        } else {
            0.0
        };
        Progress {
            status: self.status(),
            step: self.past.passing().unwrap_or(self.trainer.step_count()),
            first: self.past.first(),
            newest: self.past.newest(),
            epoch: self.trainer.epoch(),
            train: self.train,
            test: self.held_out.latest(),
            samples_per_second,
            train_seconds: self.train_seconds,
            learning_rate: self.trainer.scheduled_rate(),
            penalty: self.trainer.config().penalty.value(self.trainer.network()),
        }
    }

    /// Whether another report is due, of one that has to wait for its turn to tell
    /// ([`report`](Self::report)).
    pub fn is_report_due(&self, now: f64) -> bool {
        self.is_training() && now - self.told_at >= REPORT_EVERY
    }

    /// Whether it trains, and has told of the very step that it stands at.
    pub fn has_told_here(&self) -> bool {
        self.is_training() && self.told_step == Some(self.trainer.step_count())
    }

    /// Reports, unless it has told of the step that it stands at.
    pub fn report(&mut self, now: f64, events: &mut Vec<Event>) {
        if self.told_step != Some(self.trainer.step_count()) {
            self.is_news = true;
            self.tell(now, events);
        }
    }

    /// Reports, at once if the status has changed or there is other news, else when
    /// it is time again.
    pub(super) fn tell(&mut self, now: f64, events: &mut Vec<Event>) {
        let status = self.status();
        // Those abreast of others are told of together, when all stand at the same step.
        let is_moving = (self.can_train() && !self.is_abreast) || status == Status::Rewinding;
        let is_time = is_moving && now - self.told_at >= REPORT_EVERY;
        if self.is_news || status != self.told_status || is_time {
            self.is_news = false;
            self.told_status = status;
            self.told_at = now;
            self.told_step = Some(self.trainer.step_count());
            if let Some(step) = self.turned_off.take() {
                events.push(Event::TurnedOff { run: self.id, step });
            }
            events.push(Event::Progress {
                run: self.id,
                progress: self.progress(),
                history: std::mem::take(&mut self.untold),
            });
        }
    }

    /// Sends a checkpoint because it is wanted now.
    pub fn save(&mut self, now: f64, events: &mut Vec<Event>) {
        self.save_if_new(now, &mut || now, events);
    }

    /// Sends a checkpoint, unless the last one is of this step. A run that has
    /// diverged is not worth one: the page had better keep an older one. Nor is one that has
    /// gone back: it may go forward again.
    pub(super) fn save_if_new(
        &mut self,
        now: f64,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) {
        let step = self.trainer.step_count();
        if step != self.saved.step() && !self.has_diverged && self.is_newest() {
            let saved = Saving {
                trainer: &self.trainer,
                train_seconds: self.train_seconds,
                train: self.train,
                is_whole: self.past.is_whole(),
            };
            let bytes = checkpoint::write(saved);
            events.push(Event::Checkpoint { run: self.id, step, bytes });
            self.saved = LastSaved::of(step, now, clock());
        }
    }
}
