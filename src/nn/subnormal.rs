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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::optimizer::{ALL, TensorUpdate};

    #[test]
    fn only_tiny_numbers_become_zero() {
        for kept in [1.0, -1.0, 2e-30, -2e-30, f32::INFINITY] {
            assert_eq!(flush(kept), kept);
        }
        for tiny in [1e-31, -1e-31, f32::MIN_POSITIVE, 1e-45, -0.0] {
            assert_eq!(flush(tiny), 0.0);
        }
        assert!(flush(f32::NAN).is_nan(), "a run that diverged must not look well");
    }

    /// A weight that moved once and never again: its memory fades, and must not linger
    /// below 1e-38.
    #[test]
    fn optimizers_forget_without_subnormals() {
        for rule in ALL {
            let hyperparameters: Vec<f32> =
                rule.hyperparameters.iter().map(|h| h.default).collect();
            let mut state = vec![0.0; rule.slots.len()];
            let mut parameter = [1.0];
            for t in 1..=200_000 {
                let gradient = if t == 1 { 1.0 } else { 0.0 };
                (rule.update)(TensorUpdate {
                    gradient: &[gradient],
                    parameters: &mut parameter,
                    state: &mut state,
                    hyperparameters: &hyperparameters,
                    learning_rate: 0.01,
                    t,
                });
                assert!(state.iter().all(|s| !s.is_subnormal()), "{} at step {t}", rule.key);
            }
            assert!(state.iter().all(|&s| s == 0.0), "{} forgets: {state:?}", rule.key);
        }
    }
}
