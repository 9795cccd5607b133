//! Weights in files: the run's own to keep, and a run that starts from a file's.

use leptos::prelude::*;

use super::homes::DIGITS;
use super::looks::{Question, Slot};
use super::{Made, Notice, Room, State};
use descent::ledger::Start;
use descent::nn::activation::SIGMOID;
use descent::nn::{Activation, NetworkSpec};
use descent::protocol::{Command, RunId, Seen};
use descent::registry::Choice;
use descent::training::{Export, RunConfig};

/// What was sent to the engine.
#[derive(Default)]
pub(super) struct OfFiles {
    /// What it has not confirmed.
    asked: Option<Asked>,
    /// The last run that was asked for.
    last: RunId,
}

struct Asked {
    run: RunId,
    start: Start,
    /// What is told when it is there.
    text: Option<String>,
}

/// The hidden layers' activation; for a network without any, what a new layer gets.
pub fn hidden_activation(spec: &NetworkSpec) -> Choice<Activation> {
    let layers = spec.layers();
    if layers.len() > 1 { layers[0].activation } else { Choice::of(&SIGMOID) }
}

impl State {
    /// Asks for the run as a file; it comes as [`Slot::Exported`]'s answer.
    pub fn export_run(&self, what: Export) {
        self.ask(Slot::Exported, Question::Export(what));
    }

    /// Begins a run that starts from the weights in a file. If they are refused, that is
    /// [`Slot::Opened`]'s answer, and the run so far stays.
    pub fn open_weights(&self, name: String, bytes: Vec<u8>) {
        let config = self.current_config();
        // A lab that is about one neuron can't show a network of a file's widths.
        let home = self.inner.with_value(|inner| inner.home);
        let takes_any = home == DIGITS || home == crate::small::playground().key;
        let hidden = takes_any.then(|| hidden_activation(&config.network));
        let text = format!("A run that starts from the weights in {name}. Press Train.");
        let start = Start::file(name, &bytes);
        self.start_from(Some(text), config, hidden, start);
    }

    /// The same with a configuration that is known, and a file; the text is told when it is
    /// there.
    pub(super) fn start_from(
        &self,
        text: Option<String>,
        config: RunConfig,
        hidden: Option<Choice<Activation>>,
        start: Start,
    ) {
        let bytes = start.bytes().to_vec();
        let mut run = RunId(0);
        self.inner.update_value(|inner| {
            run = RunId(inner.run.0.max(inner.of_files.last.0) + 1);
            inner.of_files.last = run;
            inner.of_files.asked = Some(Asked { run, start, text });
        });
        // It tells its last steps, to be had back.
        self.send(Command::Pause);
        let config = Box::new(config);
        self.ask(Slot::Opened, Question::OpenWeights { run, config, hidden, bytes });
    }

    /// What was sent has begun a run, or has been refused.
    pub(super) fn opened(&self, answer: &Result<Seen, String>) {
        if let Ok(Seen::WeightsOpened { note: Some(note) }) = answer {
            self.notice.update(|notice| {
                let notice = notice.get_or_insert(Notice { text: String::new(), way: None });
                notice.text = format!("{} {note}", notice.text).trim_start().to_owned();
            });
        }
        if answer.is_ok() && self.room.get_untracked() == Room::Runs {
            let notice = self.notice.get_untracked();
            self.go_home();
            self.notice.set(notice);
        }
    }

    /// The id of the next run; what was asked for before is not wanted any more.
    pub(super) fn after_last_run(&self) -> RunId {
        let run = self.inner.try_update_value(|inner| {
            inner.of_files.asked = None;
            RunId(inner.run.0.max(inner.of_files.last.0) + 1)
        });
        run.unwrap_or_default()
    }

    /// The engine has begun a run: if it is the one that starts from a file, it is the present
    /// one from now on.
    pub(super) fn started(&self, run: RunId) {
        let asked = self
            .inner
            .try_update_value(|inner| inner.of_files.asked.take_if(|asked| asked.run == run));
        let Some(Asked { start, text, .. }) = asked.flatten() else { return };
        self.leave_link();
        self.make_room(text.as_deref());
        self.become_run(run);
        // A link would not hold such a start.
        self.made.set(Made::Changed);
        self.note_start(start);
    }
}
