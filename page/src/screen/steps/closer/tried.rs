//! What came of the rates that were tried on an update.

use crate::format;
use descent::plots::Axis;
use descent::training::RateOutcome;

/// The chart reaches so many times as far above the loss now as the lowest point is below
/// it: what is higher is off the chart.
const HEADROOM: f64 = 1.2;
/// And at least this share of the loss above it.
const LEAST_HEADROOM: f64 = 0.04;

/// What came of the rates, and the axes that show it.
#[derive(Clone, PartialEq)]
pub struct Tried {
    /// Of which update: its number, and the bits of its loss.
    pub update: (u64, u32),
    /// η and the loss, ascending in η.
    pub points: Vec<(f64, f64)>,
    /// The loss as it is.
    pub before: f64,
    /// Where it is lowest.
    pub best: (f64, f64),
    /// Of the rates.
    pub x: Axis,
    /// Of the losses.
    pub y: Axis,
}

impl Tried {
    /// `None` if no rate leads to a loss that is a number.
    pub fn of(update: (u64, u32), outcomes: &[RateOutcome]) -> Option<Self> {
        let (start, tried) = outcomes.split_first()?;
        let before = f64::from(start.loss);
        let points: Vec<(f64, f64)> =
            tried.iter().map(|o| (f64::from(o.learning_rate), f64::from(o.loss))).collect();
        let finite = points.iter().copied().filter(|(_, loss)| loss.is_finite());
        let best = finite.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let low = best.1.min(before);
        let high = before
            + (HEADROOM * (before - low)).max(LEAST_HEADROOM * before.abs()).max(f64::EPSILON);
        let margin = 0.06 * (high - low);
        let x = Axis::logarithmic(points.first()?.0, points.last()?.0).with_ticks(5);
        let y = Axis::linear(low - margin, high).with_ticks(4);
        Some(Self { update, points, before, best, x, y })
    }

    /// Whether a rate lies on the axis.
    pub fn has_room_for(&self, rate: f64) -> bool {
        (self.x.start()..=self.x.end()).contains(&rate)
    }

    /// With what else was tried of the same update, between the same axes.
    pub fn with(&self, other: Self) -> Self {
        let mut points = self.points.clone();
        points.extend(other.points.into_iter().filter(|(rate, _)| self.has_room_for(*rate)));
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup_by_key(|point| point.0);
        let is_better = other.best.1 < self.best.1 && self.has_room_for(other.best.0);
        let best = if is_better { other.best } else { self.best };
        Self { points, best, ..self.clone() }
    }

    /// Whether the engine itself has measured it; else it lies between two that it has.
    fn is_measured(&self, rate: f64) -> bool {
        self.points.iter().any(|(tried, _)| *tried == rate)
    }

    /// The loss at a rate: on the line between the two that were tried.
    fn loss_at(&self, rate: f64) -> f64 {
        let after = self.points.partition_point(|(tried, _)| *tried < rate);
        let Some(&(x1, y1)) = self.points.get(after) else {
            return self.points.last().map_or(f64::NAN, |point| point.1);
        };
        let Some(&(x0, y0)) = after.checked_sub(1).and_then(|before| self.points.get(before))
        else {
            return y1;
        };
        if x1 == rate {
            return y1;
        }
        y0 + (y1 - y0) * (rate / x0).ln() / (x1 / x0).ln()
    }

    /// What comes of a rate, in words. `show` writes two losses apart.
    pub fn told(&self, rate: f64, show: impl Fn(f64, f64) -> [String; 2]) -> String {
        if rate <= 0.0 {
            return "At η = 0 nothing changes.".to_owned();
        }
        let rate = rate.clamp(self.x.start(), self.x.end());
        // At the run's own rate the engine's number itself; while dragging what lies between
        // the rates that were tried.
        let loss = self.loss_at(rate);
        let [_, text] = show(self.before, loss);
        let about = if self.is_measured(rate) { "" } else { "about " };
        let verdict = if !loss.is_finite() {
            "the loss is no number any more".to_owned()
        } else if loss > self.before {
            format!("the loss rises to {about}{text}: it overshoots")
        } else {
            format!("the loss falls to {about}{text}")
        };
        format!("At η = {}, {verdict}.", format::number(rate))
    }

    /// The rate from which on the loss stays above the chart, and its highest there
    /// (not finite where it is no number any more).
    pub fn off_chart(&self) -> Option<(f64, f64)> {
        let is_off = |loss: f64| loss.is_nan() || loss > self.y.end();
        let n_on = self.points.iter().rposition(|(_, loss)| !is_off(*loss)).map_or(0, |at| at + 1);
        let off = &self.points[n_on..];
        let highest = off.iter().map(|(_, loss)| *loss).reduce(|a, b| if a > b { a } else { b })?;
        Some((off[0].0, highest))
    }
}
