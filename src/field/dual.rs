//! Numbers that know their own slope (forward-mode differentiation; Wengert, "A simple
//! automatic derivative evaluation program", 1964).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A value and its slopes by x and by y, exact but for rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The value.
    pub value: f64,
    /// (∂/∂x, ∂/∂y).
    pub slope: [f64; 2],
}

impl Dual {
    /// A number that depends on nothing.
    pub const fn constant(value: f64) -> Self {
        Self { value, slope: [0.0; 2] }
    }

    /// x (`which` 0) or y (1) itself.
    pub fn variable(value: f64, which: usize) -> Self {
        let mut slope = [0.0; 2];
        slope[which] = 1.0;
        Self { value, slope }
    }

    /// f of it, given f and f′ there: the chain rule.
    pub fn through(self, value: f64, slope: f64) -> Self {
        // What does not move stays, however steep f is: √ of a constant 0 has slope 0.
        let chain = |by: f64| if by == 0.0 { 0.0 } else { slope * by };
        Self { value, slope: self.slope.map(chain) }
    }

    /// self^exponent. A constant exponent goes by n·xⁿ⁻¹, which holds for x below 0, too.
    pub fn power(self, exponent: Self) -> Self {
        let value = libm::pow(self.value, exponent.value);
        let n = exponent.value;
        let by_base =
            self.through(value, if n == 0.0 { 0.0 } else { n * libm::pow(self.value, n - 1.0) });
        let by_exponent = exponent.through(value, value * libm::log(self.value));
        let slope = [0, 1].map(|idx| by_base.slope[idx] + by_exponent.slope[idx]);
        Self { value, slope }
    }

    fn with(self, other: Self, value: f64, slope: impl Fn(f64, f64) -> f64) -> Self {
        let slope = [0, 1].map(|idx| slope(self.slope[idx], other.slope[idx]));
        Self { value, slope }
    }
}

impl Add for Dual {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, self.value + other.value, |a, b| a + b)
    }
}

impl Sub for Dual {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, self.value - other.value, |a, b| a - b)
    }
}

#[expect(clippy::suspicious_arithmetic_impl, reason = "the product rule has a sum in it")]
impl Mul for Dual {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, self.value * other.value, |a, b| a * other.value + self.value * b)
    }
}

#[expect(clippy::suspicious_arithmetic_impl, reason = "the quotient rule has a difference in it")]
impl Div for Dual {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let quotient = self.value / other.value;
        self.with(other, quotient, |a, b| (a - quotient * b) / other.value)
    }
}

impl Neg for Dual {
    type Output = Self;
    fn neg(self) -> Self {
        Self { value: -self.value, slope: self.slope.map(|slope| -slope) }
    }
}
