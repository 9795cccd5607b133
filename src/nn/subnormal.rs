//! Subnormal numbers, kept out of the engine.
//!
//! Below 1.2e-38 an `f32` is *subnormal*, and processors handle such numbers up to
//! ten times slower than others. As a network converges, the softmax deltas of
//! examples it is sure of, and the optimizer's memory of weights that no longer move,
//! sink there. WebAssembly can't ask the hardware to flush them to 0, so the engine
//! does it where they arise: in deltas and in optimizer state.

/// Far below anything that still changes a weight, and far enough above 1.2e-38 that
/// a product with an input, a weight or 1/batch stays normal too.
const TINY: f32 = 1e-30;

/// The number itself, or 0 if its magnitude is below 1e-30. NaN stays NaN.
#[inline(always)]
pub(crate) fn flush(value: f32) -> f32 {
    if value.abs() < TINY { 0.0 } else { value }
}
