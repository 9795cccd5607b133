//! AdamW (Loshchilov & Hutter, "Decoupled weight decay regularization", 2019).

use super::adam::{BETA1, BETA2, EPSILON, Moments};
use super::{Hyperparameter, Optimizer, Real, Rule, Rules};

/// Adam, with every parameter first shrunk by η·λ of itself. Unlike the L2 penalty, which
/// goes through m and v, the decay is the same for all; as in PyTorch, biases decay too.
pub static ADAMW: Optimizer = Optimizer {
    key: "adamw",
    name: "AdamW",
    formula: "w ← w − η·λ·w − η · m̂ / (√v̂ + ε)",
    pytorch: "torch.optim.AdamW(parameters, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
    suggested_learning_rate: 0.001,
    hyperparameters: &[
        BETA1,
        BETA2,
        EPSILON,
        Hyperparameter { key: "weight_decay", name: "λ", default: 0.01, range: (0.0, 10.0) },
    ],
    slots: &["m", "v"],
    pytorch_slots: &["exp_avg", "exp_avg_sq"],
    rules: Rules::of::<AdamW, 2>(),
};

struct AdamW;

impl Rule<2> for AdamW {
    /// Adam's, and 1 − η·λ.
    type Constants<T: Real> = (Moments<T>, T);

    fn prepare<T: Real>(settings: &[f64], learning_rate: T, t: u64) -> Self::Constants<T> {
        let rate: f64 = learning_rate.into();
        let kept = T::of(1.0 - rate * settings[3]);
        (Moments::prepare(settings, learning_rate, t), kept)
    }

    fn step<T: Real>(
        w: T,
        slots: &mut [T; 2],
        g: T,
        (moments, kept): &Self::Constants<T>,
        mut tell: impl FnMut(&'static str, &'static str, T),
    ) -> T {
        let shrunk = w * *kept;
        tell("shrunk", "w · (1 − η·λ)", shrunk);
        let new = shrunk - moments.step(slots, g, &mut tell);
        tell("w", "shrunk − step", new);
        new
    }
}
