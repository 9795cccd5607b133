//! The numbers the engine computes with: `f32`, in which everything trains, and `f64`,
//! in which the same code checks it.
//!
//! The worked examples of the course, the nudge test and the gradient check want more
//! digits than an `f32` has. They run the very same functions in double precision, so
//! what they confirm is the engine and not a second one.

use std::fmt::{Debug, Display};
use std::ops::{AddAssign, MulAssign, SubAssign};

use ndarray::{ArrayView2, ArrayViewMut2, LinalgScalar, ScalarOperand};
use num_traits::Float;

use super::matmul::{self, Packing, Put, Term};
use super::{activation, elementary, loss, optimizer};

/// A floating-point number that networks can be made of.
pub trait Real:
    Float
    + LinalgScalar
    + ScalarOperand
    + AddAssign
    + SubAssign
    + MulAssign
    + From<f32>
    + Into<f64>
    + Debug
    + Display
    + Default
    + Send
    + Sync
{
    /// Magnitudes below this count as 0 where numbers fade away by themselves; see
    /// [`flush`](Self::flush).
    const TINY: Self;

    /// The number nearest to `value`.
    fn of(value: f64) -> Self;

    /// An activation's formulas in this precision.
    fn activation(formulas: &activation::Formulas) -> &activation::Functions<Self>;

    /// A loss's formulas in this precision.
    fn loss(formulas: &loss::Formulas) -> &loss::Functions<Self>;

    /// An optimizer's rule in this precision.
    fn rule(rules: &optimizer::Rules) -> &optimizer::Functions<Self>;

    /// c = a·bᵀ, for a (m, depth), b (n, depth), c (m, n) without gaps in its rows.
    fn product(
        a: ArrayView2<Self>,
        b: ArrayView2<Self>,
        put: Put<Self>,
        c: ArrayViewMut2<Self>,
        packing: &mut Packing,
    );

    /// out = Σ factor · line over the `terms`, for the lines of a table that are as long as
    /// `out`.
    fn sum_lines(terms: &[Term<Self>], table: &[Self], put: Put<Self>, out: &mut [Self]);

    /// e to the power of the number: see [`elementary`](super::elementary).
    fn exponential(self) -> Self;

    /// The hyperbolic tangent of the number, likewise.
    fn hyperbolic_tangent(self) -> Self;

    /// ln(1 + x) of the number, for x from 0 to 1, likewise.
    fn log_1_plus(self) -> Self;

    /// The number itself, or 0 if it is tiny. NaN stays NaN.
    ///
    /// Below 1.2e-38 an `f32` is *subnormal*, and processors handle such numbers up to
    /// ten times slower than others. As a network converges, the softmax deltas of
    /// examples it is sure of, and the optimizer's memory of weights that no longer
    /// move, sink there. WebAssembly can't ask the hardware to flush them to 0, so the
    /// engine does it where they arise: in deltas and in optimizer state.
    #[inline(always)]
    fn flush(self) -> Self {
        if self.abs() < Self::TINY { Self::zero() } else { self }
    }

    /// −1, 0 or 1. (`Float::signum` has none for 0.)
    #[inline(always)]
    fn sign(self) -> Self {
        if self > Self::zero() {
            Self::one()
        } else if self < Self::zero() {
            -Self::one()
        } else {
            Self::zero()
        }
    }
}

impl Real for f32 {
    /// Far below anything that still changes a weight, and far enough above 1.2e-38
    /// that a product with an input, a weight or 1/batch stays normal too.
    const TINY: Self = 1e-30;

    fn of(value: f64) -> Self {
        value as Self
    }

    fn activation(formulas: &activation::Formulas) -> &activation::Functions<Self> {
        &formulas.single
    }

    fn loss(formulas: &loss::Formulas) -> &loss::Functions<Self> {
        &formulas.single
    }

    fn rule(rules: &optimizer::Rules) -> &optimizer::Functions<Self> {
        &rules.single
    }

    fn product(
        a: ArrayView2<Self>,
        b: ArrayView2<Self>,
        put: Put<Self>,
        c: ArrayViewMut2<Self>,
        packing: &mut Packing,
    ) {
        matmul::dense::product(a, b, put, c, packing);
    }

    fn sum_lines(terms: &[Term<Self>], table: &[Self], put: Put<Self>, out: &mut [Self]) {
        matmul::sparse::sum_lines(terms, table, put, out);
    }

    #[inline(always)]
    fn exponential(self) -> Self {
        elementary::exp(self)
    }

    #[inline(always)]
    fn hyperbolic_tangent(self) -> Self {
        elementary::tanh(self)
    }

    #[inline(always)]
    fn log_1_plus(self) -> Self {
        elementary::log_1_plus(self)
    }
}

impl Real for f64 {
    const TINY: Self = 1e-300;

    fn of(value: f64) -> Self {
        value
    }

    fn activation(formulas: &activation::Formulas) -> &activation::Functions<Self> {
        &formulas.double
    }

    fn loss(formulas: &loss::Formulas) -> &loss::Functions<Self> {
        &formulas.double
    }

    fn rule(rules: &optimizer::Rules) -> &optimizer::Functions<Self> {
        &rules.double
    }

    fn product(
        a: ArrayView2<Self>,
        b: ArrayView2<Self>,
        put: Put<Self>,
        c: ArrayViewMut2<Self>,
        _packing: &mut Packing,
    ) {
        matmul::plain::product(a, b, put, c);
    }

    fn sum_lines(terms: &[Term<Self>], table: &[Self], put: Put<Self>, out: &mut [Self]) {
        matmul::sparse::sum_columns(terms, table, put, out);
    }

    fn exponential(self) -> Self {
        self.exp()
    }

    fn hyperbolic_tangent(self) -> Self {
        self.tanh()
    }

    fn log_1_plus(self) -> Self {
        self.ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tiny_numbers_become_zero() {
        for kept in [1.0_f32, -1.0, 2e-30, -2e-30, f32::INFINITY] {
            assert_eq!(kept.flush(), kept);
        }
        for tiny in [1e-31_f32, -1e-31, f32::MIN_POSITIVE, 1e-45, -0.0] {
            assert_eq!(tiny.flush(), 0.0);
        }
        assert!(f32::NAN.flush().is_nan(), "a run that diverged must not look well");
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!([3.5, -2.0, 0.0, -0.0].map(Real::sign), [1.0, -1.0, 0.0, 0.0]);
    }
}
