//! Several runs side by side, one knob different: they make the same steps, on the same
//! batches, one after the other.
//!
//! Each is a run like any other, with its own reports. The first one is *the* run, which all
//! other questions are about. With batches of different sizes they go by examples seen.

use super::look::NO_RUN;
use super::run::{Goal, Run};
use super::{Session, cards, run_data};
use crate::data::Dataset;
use crate::protocol::seen::{Rival, Seen};
use crate::protocol::{Parameters, RunId};
use crate::training::RunConfig;

/// Most runs side by side.
pub const MOST: usize = 4;

/// A slice is longer by at most so many seconds, so that all stand at the same step at its end.
const GRACE: f64 = 0.01;

/// Networks of more parameters are not told of whole.
const SMALL: usize = 200_000;

impl Session {
    /// Begins runs side by side, paused; the first of them is the run.
    pub(super) fn compete(&mut self, runs: Vec<(RunId, RunConfig)>) {
        if !(2..=MOST).contains(&runs.len()) {
            return self.fail(format!("Side by side go 2 to {MOST} runs."));
        }
        let dataset = runs[0].1.dataset.clone();
        if runs.iter().any(|(_, config)| config.dataset != dataset) {
            return self.fail("Runs side by side learn from the same examples.".to_owned());
        }
        let mut begun = Vec::new();
        for (id, config) in runs {
            match cards::at_start(config) {
                Ok(trainer) => begun.push(Run::abreast(id, trainer)),
                Err(error) => return self.fail(format!("This network can't be trained: {error}.")),
            }
        }
        let first = begun[0].id;
        let mut begun = begun.into_iter();
        self.begin(begun.next().expect("there are at least two"));
        if self.run.as_ref().is_none_or(|run| run.id != first) {
            return;
        }
        self.rivals = begun.collect();
        for rival in &mut self.rivals {
            rival.set_pace(self.pace);
            self.events.push(rival.configured());
        }
    }

    /// All take the run's new goal, where there are any beside it. They come to stand at the
    /// same step.
    pub(super) fn rivals_pursue(&mut self, goal: Goal, now: f64) {
        let data = run_data(&self.own_data, &self.intake);
        let step = |run: &Run| run.trainer.step_count();
        let all = || self.run.iter().chain(&self.rivals);
        let newest = all().map(step).max().unwrap_or_default();
        let is_alike =
            all().all(|run| run.trainer.batch_size() == self.rivals[0].trainer.batch_size());
        for run in self.run.iter_mut().chain(&mut self.rivals) {
            let catches_up = goal == Goal::Stand && is_alike && run.is_training();
            let goal = if catches_up { Goal::UpTo(newest) } else { goal };
            // One that has diverged stays where it is; its status says so.
            let _ = run.pursue(goal, data, now, &mut self.events);
        }
    }

    /// Works on all of them until the clock reads `until` or there is nothing to do now.
    pub(super) fn work_abreast(&mut self, until: f64, clock: &mut dyn FnMut() -> f64) {
        let data = run_data(&self.own_data, &self.intake);
        let mut runs: Vec<&mut Run> = self.run.iter_mut().chain(&mut self.rivals).collect();
        let mut now = clock();
        while let Some(next) = farthest_behind(&runs, data, now) {
            // A moment: one pass, or one step.
            now = runs[next].work_from(now, data, f64::NEG_INFINITY, clock, &mut self.events);
            if now >= until && (are_abreast(&runs) || now >= until + GRACE) {
                break;
            }
        }
        // One picture shows one step: none is told of without the others.
        let is_due = |run: &&mut Run| run.is_report_due(now) || run.has_told_here();
        if runs.iter().any(is_due) {
            for run in runs {
                run.report(now, &mut self.events);
            }
        }
    }

    /// What all of them are now.
    pub(super) fn side_by_side(&self, side: usize) -> Result<Seen, String> {
        let train = &run_data(&self.own_data, &self.intake).train;
        let run = self.run.as_ref().ok_or(NO_RUN)?;
        let rivals = std::iter::once(run).chain(&self.rivals).map(|run| {
            let network = run.trainer.network();
            let is_small = network.spec().n_parameters() <= SMALL;
            Rival {
                run: run.id,
                parameters: is_small.then(|| Parameters::of(network, run.trainer.step_count())),
                plane: run.trainer.plane_map(side, false, train),
            }
        });
        Ok(Seen::SideBySide(rivals.collect()))
    }
}

/// Of the runs that have something to do now, the one that has seen the fewest examples.
fn farthest_behind(runs: &[&mut Run], data: &Dataset, now: f64) -> Option<usize> {
    let has_work = |run: &Run| run.next_work(data).is_some_and(|from| from <= now);
    let behind = (0..runs.len()).filter(|&idx| has_work(runs[idx]));
    behind.min_by(|&a, &b| runs[a].trainer.epoch().total_cmp(&runs[b].trainer.epoch()))
}

/// Whether those that train have all seen as many examples.
fn are_abreast(runs: &[&mut Run]) -> bool {
    let mut epochs = runs.iter().filter(|run| run.is_training()).map(|run| run.trainer.epoch());
    let first = epochs.next();
    epochs.all(|epoch| Some(epoch) == first)
}

/// When any of several runs has something to do.
pub(super) fn next_work<'a>(runs: impl Iterator<Item = &'a Run>, data: &Dataset) -> Option<f64> {
    runs.filter_map(|run| run.next_work(data)).min_by(f64::total_cmp)
}
