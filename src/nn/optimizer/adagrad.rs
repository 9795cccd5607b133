//! AdaGrad (Duchi, Hazan & Singer, 2011; CURRICULUM D1).

use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// A rate per parameter, which shrinks with all the gradients it has seen.
pub static ADAGRAD: Optimizer = Optimizer {
    key: "adagrad",
    name: "AdaGrad",
    formula: "s ← s + g²;  w ← w − η · g / (√s + ε)",
    pytorch: "torch.optim.Adagrad(parameters, eps={eps})",
    suggested_learning_rate: 0.02,
    hyperparameters: &[Hyperparameter {
        key: "eps",
        name: "ε",
        default: 1e-10,
        range: (1e-12, 1.0),
    }],
    slots: &["accumulated g²"],
    pytorch_slots: &["sum"],
    rules: Rules::of::<AdaGrad, 1>(),
};

struct AdaGrad;

impl Rule<1> for AdaGrad {
    /// (ε, η).
    type Constants<T: Real> = (T, T);

    fn prepare<T: Real>(settings: &[f64], learning_rate: T, _t: u64) -> (T, T) {
        (T::of(settings[0]), learning_rate)
    }

    fn step<T: Real>(
        w: T,
        [s]: &mut [T; 1],
        g: T,
        &(epsilon, rate): &(T, T),
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        *s = (*s + g * g).flush();
        tell("s", "s + g²", *s);
        by_root(w, *s, g, epsilon, rate, tell)
    }
}

/// w − η·g/(√s + ε): a step by the gradient in units of its own usual size.
#[inline(always)]
pub(super) fn by_root<T: Real>(
    w: T,
    s: T,
    g: T,
    epsilon: T,
    rate: T,
    mut tell: impl FnMut(&'static str, &'static str, T),
) -> T {
    let root = s.sqrt() + epsilon;
    tell("rate", "η / (√s + ε)", rate / root);
    let step = rate * g / root;
    tell("step", "η · g / (√s + ε)", step);
    let new = w - step;
    tell("w", "w − step", new);
    new
}
