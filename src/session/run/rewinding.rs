//! Going back in a run, and forward again as far as it had come.

use super::{Goal, HeldOut, LastSaved, Run};
use crate::data::Dataset;
use crate::protocol::{Event, Metrics};
use crate::session::past::Arrived;

impl Run {
    /// Sets out for a step that was made before, standing. What came after it is kept: the run
    /// can be sent forward again, and as long as it does what it did then, it is the same.
    ///
    /// # Errors
    /// A text for people, if the step can't be gone to; nothing has changed then.
    pub fn go_to(&mut self, step: u64, now: f64, events: &mut Vec<Event>) -> Result<(), String> {
        if self.past.is_at(step, &self.trainer) {
            self.stand(now, events);
            return Ok(());
        }
        self.past.set_out(step).map_err(|error| error.to_string())?;
        if self.is_newest() {
            self.end_stretch();
            self.save(now, events);
        }
        self.halt();
        self.is_news = true;
        self.tell(now, events);
        Ok(())
    }

    /// Goes on with the way to another step until the clock, which reads `now`, reads `until`
    /// or it is there. What the clock reads at last comes back.
    pub(super) fn go_back(
        &mut self,
        mut now: f64,
        data: &Dataset,
        until: f64,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> f64 {
        while self.past.passing().is_some() {
            match self.past.go_on(data) {
                Ok(None) => {}
                Ok(Some(Arrived { trainer, train })) => {
                    self.trainer = trainer;
                    self.arrive(train);
                    now = clock();
                    self.told_at = now;
                    let (config, progress) = (self.config_now(), self.progress());
                    events.push(Event::Rewound { run: self.id, config, progress });
                }
                Err(error) => {
                    let message = format!("The run stays where it is: {error}.");
                    events.push(Event::Failed { message });
                    self.is_news = true;
                }
            }
            if self.burst_is_over(&mut now, clock) {
                self.tell(now, events);
                if now >= until {
                    break;
                }
            }
        }
        self.tell(now, events);
        now
    }

    /// The steps of small networks are over in less time than a look at the clock takes.
    fn burst_is_over(&mut self, now: &mut f64, clock: &mut dyn FnMut() -> f64) -> bool {
        self.n_unclocked += 1;
        let is_over = self.n_unclocked >= self.burst.n_steps(crate::protocol::Pace::Unlimited);
        if is_over {
            self.n_unclocked = 0;
            let before = std::mem::replace(now, clock());
            self.burst.took(*now - before);
        }
        is_over
    }

    /// It stands at another step now.
    fn arrive(&mut self, train: Option<Metrics>) {
        let step = self.trainer.step_count();
        self.goal = Goal::Stand;
        self.is_mid_step = false;
        self.has_diverged = false;
        self.finished = None;
        self.curve.take();
        self.train = self.curves.train_at(step).or(train);
        // What was measured is of other parameters.
        self.held_out = HeldOut::default();
    }

    /// Whether nothing has been made after the step that it stands at.
    pub(super) fn is_newest(&self) -> bool {
        self.trainer.step_count() >= self.past.newest()
    }

    /// The run goes another way after `step` than it did before: what came then is no more.
    pub(super) fn turn_off(&mut self, step: u64) {
        self.ways.turn_off(&self.trainer, step);
        self.curves.truncate(step);
        self.untold.retain(|point| point.step <= step);
        self.turned_off = Some(self.turned_off.map_or(step, |before| before.min(step)));
        // What was saved is of the way before.
        self.saved = LastSaved::none();
    }
}
