//! What a network sees and how well it does: questions of the labs, one of each kind
//! on its way at a time. Asked anew meanwhile, the newest is asked when the answer is here.

use leptos::prelude::*;

use super::State;
use descent::data::handwriting::Record;
use descent::protocol::{Command, Look, Seen, Ticket};

/// A kind of question, and where its answer is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// [`Look::Saliency`].
    Saliency,
    /// [`Look::Readings`].
    Readings,
    /// [`Look::Exciting`].
    Exciting,
    /// [`Look::Nearest`].
    Nearest,
    /// [`Look::Health`].
    Health,
    /// [`Look::Gradients`].
    Gradients,
    /// [`Look::Handwriting`].
    Handwriting,
    /// `Command::Collect` and `Command::CollectDrawing`.
    Collected,
    /// [`Look::Plane`] of the output layer.
    Plane,
    /// [`Look::Plane`] of the hidden layers.
    UnitPlanes,
    /// [`Look::Losses`].
    Losses,
    /// [`Look::Sweep`].
    Sweep,
    /// [`Look::Example`].
    Example,
    /// [`Look::Augmented`].
    Augmented,
    /// [`Look::Outputs`].
    Outputs,
    /// [`Look::Landscape`]; a new question takes the place of the one before.
    Landscape,
    /// [`Look::PathOnPlane`].
    PathOnPlane,
    /// [`Look::Batch`].
    Batch,
    /// [`Look::NextStep`].
    NextStep,
    /// [`Look::Terrain`].
    Terrain,
    /// [`Look::Descents`].
    Descents,
    /// [`Look::Health`] of the run, for its monitor.
    Vitals,
}

impl Slot {
    const N: usize = 22;
}

/// The latest answers; an error is a text for people.
#[derive(Clone, Copy)]
pub struct Answers([RwSignal<Option<Result<Seen, String>>>; Slot::N]);

impl Answers {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| RwSignal::new(None)))
    }

    /// The latest answer of a kind; none before the first.
    pub fn of(self, slot: Slot) -> RwSignal<Option<Result<Seen, String>>> {
        self.0[slot as usize]
    }
}

/// The questions that are on their way.
#[derive(Default)]
pub(super) struct Looks([Asked; Slot::N]);

#[derive(Default)]
struct Asked {
    waiting_for: Option<Ticket>,
    next: Option<Question>,
}

enum Question {
    Look(Look),
    Collect(String),
    CollectDrawing(Record),
}

impl State {
    /// Asks; the answer comes into [`State::answers`].
    pub fn look(&self, slot: Slot, look: Look) {
        self.ask(slot, Question::Look(look));
    }

    /// Gives up the question that is on its way; the answer so far stays.
    pub fn give_up(&self, slot: Slot) {
        let mut asked = None;
        self.inner.update_value(|inner| {
            asked = std::mem::take(&mut inner.looks.0[slot as usize]).waiting_for;
        });
        if let Some(ticket) = asked {
            self.send(Command::GiveUp { ticket });
        }
    }

    /// Takes in a file of drawings.
    pub(super) fn collect(&self, text: String) {
        self.ask(Slot::Collected, Question::Collect(text));
    }

    /// Takes in a drawing that has just been made.
    pub(super) fn collect_drawing(&self, record: Record) {
        self.ask(Slot::Collected, Question::CollectDrawing(record));
    }

    fn ask(&self, slot: Slot, question: Question) {
        let mut asked = None;
        self.inner.update_value(|inner| {
            let ticket = Ticket(inner.tickets + 1);
            let Asked { waiting_for, next } = &mut inner.looks.0[slot as usize];
            // The engine works out one landscape at a time, the latest.
            if waiting_for.is_some() && slot != Slot::Landscape {
                *next = Some(question);
            } else {
                *waiting_for = Some(ticket);
                inner.tickets = ticket.0;
                asked = Some((ticket, question));
            }
        });
        if let Some((ticket, question)) = asked {
            self.send(match question {
                Question::Look(look) => Command::Look { ticket, look },
                Question::Collect(text) => Command::Collect { ticket, text },
                Question::CollectDrawing(record) => Command::CollectDrawing { ticket, record },
            });
        }
    }

    /// Takes in an answer; whether it was one of these questions'.
    pub(super) fn answered(&self, ticket: Ticket, answer: Result<Seen, String>) -> bool {
        let goes_on = matches!(&answer, Ok(Seen::Landscape(landscape)) if !landscape.is_done());
        let mut found = None;
        self.inner.update_value(|inner| {
            let all = &mut inner.looks.0;
            let at = all.iter().position(|asked| asked.waiting_for == Some(ticket));
            if goes_on {
                found = at.map(|idx| (idx, None));
                return;
            }
            found = at.map(|idx| (idx, std::mem::take(&mut all[idx]).next));
        });
        let Some((idx, next)) = found else { return false };
        if idx == Slot::Collected as usize {
            self.took_in(&answer);
        }
        if idx == Slot::Vitals as usize {
            self.check(&answer);
        }
        // What another unit answers to would be told of this one.
        if next.is_none() || SLOTS.get(idx) != Some(&Slot::Exciting) {
            self.answers.0[idx].set(Some(answer));
        }
        if let Some((slot, next)) = SLOTS.get(idx).copied().zip(next) {
            self.ask(slot, next);
        }
        true
    }
}

const SLOTS: [Slot; Slot::N] = [
    Slot::Saliency,
    Slot::Readings,
    Slot::Exciting,
    Slot::Nearest,
    Slot::Health,
    Slot::Gradients,
    Slot::Handwriting,
    Slot::Collected,
    Slot::Plane,
    Slot::UnitPlanes,
    Slot::Losses,
    Slot::Sweep,
    Slot::Example,
    Slot::Augmented,
    Slot::Outputs,
    Slot::Landscape,
    Slot::PathOnPlane,
    Slot::Batch,
    Slot::NextStep,
    Slot::Terrain,
    Slot::Descents,
    Slot::Vitals,
];
