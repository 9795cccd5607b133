//! Adam (Kingma & Ba, 2015; CURRICULUM D1).

use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// Momentum and a rate per parameter, both bias-corrected.
pub static ADAM: Optimizer = Optimizer {
    key: "adam",
    name: "Adam",
    formula: "w ← w − η · m̂ / (√v̂ + ε)",
    pytorch: "torch.optim.Adam(parameters, betas=({beta1}, {beta2}), eps={eps})",
    suggested_learning_rate: 0.001,
    hyperparameters: &[BETA1, BETA2, EPSILON],
    slots: &["m", "v"],
    pytorch_slots: &["exp_avg", "exp_avg_sq"],
    rules: Rules::of::<Adam, 2>(),
};

pub(super) const BETA1: Hyperparameter =
    Hyperparameter { key: "beta1", name: "β₁", default: 0.9, range: (0.0, 0.9999) };
pub(super) const BETA2: Hyperparameter =
    Hyperparameter { key: "beta2", name: "β₂", default: 0.999, range: (0.0, 0.99999) };
pub(super) const EPSILON: Hyperparameter =
    Hyperparameter { key: "eps", name: "ε", default: 1e-8, range: (1e-12, 1.0) };

/// Adam's numbers that all parameters share.
pub(super) struct Moments<T> {
    beta1: T,
    rest1: T,
    beta2: T,
    rest2: T,
    /// 1 − β₁ᵗ.
    correction1: T,
    /// 1 − β₂ᵗ.
    correction2: T,
    /// η / (1 − β₁ᵗ) · √(1 − β₂ᵗ).
    rate: T,
    /// ε · √(1 − β₂ᵗ).
    floor: T,
}

impl<T: Real> Moments<T> {
    /// From β₁, β₂ and ε. In f64: in f32 1 − 0.999ᵗ would lose digits.
    pub(super) fn prepare(settings: &[f64], learning_rate: T, t: u64) -> Self {
        let (beta1, beta2, epsilon) = (settings[0], settings[1], settings[2]);
        let correction1 = 1.0 - libm::pow(beta1, t as f64);
        let correction2 = 1.0 - libm::pow(beta2, t as f64);
        let rate: f64 = learning_rate.into();
        let root2 = correction2.sqrt();
        Self {
            beta1: T::of(beta1),
            rest1: T::of(1.0 - beta1),
            beta2: T::of(beta2),
            rest2: T::of(1.0 - beta2),
            correction1: T::of(correction1),
            correction2: T::of(correction2),
            rate: T::of(rate / correction1 * root2),
            floor: T::of(epsilon * root2),
        }
    }

    /// m ← β₁·m + (1 − β₁)·g        m̂ = m / (1 − β₁ᵗ)
    /// v ← β₂·v + (1 − β₂)·g²       v̂ = v / (1 − β₂ᵗ)
    /// step = η·m̂ / (√v̂ + ε)
    ///
    /// m and v start at 0 and are too small at first; the hats make up for that.
    #[inline(always)]
    pub(super) fn step(
        &self,
        [m, v]: &mut [T; 2],
        g: T,
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        *m = (self.beta1 * *m + self.rest1 * g).flush();
        tell("m", "β₁·m + (1 − β₁)·g", *m);
        *v = (self.beta2 * *v + self.rest2 * g * g).flush();
        tell("v", "β₂·v + (1 − β₂)·g²", *v);
        tell("m̂", "m / (1 − β₁ᵗ)", *m / self.correction1);
        tell("v̂", "v / (1 − β₂ᵗ)", *v / self.correction2);
        // Multiplied by √(1 − β₂ᵗ) above and below: that saves a division for each weight.
        let step = self.rate * *m / (v.sqrt() + self.floor);
        tell("step", "η · m̂ / (√v̂ + ε)", step);
        step
    }
}

struct Adam;

impl Rule<2> for Adam {
    type Constants<T: Real> = Moments<T>;

    fn prepare<T: Real>(settings: &[f64], learning_rate: T, t: u64) -> Moments<T> {
        Moments::prepare(settings, learning_rate, t)
    }

    fn step<T: Real>(
        w: T,
        slots: &mut [T; 2],
        g: T,
        moments: &Moments<T>,
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        let new = w - moments.step(slots, g, &mut tell);
        tell("w", "w − step", new);
        new
    }
}
