//! What is changed by hand between two steps.

use super::{Goal, HeldOut, Run};
use crate::nn::{Parameter, Penalty};
use crate::protocol::Event;
use crate::session::checkpoint::LastSaved;
use crate::session::past::Past;
use crate::training::{LearningRate, RunConfig};

impl Run {
    /// Goes on from here with another configuration, standing.
    ///
    /// # Errors
    /// A text for people if its layers have other shapes, or its parts don't fit; nothing
    /// has changed then.
    pub fn amend(&mut self, config: RunConfig) -> Result<(), String> {
        let is_same_data = config.dataset == self.trainer.config().dataset;
        let is_same_loss = config.network.loss() == self.trainer.config().network.loss();
        self.trainer = self.trainer.branched(config).map_err(|error| error.to_string())?;
        self.halt();
        self.end_stretch();
        if !is_same_loss {
            self.ways.forget(&self.trainer);
        }
        self.begin_stretch(is_same_data);
        self.is_mid_step = false;
        self.finished = None;
        self.held_out.parameters_changed(false);
        Ok(())
    }

    /// Goes on from here, training or not, with other data: a new epoch begins.
    ///
    /// # Errors
    /// A text for people if the network does not fit them; nothing has changed then.
    pub fn set_data(&mut self, config: RunConfig) -> Result<(), String> {
        self.trainer = self.trainer.branched(config).map_err(|error| error.to_string())?;
        self.end_stretch();
        self.ways.forget(&self.trainer);
        self.begin_stretch(false);
        self.is_mid_step = false;
        // What it has reached, it has reached on other data.
        self.finished = None;
        self.held_out = HeldOut::default();
        Ok(())
    }

    /// Gives a parameter another value by hand.
    ///
    /// # Errors
    /// A text for people; nothing has changed then.
    pub fn set_parameter(
        &mut self,
        parameter: Parameter,
        to: f32,
        now: f64,
        events: &mut Vec<Event>,
    ) -> Result<(), String> {
        self.ways.leap(&mut self.trainer, |trainer| trainer.set_parameter(parameter, to))?;
        self.begin_stretch(true);
        // What it has stopped for was elsewhere.
        self.finished = None;
        self.held_out.parameters_changed(false);
        self.held_out.forget_step();
        self.changed_by_hand(now, events);
        Ok(())
    }

    /// Tells of a change that was made between two steps.
    pub fn changed_by_hand(&mut self, now: f64, events: &mut Vec<Event>) {
        if self.goal == Goal::Stand {
            return self.stand_anew(now, events);
        }
        self.saved = LastSaved::none();
        self.is_news = true;
        self.tell(now, events);
    }

    /// Stands with another configuration: the checkpoint of this step is no longer its own.
    pub fn stand_anew(&mut self, now: f64, events: &mut Vec<Event>) {
        self.saved = LastSaved::none();
        self.stand(now, events);
    }

    /// η from the next step on. What the schedule makes of it is told at once, unless the
    /// next report comes soon anyway.
    pub fn set_learning_rate(&mut self, rate: LearningRate, now: f64, events: &mut Vec<Event>) {
        self.trainer.set_learning_rate(rate);
        self.is_news |= !self.can_train() || self.pacer.is_followed();
        self.tell(now, events);
    }

    /// What large weights cost from the next step on; whatever it is after, it goes on.
    ///
    /// # Errors
    /// A text for people; nothing has changed then.
    pub fn set_penalty(
        &mut self,
        penalty: Penalty,
        now: f64,
        events: &mut Vec<Event>,
    ) -> Result<(), String> {
        let config = RunConfig { penalty, ..self.config_now() };
        self.trainer = self.trainer.branched(config).map_err(|error| error.to_string())?;
        self.begin_stretch(true);
        self.is_mid_step = false;
        self.changed_by_hand(now, events);
        Ok(())
    }

    /// What was before can be gone back to, but not made again in one go with what follows; on
    /// other data not at all.
    fn begin_stretch(&mut self, is_same_data: bool) {
        let step = self.trainer.step_count();
        if step < self.past.newest() {
            self.turn_off(step);
        }
        if is_same_data {
            self.past.begin_stretch(&self.trainer);
        } else {
            self.past = Past::new(&self.trainer);
        }
    }
}
