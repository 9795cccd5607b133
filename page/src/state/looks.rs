//! What a network sees and how well it does: questions of the labs, one of each kind
//! on its way at a time. Asked anew meanwhile, the newest is asked when the answer is here.

use leptos::prelude::*;

use super::State;
use super::abreast::is_done;
use descent::data::handwriting::Record;
use descent::nn::Activation;
use descent::protocol::{Command, Look, RunId, Seen, Ticket};
use descent::registry::Choice;
use descent::training::{Export, RunConfig};

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
    /// [`Look::Link`].
    Link,
    /// [`Look::LinkWeights`].
    LinkWeights,
    /// [`Look::ReadLink`].
    LinkRead,
    /// [`Look::AsJson`].
    AsJson,
    /// [`Look::SideBySide`].
    SideBySide,
    /// [`Look::Grid`].
    Grid,
    /// `Command::ExportRun`.
    Exported,
    /// `Command::OpenWeights`.
    Opened,
    /// [`Look::Version`].
    Version,
    /// [`Look::Diff`].
    Diff,
}

impl Slot {
    const N: usize = 32;
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
    /// What is on its way, to be asked once more if the engine dies meanwhile.
    on_its_way: Option<Look>,
    /// Its answer will be about a run that is not there any more.
    is_of_before: bool,
    next: Option<Question>,
}

/// What is asked.
pub(super) enum Question {
    Look(Look),
    Collect(String),
    CollectDrawing(Record),
    Export(Export),
    OpenWeights {
        run: RunId,
        config: Box<RunConfig>,
        hidden: Option<Choice<Activation>>,
        bytes: Vec<u8>,
    },
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

    /// Another run has taken the place of the one that was: what is still to be answered of
    /// that one is not told as the new one's.
    pub(super) fn let_answers_go(&self) {
        self.inner.update_value(|inner| {
            for slot in OF_A_SMALL_RUN {
                let asked = &mut inner.looks.0[slot as usize];
                asked.is_of_before = asked.waiting_for.is_some();
                asked.next = None;
            }
        });
    }

    /// Forgets what has been told of the run, too: the one that is taken up is quite another.
    pub(super) fn forget_answers(&self) {
        self.let_answers_go();
        for slot in OF_A_SMALL_RUN {
            self.answers.of(slot).set(None);
        }
    }

    /// Whether a question of this kind is on its way.
    pub fn is_asking(&self, slot: Slot) -> bool {
        self.inner.with_value(|inner| inner.looks.0[slot as usize].waiting_for.is_some())
    }

    /// What was asked of an engine that has gone, and not answered.
    pub(super) fn take_looks(&self) -> Looks {
        self.inner.try_update_value(|inner| std::mem::take(&mut inner.looks)).unwrap_or_default()
    }

    /// Asks it of a new one; not a third time, lest it be what each of them dies over.
    pub(super) fn ask_again(&self, lost: Looks) {
        for (slot, Asked { on_its_way, next, .. }) in SLOTS.into_iter().zip(lost.0) {
            let next = match next {
                Some(Question::Look(look)) => Some(look),
                _ => on_its_way,
            };
            if let Some(look) = next {
                self.look(slot, look);
                self.inner.update_value(|inner| inner.looks.0[slot as usize].on_its_way = None);
            }
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

    pub(super) fn ask(&self, slot: Slot, question: Question) {
        let mut asked = None;
        self.inner.update_value(|inner| {
            let ticket = Ticket(inner.tickets + 1);
            let Asked { waiting_for, on_its_way, next, .. } = &mut inner.looks.0[slot as usize];
            // The engine works out one landscape at a time, the latest.
            if waiting_for.is_some() && slot != Slot::Landscape {
                *next = Some(question);
            } else {
                *waiting_for = Some(ticket);
                *on_its_way = match &question {
                    Question::Look(look) => Some(look.clone()),
                    _ => None,
                };
                inner.tickets = ticket.0;
                asked = Some((ticket, question));
            }
        });
        if let Some((ticket, question)) = asked {
            self.send(match question {
                Question::Look(look) => Command::Look { ticket, look },
                Question::Collect(text) => Command::Collect { ticket, text },
                Question::CollectDrawing(record) => Command::CollectDrawing { ticket, record },
                Question::Export(what) => Command::ExportRun { ticket, what },
                Question::OpenWeights { run, config, hidden, bytes } => {
                    Command::OpenWeights { ticket, run, config: *config, hidden, bytes }
                }
            });
        }
    }

    /// Takes in an answer; whether it was one of these questions'.
    pub(super) fn answered(&self, ticket: Ticket, answer: Result<Seen, String>) -> bool {
        let goes_on = match &answer {
            Ok(Seen::Landscape(landscape)) => !landscape.is_done(),
            Ok(Seen::Grid(grid)) => !is_done(grid),
            Ok(Seen::Diff(diff)) => !diff.is_done(),
            _ => false,
        };
        let mut found = None;
        self.inner.update_value(|inner| {
            let all = &mut inner.looks.0;
            let at = all.iter().position(|asked| asked.waiting_for == Some(ticket));
            if goes_on {
                found = at.map(|idx| (idx, None));
                return;
            }
            found = at.map(|idx| (idx, Some(std::mem::take(&mut all[idx]))));
        });
        let Some((idx, asked)) = found else { return false };
        let is_of_before = asked.as_ref().is_some_and(|asked| asked.is_of_before);
        let next = asked.and_then(|asked| asked.next);
        if idx == Slot::Collected as usize {
            self.took_in(&answer);
        }
        if idx == Slot::Opened as usize {
            self.opened(&answer);
        }
        if idx == Slot::Version as usize {
            self.took_version(answer);
            return true;
        }
        if idx == Slot::Vitals as usize && !is_of_before {
            self.check(&answer);
        }
        if idx == Slot::LinkRead as usize && next.is_none() {
            self.link_read(&answer);
        }
        // What another unit answers to would be told of this one.
        let is_exciting = SLOTS.get(idx) == Some(&Slot::Exciting);
        if !is_of_before && (next.is_none() || !is_exciting) {
            self.answers.0[idx].set(Some(answer));
        }
        if let Some((slot, next)) = SLOTS.get(idx).copied().zip(next) {
            self.ask(slot, next);
        }
        true
    }
}

/// What small labs show of their run. Who asks for these asks anew when the configuration is
/// another one.
const OF_A_SMALL_RUN: [Slot; 7] = [
    Slot::Plane,
    Slot::UnitPlanes,
    Slot::Losses,
    Slot::Sweep,
    Slot::NextStep,
    Slot::Vitals,
    Slot::SideBySide,
];

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
    Slot::Link,
    Slot::LinkWeights,
    Slot::LinkRead,
    Slot::AsJson,
    Slot::SideBySide,
    Slot::Grid,
    Slot::Exported,
    Slot::Opened,
    Slot::Version,
    Slot::Diff,
];
