//! What is seen of a run while it goes on: a bar on a terminal, and a line an epoch.

use std::io::{IsTerminal, stderr};

use descent::training::Metrics;
use indicatif::{ProgressBar, ProgressStyle};

pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// `n_steps`: all there will be, if that is known.
    pub fn new(step: u64, n_steps: Option<u64>) -> Self {
        if !stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let (bar, template) = match n_steps {
            Some(n) => (ProgressBar::new(n), "{bar:30} {pos}/{len} steps  {msg}  {eta} left"),
            None => (ProgressBar::no_length(), "{spinner} {pos} steps  {msg}  {elapsed}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("it is well-formed"));
        bar.set_position(step);
        bar.reset_eta();
        Self { bar }
    }

    pub fn step(&self, step: u64, epoch: f64, loss: f32) {
        self.bar.set_position(step);
        // Texts cost more than a step of a small network.
        if !self.bar.is_hidden() && step.is_multiple_of(64) {
            self.bar.set_message(format!("epoch {epoch:.2}  loss {loss:.4}"));
        }
    }

    pub fn epoch(&self, epoch: u32, train: &Metrics, test: Option<&Metrics>) {
        let of = |name: &str, metrics: &Metrics| {
            let accuracy = metrics
                .accuracy
                .map(|accuracy| format!(" accuracy {:6.2} %", 100.0 * accuracy))
                .unwrap_or_default();
            format!("  {name} loss {:.6}{accuracy}", metrics.loss)
        };
        let test = test.map(|metrics| of("test", metrics)).unwrap_or_default();
        self.say(&format!("epoch {epoch:3}{}{test}", of("train", train)));
    }

    pub fn say(&self, line: &str) {
        self.bar.suspend(|| println!("{line}"));
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
