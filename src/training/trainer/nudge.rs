//! What comes of nudging a parameter: two losses, the slope between them, and how that
//! stands to the gradient.

use serde::{Deserialize, Serialize};

/// A parameter nudged up and down, and what the loss makes of it: the slope by central
/// difference, beside the gradient by backpropagation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nudge {
    /// ε.
    pub distance: f64,
    /// The loss, penalty included, at the parameter − ε.
    pub below: f64,
    /// The same where the parameter stands.
    pub here: f64,
    /// The same at the parameter + ε.
    pub above: f64,
    /// (above − below) / 2ε.
    pub slope: f64,
    /// What backpropagation says, penalty included, before clipping.
    pub gradient: f32,
}

/// How slope and gradient stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Agreement {
    /// Neither: nothing in this batch depends on the parameter.
    Nothing,
    /// To so many significant digits.
    Digits(u32),
    /// As far as the single precision of the gradient goes: its terms have cancelled, and
    /// what is left of them is as small as their rounding.
    Rounding,
    /// The loss bends sharply within the nudge, where an activation or |w| has its edge:
    /// its slope to the left of the parameter, and to the right.
    Kink(f64, f64),
    /// No, and none of these is the reason.
    No,
}

/// Slopes that agree to so many digits are the same.
const FEWEST_DIGITS: u32 = 3;
/// A gradient may be off by this share of the loss: single precision has seven digits,
/// and the terms of a sum are of the size of the loss.
const ROUNDING: f64 = 1e-6;

impl Nudge {
    /// How slope and gradient stand to each other. Where the loss is smooth the central
    /// difference is off by no more than ε² · f‴/6: what is left apart comes of rounding,
    /// or of an edge.
    pub fn agreement(&self) -> Agreement {
        let gradient = f64::from(self.gradient);
        let difference = (self.slope - gradient).abs();
        let larger = self.slope.abs().max(gradient.abs());
        if larger == 0.0 {
            return Agreement::Nothing;
        }
        if !difference.is_finite() {
            return Agreement::No;
        }
        // Single precision has no more than seven to agree in.
        let digits = -(difference / larger).max(1e-7).log10();
        if digits >= f64::from(FEWEST_DIGITS) {
            return Agreement::Digits(digits as u32);
        }
        if difference <= ROUNDING * (1.0 + self.here.abs()) {
            return Agreement::Rounding;
        }
        let left = (self.here - self.below) / self.distance;
        let right = (self.above - self.here) / self.distance;
        if (right - left).abs() >= difference {
            return Agreement::Kink(left, right);
        }
        Agreement::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test of a function whose gradient backpropagation gives as `gradient`.
    fn nudge(loss: impl Fn(f64) -> f64, gradient: f32) -> Nudge {
        let distance = 1e-4;
        let (below, here, above) = (loss(-distance), loss(0.0), loss(distance));
        let slope = (above - below) / (2.0 * distance);
        Nudge { distance, below, here, above, slope, gradient }
    }

    #[test]
    fn why_slopes_differ_is_told() {
        let smooth = |w: f64| 2.0 + 0.25 * w + 30.0 * w * w;
        assert_eq!(nudge(smooth, 0.25).agreement(), Agreement::Digits(7));
        assert_eq!(nudge(smooth, 0.250_02).agreement(), Agreement::Digits(4));
        assert_eq!(nudge(smooth, 0.3).agreement(), Agreement::No);
        assert_eq!(nudge(|_| 2.0, 0.0).agreement(), Agreement::Nothing);
        assert_eq!(nudge(|w| 2.0 + 1e-8 * w, 3e-8).agreement(), Agreement::Rounding);
        // ReLU's edge in the middle of the nudge, and off it.
        let edge = |at: f64| move |w: f64| 2.0 + (w - at).max(0.0);
        assert!(matches!(nudge(edge(0.0), 0.0).agreement(), Agreement::Kink(l, r)
            if l.abs() < 1e-9 && (r - 1.0).abs() < 1e-9));
        assert!(matches!(nudge(edge(3e-5), 0.0).agreement(), Agreement::Kink(..)));
        assert!(matches!(nudge(edge(-3e-5), 1.0).agreement(), Agreement::Kink(..)));
        // A loss that is no number agrees with nothing.
        assert_eq!(nudge(|_| f64::NAN, 0.5).agreement(), Agreement::No);
    }
}
