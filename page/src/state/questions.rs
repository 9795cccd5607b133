//! Questions to the engine: how does it read this, what are its parameters, what would
//! the next update be? Of each kind one is on its way at a time; asked meanwhile, it is
//! asked again when the answer is here, with what is newest then.

use leptos::prelude::*;

use super::{Inner, State};
use descent::data::DigitImage;
use descent::nn::Parameter;
use descent::protocol::{Command, Pace, Reader, Ticket};

/// A kind of question of which one at a time is on its way.
#[derive(Default)]
pub(super) struct Question {
    waiting_for: Option<Ticket>,
    ask_again: bool,
}

/// Least time between two snapshots of the parameters at full speed, in milliseconds: what
/// they are painted as is the most expensive thing on the page.
const PARAMETERS_EVERY_MS: f64 = 200.0;

/// So few parameters cost nothing to be told, and are drawn as a line: as often as there is
/// news.
const FEW_PARAMETERS: usize = 200;

/// The same at a set pace: ten a second. A little less than a tenth, so that of ten steps
/// a second none is left out.
const PACED_PARAMETERS_EVERY_MS: f64 = 90.0;

/// How far a parameter is nudged: little enough for a slope, and in the double precision
/// of the test far above its rounding.
const NUDGE: f64 = 1e-4;

impl State {
    /// The person chose who reads the drawing.
    pub fn choose_reader(&self, reader: Reader) {
        self.inner.update_value(|inner| inner.reader_chosen = true);
        self.set_reader(reader);
    }

    /// The lesson goes on to the network in training, unless the person chose.
    pub fn follow_run(&self) {
        if !self.inner.with_value(|inner| inner.reader_chosen) {
            self.set_reader(Reader::Run);
        }
    }

    pub(super) fn set_reader(&self, reader: Reader) {
        if self.reader.get_untracked() != reader {
            self.reader.set(reader);
            self.selected.set(None);
            self.parameters.set(None);
            self.ask_parameters(true);
            self.ask_inspection();
        }
    }

    /// The drawing has changed: what the network sees, and what it says.
    pub fn set_image(&self, image: Option<DigitImage>) {
        self.image.set(image);
        self.ask_inspection();
    }

    /// Asks how the reader reads the drawing; while a question is on its way the next
    /// one waits, and only the newest is asked.
    pub(super) fn ask_inspection(&self) {
        let Some(image) = self.image.get_untracked() else {
            self.inspection.set(None);
            return;
        };
        if let Some(ticket) = self.open_question(|inner| &mut inner.inspect) {
            self.send(Command::Inspect { ticket, reader: self.reader.get_untracked(), image });
        }
    }

    /// The current component shows the reader's parameters. They are asked for as long as
    /// at least one that does can be seen.
    pub fn show_parameters(&self, is_visible: Signal<bool>) {
        let state = *self;
        let is_counted = StoredValue::new(false);
        let count = move |is_visible: bool| {
            if is_counted.get_value() == is_visible {
                return;
            }
            is_counted.set_value(is_visible);
            state.inner.update_value(|inner| {
                inner.parameter_views = if is_visible {
                    inner.parameter_views + 1
                } else {
                    inner.parameter_views.saturating_sub(1)
                };
            });
            if is_visible {
                state.ask_parameters(true);
            }
        };
        Effect::new(move |_| count(is_visible.get()));
        on_cleanup(move || count(false));
    }

    /// Asks for the reader's parameters if anything shows them, not too often unless `now`.
    pub(crate) fn ask_parameters(&self, now: bool) {
        if self.inner.with_value(|inner| inner.parameter_views == 0) {
            return;
        }
        let time = window().performance().map_or(0.0, |performance| performance.now());
        let least = match self.pace.get_untracked() {
            _ if self.has_few_parameters() => 0.0,
            Pace::Unlimited => PARAMETERS_EVERY_MS,
            Pace::StepsPerSecond(_) => PACED_PARAMETERS_EVERY_MS,
        };
        let due = self.inner.with_value(|inner| time - inner.parameters_at >= least);
        if !(now || due) {
            return;
        }
        if let Some(ticket) = self.open_question(|inner| &mut inner.parameters) {
            self.inner.update_value(|inner| inner.parameters_at = time);
            self.send(Command::GetParameters { ticket, reader: self.reader.get_untracked() });
        }
    }

    fn has_few_parameters(&self) -> bool {
        self.reader.get_untracked() == Reader::Run
            && self.config.with_untracked(|c| c.network.n_parameters() <= FEW_PARAMETERS)
    }

    /// Asks for the trace of the next update.
    pub fn ask_trace(&self) {
        self.trace_refused.set(None);
        if let Some(ticket) = self.open_question(|inner| &mut inner.trace) {
            self.send(Command::Trace { ticket });
        }
    }

    /// Asks what the next update would do at other rates.
    pub fn ask_probe(&self) {
        if let Some(ticket) = self.open_question(|inner| &mut inner.probe) {
            self.send(Command::ProbeStep { ticket });
        }
    }

    /// Asks for the nudge test of a parameter.
    pub fn ask_nudge(&self, parameter: Parameter) {
        if let Some(ticket) = self.open_question(|inner| &mut inner.nudge) {
            self.send(Command::Nudge { ticket, parameter, distance: NUDGE });
        }
    }

    /// Makes the update that the trace shows, then asks for the next one.
    pub fn step_and_trace(&self) {
        let step = self.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
        self.inner.update_value(|inner| inner.trace_after = Some(step + 1));
        self.send(Command::Step);
    }

    /// A ticket, or none (and a note to ask again) while the last one is unanswered.
    fn open_question(&self, which: impl Fn(&mut Inner) -> &mut Question) -> Option<Ticket> {
        let mut opened = None;
        self.inner.update_value(|inner| {
            let ticket = Ticket(inner.tickets + 1);
            let question = which(inner);
            if question.waiting_for.is_some() {
                question.ask_again = true;
            } else {
                question.waiting_for = Some(ticket);
                opened = Some(ticket);
                inner.tickets = ticket.0;
            }
        });
        opened
    }

    /// Closes a question: whether this was its answer, and whether to ask again.
    pub(super) fn close_question(
        &self,
        ticket: Ticket,
        which: impl Fn(&mut Inner) -> &mut Question,
    ) -> (bool, bool) {
        let mut closed = (false, false);
        self.inner.update_value(|inner| {
            let question = which(inner);
            if question.waiting_for == Some(ticket) {
                closed = (true, question.ask_again);
                *question = Question::default();
            }
        });
        closed
    }
}
