//! Stochastic gradient descent (CURRICULUM D1).

use super::{Optimizer, Real, Rule, Rules};

/// w ← w − η·g.
pub static SGD: Optimizer = Optimizer {
    key: "sgd",
    name: "SGD",
    formula: "w ← w − η·g",
    pytorch: "torch.optim.SGD(parameters)",
    suggested_learning_rate: 0.3,
    hyperparameters: &[],
    slots: &[],
    pytorch_slots: &[],
    rules: Rules::of::<Sgd, 0>(),
};

struct Sgd;

impl Rule<0> for Sgd {
    /// η.
    type Constants<T: Real> = T;

    fn prepare<T: Real>(_settings: &[f64], learning_rate: T, _t: u64) -> T {
        learning_rate
    }

    fn step<T: Real>(
        w: T,
        _slots: &mut [T; 0],
        g: T,
        &rate: &T,
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        tell("step", "η·g", rate * g);
        let new = w - rate * g;
        tell("w", "w − η·g", new);
        new
    }
}
