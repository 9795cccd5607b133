//! One axis: a range, linear or logarithmic, with its ticks.
//!
//! It is a plotters coordinate of its own because plotters' linear and logarithmic
//! ones are two types, panic on NaN, and choose ticks that jump while a range grows.

use std::ops::Range;

use plotters::coord::ranged1d::{
    KeyPointHint, KeyPointWeight, NoDefaultFormatting, Ranged, ValueFormatter,
};

/// A range `start < end`, both finite; on a logarithmic axis both positive.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    start: f64,
    end: f64,
    logarithmic: bool,
    percent: bool,
    ticks: Vec<f64>,
    decimals: usize,
}

impl Axis {
    /// From `start` to `end` in equal steps. A range that is empty or not finite
    /// becomes 0 to 1.
    pub fn linear(start: f64, end: f64) -> Self {
        let valid = start.is_finite() && end.is_finite() && start < end;
        let (start, end) = if valid { (start, end) } else { (0.0, 1.0) };
        Self { start, end, logarithmic: false, percent: false, ticks: vec![], decimals: 0 }
    }

    /// From `start` to `end` in equal factors. A range that is empty, not finite or
    /// not positive becomes 0.1 to 1.
    pub fn logarithmic(start: f64, end: f64) -> Self {
        let valid = start > 0.0 && end.is_finite() && start < end;
        let (start, end) = if valid { (start, end) } else { (0.1, 1.0) };
        Self { start, end, logarithmic: true, percent: false, ticks: vec![], decimals: 0 }
    }

    /// With labels in percent.
    pub fn in_percent(self) -> Self {
        Self { percent: true, ..self }
    }

    /// With at most about `n` ticks.
    pub fn with_ticks(mut self, n: usize) -> Self {
        let n = n.max(1);
        if self.logarithmic {
            self.ticks = logarithmic_ticks(self.start, self.end, n);
        } else {
            let unit = if self.percent { 100.0 } else { 1.0 };
            let step = tick_step((self.end - self.start) * unit, n);
            // As whole multiples of the step: sums would drift.
            let first = (self.start * unit / step - 1e-6).ceil() as i64;
            let last = (self.end * unit / step + 1e-6).floor() as i64;
            self.ticks = (first..=last).map(|i| i as f64 * step / unit).collect();
            self.decimals = (-step.log10() - 1e-6).ceil().clamp(0.0, 12.0) as usize;
        }
        self
    }

    /// Lower end.
    pub fn start(&self) -> f64 {
        self.start
    }

    /// Upper end.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// Whether it goes in equal factors.
    pub fn is_logarithmic(&self) -> bool {
        self.logarithmic
    }

    /// Where the labels stand.
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Where a value lies: 0 at the start, 1 at the end, beyond these outside.
    /// `None` if it has no place: not finite, or not positive on a logarithmic axis.
    pub fn position(&self, value: f64) -> Option<f64> {
        let at = if self.logarithmic {
            (value / self.start).ln() / (self.end / self.start).ln()
        } else {
            (value - self.start) / (self.end - self.start)
        };
        at.is_finite().then_some(at)
    }

    /// The value at a position; the inverse of [`position`](Self::position).
    pub fn value_at(&self, position: f64) -> f64 {
        if self.logarithmic {
            self.start * (self.end / self.start).powf(position)
        } else {
            self.start + position * (self.end - self.start)
        }
    }

    /// The label of a tick.
    pub fn label(&self, tick: f64) -> String {
        if self.percent {
            format!("{:.*}%", self.decimals, tick * 100.0)
        } else if !self.logarithmic {
            let text = format!("{tick:.*}", self.decimals);
            // Of a loss that explodes: longer numbers would be cut off.
            if text.len() > 6 || tick.abs() >= 0.99e5 { format!("{:e}", tick as f32) } else { text }
        } else if (0.99e-4..0.99e5).contains(&tick) {
            // Shortest text that reads back as the same number: 0.001, 20, 5000.
            format!("{}", tick as f32)
        } else {
            format!("{:e}", tick as f32).replace('-', "−")
        }
    }
}

/// The widest of 1, 2, 5 · 10ᵏ that gives at most `n` steps (rounded up) over `span`.
fn tick_step(span: f64, n: usize) -> f64 {
    let least = span / n as f64;
    let power = 10f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= least * 0.999_999);
    factor.unwrap_or(10.0) * power
}

/// Powers of ten, every k-th if there are many, with 2 and 5 between if there is room.
fn logarithmic_ticks(start: f64, end: f64, n: usize) -> Vec<f64> {
    let (first, last) = (start.log10().floor() as i32, end.log10().ceil() as i32);
    let n_decades = (end / start).log10();
    let every = (n_decades / n as f64).ceil().max(1.0) as i32;
    let factors: &[f64] = if n_decades * 3.0 <= n as f64 + 1.5 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    (first..=last)
        .filter(|exponent| exponent.rem_euclid(every) == 0)
        .flat_map(|exponent| factors.iter().map(move |factor| factor * 10f64.powi(exponent)))
        .filter(|tick| (start * 0.999_999..=end * 1.000_001).contains(tick))
        .collect()
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let at = self.position(*value).unwrap_or(0.0).clamp(-1.0, 2.0);
        limit.0 + (at * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight() {
            KeyPointWeight::Bold => self.ticks.clone(),
            KeyPointWeight::Any => vec![],
        }
    }

    fn range(&self) -> Range<f64> {
        self.start..self.end
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.label(*value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis, n: usize) -> Vec<String> {
        let axis = axis.with_ticks(n);
        axis.ticks().iter().map(|&tick| axis.label(tick)).collect()
    }

    #[test]
    fn ticks_are_few_and_round() {
        assert_eq!(labels(Axis::linear(0.0, 2.5), 5), ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]);
        assert_eq!(labels(Axis::linear(0.0, 10.0), 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(Axis::linear(0.0, 0.05), 3), ["0.00", "0.02", "0.04"]);
        let percent = Axis::linear(0.8, 1.0).in_percent();
        assert_eq!(labels(percent, 4), ["80%", "85%", "90%", "95%", "100%"]);
        assert_eq!(labels(Axis::logarithmic(0.01, 5.0), 4), ["0.01", "0.1", "1"]);
        assert_eq!(labels(Axis::logarithmic(0.2, 5.0), 6), ["0.2", "0.5", "1", "2", "5"]);
        assert_eq!(
            labels(Axis::logarithmic(1e-8, 1.0), 4),
            ["1e−8", "1e−6", "0.0001", "0.01", "1"]
        );
    }

    #[test]
    fn positions_go_from_0_to_1_and_back() {
        for axis in [Axis::linear(0.8, 1.0), Axis::logarithmic(0.01, 5.0)] {
            assert_eq!(axis.position(axis.start()), Some(0.0));
            assert_eq!(axis.position(axis.end()), Some(1.0));
            let value = axis.value_at(0.3);
            assert!((axis.position(value).unwrap() - 0.3).abs() < 1e-12);
        }
        assert_eq!(Axis::logarithmic(0.01, 5.0).position(0.0), None);
        assert_eq!(Axis::linear(0.0, 1.0).position(f64::INFINITY), None);
    }

    #[test]
    fn impossible_ranges_become_possible_ones() {
        for (start, end) in [(0.0, 0.0), (1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert_eq!(Axis::linear(start, end), Axis::linear(0.0, 1.0));
            assert_eq!(Axis::logarithmic(start, end), Axis::logarithmic(0.1, 1.0));
        }
    }
}
