//! Nesterov momentum (CURRICULUM D1; Sutskever et al., 2013), in PyTorch's form.

use super::momentum::MU;
use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// Momentum that looks ahead: the gradient counts once more than the velocity has it.
pub static NESTEROV: Optimizer = Optimizer {
    key: "nesterov",
    name: "Nesterov",
    formula: "v ← μ·v + g;  w ← w − η·(g + μ·v)",
    pytorch: "torch.optim.SGD(parameters, momentum={momentum}, nesterov=True)",
    suggested_learning_rate: 0.03,
    // PyTorch, too, has it only with some momentum.
    hyperparameters: &[Hyperparameter { range: (0.001, 0.999), ..MU }],
    slots: &["velocity"],
    pytorch_slots: &["momentum_buffer"],
    rules: Rules::of::<Nesterov, 1>(),
};

struct Nesterov;

impl Rule<1> for Nesterov {
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
        let ahead = g + mu * *v;
        tell("ahead", "g + μ·v", ahead);
        tell("step", "η·(g + μ·v)", rate * ahead);
        let new = w - rate * ahead;
        tell("w", "w − η·(g + μ·v)", new);
        new
    }
}
