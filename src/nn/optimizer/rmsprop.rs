//! RMSprop (Hinton, Coursera lecture 6e, 2012; CURRICULUM D1).

use super::adagrad::by_root;
use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// AdaGrad that forgets: a rate per parameter from the recent gradients. ρ is 0.9, as
/// in the lecture and in the course (W8); PyTorch's own default is 0.99.
pub static RMSPROP: Optimizer = Optimizer {
    key: "rmsprop",
    name: "RMSprop",
    formula: "s ← ρ·s + (1 − ρ)·g²;  w ← w − η · g / (√s + ε)",
    pytorch: "torch.optim.RMSprop(parameters, alpha={alpha}, eps={eps})",
    suggested_learning_rate: 0.001,
    hyperparameters: &[
        Hyperparameter { key: "alpha", name: "ρ", default: 0.9, range: (0.0, 0.9999) },
        Hyperparameter { key: "eps", name: "ε", default: 1e-8, range: (1e-12, 1.0) },
    ],
    slots: &["decayed g²"],
    pytorch_slots: &["square_avg"],
    rules: Rules::of::<RmsProp, 1>(),
};

struct RmsProp;

/// ρ, 1 − ρ, ε, η.
struct Constants<T> {
    rho: T,
    rest: T,
    epsilon: T,
    rate: T,
}

impl Rule<1> for RmsProp {
    type Constants<T: Real> = Constants<T>;

    fn prepare<T: Real>(settings: &[f64], rate: T, _t: u64) -> Constants<T> {
        let (rho, epsilon) = (settings[0], settings[1]);
        Constants { rho: T::of(rho), rest: T::of(1.0 - rho), epsilon: T::of(epsilon), rate }
    }

    fn step<T: Real>(
        w: T,
        [s]: &mut [T; 1],
        g: T,
        constants: &Constants<T>,
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        let &Constants { rho, rest, epsilon, rate } = constants;
        *s = (rho * *s + rest * g * g).flush();
        tell("s", "ρ·s + (1 − ρ)·g²", *s);
        by_root(w, *s, g, epsilon, rate, tell)
    }
}
