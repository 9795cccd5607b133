//! Momentum (CURRICULUM D1), in PyTorch's form: v ← μ·v + g, w ← w − η·v.

use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// A ball that keeps its velocity.
pub static MOMENTUM: Optimizer = Optimizer {
    key: "momentum",
    name: "Momentum",
    formula: "v ← μ·v + g;  w ← w − η·v",
    pytorch: "torch.optim.SGD(parameters, momentum={momentum})",
    suggested_learning_rate: 0.03,
    hyperparameters: &[MU],
    slots: &["velocity"],
    pytorch_slots: &["momentum_buffer"],
    rules: Rules::of::<Momentum, 1>(),
};

/// How much of its velocity the ball keeps.
pub(super) const MU: Hyperparameter =
    Hyperparameter { key: "momentum", name: "μ", default: 0.9, range: (0.0, 0.999) };

struct Momentum;

impl Rule<1> for Momentum {
    /// (μ, η).
    type Constants<T: Real> = (T, T);

    fn prepare<T: Real>(settings: &[f64], learning_rate: T, _t: u64) -> (T, T) {
        (T::of(settings[0]), learning_rate)
    }

    fn step<T: Real>(
        w: T,
        [v]: &mut [T; 1],
        g: T,
        &(mu, rate): &(T, T),
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        *v = (mu * *v + g).flush();
        tell("v", "μ·v + g", *v);
        tell("step", "η·v", rate * *v);
        let new = w - rate * *v;
        tell("w", "w − η·v", new);
        new
    }
}
