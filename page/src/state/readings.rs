//! How each network reads what is on the board, beside the answer of the one that is
//! looked into: with the steps as they are set, and with all of them.

use leptos::prelude::*;

use super::State;
use descent::data::DigitImage;
use descent::protocol::{Command, Inspection, Reader, Ticket};

/// Which steps are taken from the board to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// Those that are switched on.
    AsSet,
    /// All of them.
    All,
}

const N: usize = 4;

fn slot(reader: Reader, steps: Steps) -> usize {
    let reader = match reader {
        Reader::Pretrained => 0,
        Reader::Run => 1,
    };
    reader + if steps == Steps::All { 2 } else { 0 }
}

/// The latest readings.
#[derive(Clone, Copy)]
pub struct Readings([RwSignal<Option<Inspection>>; N]);

impl Readings {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| RwSignal::new(None)))
    }

    /// How a network reads it; none while the board is empty, and before the first answer.
    pub fn of(self, reader: Reader, steps: Steps) -> RwSignal<Option<Inspection>> {
        self.0[slot(reader, steps)]
    }
}

/// The questions that are on their way: of each kind one at a time, and the newest next.
#[derive(Default)]
pub(super) struct Asked([Question; N]);

#[derive(Default)]
struct Question {
    waiting_for: Option<(Ticket, Reader)>,
    next: Option<DigitImage>,
}

impl State {
    /// Asks how a network reads an image; of none there is no reading.
    pub fn read(&self, reader: Reader, steps: Steps, image: Option<DigitImage>) {
        let idx = slot(reader, steps);
        let Some(image) = image else {
            // An answer still to come finds nobody who waits for it.
            self.inner.update_value(|inner| inner.readings.0[idx] = Question::default());
            self.readings.0[idx].set(None);
            return;
        };
        let mut opened = None;
        self.inner.update_value(|inner| {
            let ticket = Ticket(inner.tickets + 1);
            let question = &mut inner.readings.0[idx];
            if question.waiting_for.is_some() {
                question.next = Some(image);
            } else {
                question.waiting_for = Some((ticket, reader));
                inner.tickets = ticket.0;
                opened = Some((ticket, image));
            }
        });
        if let Some((ticket, image)) = opened {
            self.send(Command::Inspect { ticket, reader, image });
        }
    }

    /// Takes in an answer, or that there is none; whether it was one of these questions'.
    pub(super) fn has_read(&self, ticket: Ticket, reading: Option<&Inspection>) -> bool {
        let mut found = None;
        self.inner.update_value(|inner| {
            let all = &mut inner.readings.0;
            let is_it = |q: &Question| q.waiting_for.is_some_and(|(waiting, _)| waiting == ticket);
            found = all.iter().position(is_it).map(|idx| (idx, std::mem::take(&mut all[idx])));
        });
        let Some((idx, question)) = found else { return false };
        self.readings.0[idx].set(reading.cloned());
        if let (Some((_, reader)), Some(image)) = (question.waiting_for, question.next) {
            let steps =
                if idx >= slot(Reader::Pretrained, Steps::All) { Steps::All } else { Steps::AsSet };
            self.read(reader, steps, Some(image));
        }
        true
    }
}
