//! What the engine tells, taken in: the only writer of what it knows.

use leptos::prelude::*;

use super::{Notice, OpenCard, Pretrained, Probe, Screen, State, Way, WorkerState};
use crate::offline;
use descent::ledger::Saved;
use descent::protocol::{DataState, Event, Reader, Status};

impl State {
    /// Takes in what the engine tells.
    pub(super) fn apply(&self, event: Event) {
        let Some(event) = self.told_abreast(event) else { return };
        if let Event::Configured { run, .. } = &event {
            self.started(*run);
        }
        let current = self.inner.with_value(|inner| inner.run);
        match event {
            Event::Ready { .. } => self.worker.set(WorkerState::Ready),
            Event::Data(data) => {
                if matches!(data, DataState::Ready { .. }) {
                    offline::keep_site();
                }
                self.data.set(data);
                if let Some(progress) = self.progress.get_untracked() {
                    self.follow_link(&progress);
                }
            }
            Event::PretrainedReady { network } => {
                self.pretrained.set(Pretrained::Ready(network));
                self.ask_inspection();
                self.ask_parameters(true);
            }
            Event::PretrainedFailed { message } => self.pretrained.set(Pretrained::Failed(message)),
            Event::LinkRefused { run, message } if run == current => {
                self.linked.set(None);
                self.configure_default();
                self.refuse_link(&message);
            }
            Event::Configured { run, config, progress } if run == current => {
                if self.card.with_untracked(|card| card.as_ref().is_some_and(|c| c.run != run)) {
                    self.card.set(None);
                }
                self.vitals.begin_anew();
                self.has_opened(run);
                if let Some(config) = self.confirmed(config) {
                    self.learning_rate.set(config.learning_rate);
                    self.batch_size.set(config.batch_size);
                    self.config.set(config);
                }
                self.history.update(|history| history.truncate(progress.step));
                self.progress.set(Some(progress));
                if self.reader.get_untracked() == Reader::Run {
                    self.selected.set(None);
                    self.ask_inspection();
                    self.ask_parameters(true);
                }
                if self.screen.get_untracked() == Screen::Steps {
                    self.ask_trace();
                }
            }
            Event::Card { run, key, rows } if run == current => {
                // It is not one's own. A link to it holds no weights that another link brought.
                if self.start_weights().is_some() {
                    self.changed_by_hand();
                }
                self.inner.update_value(|inner| inner.entry = None);
                self.card.set(Some(OpenCard { run, key, rows }));
            }
            Event::Progress { run, progress, history } if run == current => {
                let (step, paused) = (progress.step, progress.status != Status::Training);
                if self.progress.with_untracked(|p| p.as_ref().is_none_or(|p| p.step < step)) {
                    self.note_steps();
                    self.pass_link(step);
                }
                if !history.is_empty() {
                    self.history.update(|all| {
                        for point in history {
                            all.push(point);
                        }
                    });
                }
                if progress.is_under_way() {
                    self.finish_dismissed.set(false);
                }
                self.follow_link(&progress);
                self.progress.set(Some(progress));
                if paused {
                    self.keep_run(false);
                }
                if self.reader.get_untracked() == Reader::Run {
                    self.ask_inspection();
                    self.ask_parameters(paused);
                }
                if self.inner.with_value(|inner| inner.trace_after.is_some_and(|at| at <= step)) {
                    self.inner.update_value(|inner| inner.trace_after = None);
                    self.ask_trace();
                }
            }
            Event::Rewound { run, config, progress } if run == current => {
                self.rewound(config, progress);
            }
            Event::TurnedOff { run, step } if run == current => self.turned_off(step),
            Event::Inspected { ticket, inspection } => {
                if self.has_read(ticket, Some(&inspection)) {
                    return;
                }
                let (ours, again) = self.close_question(ticket, |inner| &mut inner.inspect);
                if ours
                    && self.image.with_untracked(Option::is_some)
                    && inspection.reader == self.reader.get_untracked()
                {
                    self.inspection.set(Some(inspection));
                }
                if again {
                    self.ask_inspection();
                }
            }
            Event::Parameters { ticket, reader, parameters } => {
                let (_, again) = self.close_question(ticket, |inner| &mut inner.parameters);
                if reader == self.reader.get_untracked() {
                    self.parameters.set(Some(parameters));
                }
                if again {
                    self.ask_parameters(true);
                }
            }
            Event::Traced { ticket, run, is_chosen, trace, link } => {
                let (_, again) = self.close_question(ticket, |inner| &mut inner.trace);
                if again {
                    self.ask_trace();
                } else if run == current {
                    self.probe.set(None);
                    self.nudged.set(None);
                    self.is_chosen.set(is_chosen);
                    self.inner.update_value(|inner| inner.link = link);
                    self.trace.set(Some(*trace));
                }
            }
            Event::Probed { ticket, run, step, outcomes } => {
                let (_, again) = self.close_question(ticket, |inner| &mut inner.probe);
                if again {
                    self.ask_probe();
                } else if run == current {
                    self.probe.set(Some(Probe { step, outcomes }));
                }
            }
            Event::Nudged { ticket, parameter, nudge } => {
                if self.close_question(ticket, |inner| &mut inner.nudge).0 {
                    self.nudged.set(Some((parameter, nudge)));
                }
            }
            Event::Seen { ticket, seen } => {
                self.answered(ticket, Ok(seen));
            }
            Event::Refused { ticket, message } => {
                if self.has_read(ticket, None) || self.answered(ticket, Err(message.clone())) {
                    return;
                }
                self.close_question(ticket, |inner| &mut inner.probe);
                self.close_question(ticket, |inner| &mut inner.nudge);
                self.close_question(ticket, |inner| &mut inner.inspect);
                self.close_question(ticket, |inner| &mut inner.parameters);
                if self.close_question(ticket, |inner| &mut inner.trace).0 {
                    self.trace_refused.set(Some(message));
                }
            }
            Event::Checkpoint { run, step, bytes } if run == current => {
                let saved = Saved { step, checkpoint: bytes };
                self.inner.update_value(|inner| inner.saved = Some(saved));
                self.keep_run(true);
            }
            Event::Failed { message } => {
                // What was asked for may be what failed.
                self.expect(None);
                // Nor is the step made whose successor's trace was wanted.
                self.inner.update_value(|inner| inner.trace_after = None);
                let way = self.has_come_to_rest().then_some(Way::Reset);
                self.opening_failed();
                self.notice.set(Some(Notice { text: message, way }));
            }
            // Late news of an old run; it may be waiting to be gone on with.
            Event::Progress { run, progress, history } => {
                self.told_waiting(run, Some(progress), history, None);
            }
            Event::Checkpoint { run, step, bytes } => {
                let saved = Saved { step, checkpoint: bytes };
                self.told_waiting(run, None, Vec::new(), Some(saved));
            }
            Event::Configured { .. }
            | Event::Card { .. }
            | Event::LinkRefused { .. }
            | Event::Rewound { .. }
            | Event::TurnedOff { .. } => {}
        }
    }
}
