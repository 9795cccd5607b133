//! How the run is, as its monitor has it: asked for about once a second while it trains and
//! something that shows it is in sight.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use leptos::prelude::*;

use super::State;
use super::looks::Slot;
use descent::health::{Checkup, Finding, HeldOut, Monitor, Trend};
use descent::protocol::{Look, Reader, Seen, Status};
use descent::training::History;

/// Between two looks while training.
const EVERY: Duration = Duration::from_secs(1);

/// What the monitor has seen of the run.
#[derive(Clone, Copy)]
pub struct Vitals {
    /// What is to be told, the gravest first.
    pub told: RwSignal<Vec<Finding>>,
    /// The step of the latest look at the run where it stands; none while it goes on.
    pub looked_at_rest: RwSignal<Option<u64>>,
    monitor: StoredValue<Monitor>,
    /// Views that show something of it now.
    watchers: RwSignal<u32>,
}

impl Vitals {
    pub(super) fn new() -> Self {
        Self {
            told: RwSignal::new(Vec::new()),
            looked_at_rest: RwSignal::new(None),
            monitor: StoredValue::new(Monitor::default()),
            watchers: RwSignal::new(0),
        }
    }

    /// Another run has begun.
    pub(super) fn begin_anew(&self) {
        self.monitor.set_value(Monitor::default());
        self.looked_at_rest.set(None);
        if self.told.with_untracked(|told| !told.is_empty()) {
            self.told.set(Vec::new());
        }
    }
}

impl State {
    /// Has the run looked at as long as the current component lives and can be seen.
    pub fn watch_vitals(&self, is_visible: Signal<bool>) {
        let watchers = self.vitals.watchers;
        let is_counted = Arc::new(AtomicBool::new(false));
        let count = {
            let is_counted = Arc::clone(&is_counted);
            move |is_watching: bool| {
                if is_counted.swap(is_watching, Relaxed) != is_watching {
                    let by = |n: &mut u32| *n = if is_watching { *n + 1 } else { *n - 1 };
                    watchers.update(by);
                }
            }
        };
        let leave = count.clone();
        Effect::new(move |_| count(is_visible.get()));
        on_cleanup(move || leave(false));
    }

    /// Looks at the run as long as anybody watches: one look a second, however many do.
    pub(super) fn tend_vitals(&self) {
        let state = *self;
        let seconds = RwSignal::new(0_u32);
        let training = Memo::new(move |_| state.is_training());
        let step = Memo::new(move |_| state.progress.with(|p| p.as_ref().map_or(0, |p| p.step)));
        let is_watched = Memo::new(move |_| state.vitals.watchers.get() > 0);
        // As long as the page.
        set_interval(
            move || {
                if training.get_untracked() && is_watched.get_untracked() {
                    seconds.update(|seconds| *seconds += 1);
                }
            },
            EVERY,
        );
        // What is held out is evaluated after the last step.
        let held_out = Memo::new(move |_| {
            state.progress.with(|p| p.as_ref().and_then(|p| p.test).map(|test| test.loss.to_bits()))
        });
        // On the way every second, at rest after each step.
        let now = Memo::new(move |_| {
            (seconds.get(), (!training.get()).then(|| (step.get(), held_out.get())))
        });
        Effect::new(move |_| {
            now.track();
            // Another run may stand at the same step.
            state.config.track();
            if is_watched.get() && step.get_untracked() > 0 {
                state.look(Slot::Vitals, Look::Health { reader: Reader::Run });
            }
        });
    }

    /// Takes in a look at the run.
    pub(super) fn check(&self, answer: &Result<Seen, String>) {
        let (Ok(Seen::Health(layers)), Some(progress)) = (answer, self.progress.get_untracked())
        else {
            return;
        };
        let loss_at_start = untrack(|| self.loss_at_start());
        let least_loss = |history: &History| {
            let losses = history.test().iter().filter_map(|point| point.test).map(|m| m.loss);
            losses.fold(f32::INFINITY, f32::min)
        };
        let least = self.history.with_untracked(least_loss);
        let batch_size = self.batch_size.get_untracked();
        let (vitals, train) = (self.vitals, progress.train);
        self.config.with_untracked(|config| {
            // Of a network that has gone meanwhile nothing is told.
            if layers.len() != config.network.layers().len() {
                return;
            }
            vitals.monitor.update_value(|monitor| {
                monitor.note(&Checkup {
                    step: progress.step,
                    network: &config.network,
                    batch_len: batch_size.resolve(config.n_train()),
                    layers,
                    loss_at_start,
                    loss: train.map(|metrics| metrics.loss),
                    accuracy: train.and_then(|metrics| metrics.accuracy),
                    held_out: progress.test.map(|now| HeldOut { now, least }),
                    trend: self.history.with_untracked(|it| Trend::of(it, progress.step)),
                    is_at_rest: !progress.is_under_way(),
                    has_diverged: progress.status == Status::Diverged,
                });
            });
        });
        let told: Vec<Finding> =
            vitals.monitor.with_value(|monitor| monitor.told().into_iter().cloned().collect());
        if vitals.told.with_untracked(|before| *before != told) {
            vitals.told.set(told);
        }
        vitals.looked_at_rest.set((!progress.is_under_way()).then_some(progress.step));
    }
}
