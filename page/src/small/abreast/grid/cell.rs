//! What a cell says: how well its run does, and how that compares with the others.

use crate::format;
use descent::plots::{Colormap, Limit, Theme};
use descent::protocol::grid::GridOutcome;
use descent::training::Metrics;

/// Of the full color, that text on it can still be read.
const STRENGTH: f32 = 0.45;

/// What the cells say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The share that is right.
    Accuracy,
    /// The mean loss.
    Loss,
}

impl Measure {
    fn of(self, metrics: &Metrics) -> Option<f64> {
        match self {
            Self::Accuracy => metrics.accuracy.map(f64::from),
            Self::Loss => Some(metrics.loss.into()),
        }
    }

    /// More is better.
    fn goodness(self, value: f64) -> f64 {
        match self {
            Self::Accuracy => value,
            Self::Loss => -value,
        }
    }

    /// A value, as it is written.
    pub fn told(self, value: f64) -> String {
        match self {
            Self::Accuracy => format::percent(value, 1),
            Self::Loss => format::number(value),
        }
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Not begun, or being trained.
    Open,
    /// The loss exploded.
    Diverged,
    /// Nothing to measure.
    Odd,
    /// What was measured.
    Done(f64),
}

/// What came of a cell's run.
pub fn cell_of(outcome: Option<GridOutcome>, measure: Measure) -> Cell {
    let Some(outcome) = outcome else { return Cell::Open };
    if outcome.has_diverged {
        return Cell::Diverged;
    }
    // Where nothing is held out, what was learned from is all there is.
    let metrics = outcome.test.or(outcome.train);
    let value = metrics.and_then(|it| measure.of(&it)).filter(|value| value.is_finite());
    value.map_or(Cell::Odd, Cell::Done)
}

fn done(cells: &[Cell]) -> impl Iterator<Item = (usize, f64)> + '_ {
    cells.iter().enumerate().filter_map(|(idx, cell)| match cell {
        Cell::Done(value) => Some((idx, *value)),
        _ => None,
    })
}

/// The first of the best, and its value.
pub fn best_of(cells: &[Cell], measure: Measure) -> Option<(usize, f64)> {
    let good = |(_, value): &(usize, f64)| measure.goodness(*value);
    done(cells).reduce(|best, next| if good(&next) > good(&best) { next } else { best })
}

/// Where a value is from the worst to the best, 0 to 1.
pub fn share_of(value: f64, cells: &[Cell], measure: Measure) -> f32 {
    let all = || done(cells).map(|(_, value)| measure.goodness(value));
    let (worst, best) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
    let share = (measure.goodness(value) - worst) / (best - worst);
    if share.is_finite() { share as f32 } else { 1.0 }
}

/// The color for a share, as CSS.
pub fn color(share: f32, theme: &Theme) -> String {
    let mut rgba = Vec::new();
    Colormap::Diverging.paint(&[STRENGTH * share], Limit::Fixed(1.0), theme, &mut rgba);
    match rgba[..] {
        [r, g, b, ..] => format!("rgb({r} {g} {b})"),
        _ => String::new(),
    }
}
