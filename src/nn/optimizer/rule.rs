//! How a rule for one parameter becomes an update of a whole tensor.

use std::array;

use super::Real;

/// What an optimizer does with one parameter, with `N` numbers remembered for each.
pub trait Rule<const N: usize> {
    /// What is the same for all parameters of an update.
    type Constants<T: Real>;

    /// Works out the constants: from one setting per entry of the optimizer's
    /// `hyperparameters`, η, and this update's number t, counted from 1.
    fn prepare<T: Real>(settings: &[f64], learning_rate: T, t: u64) -> Self::Constants<T>;

    /// The new value of the parameter `w` with gradient `g`, and its new `slots`. `tell`
    /// hears of each intermediate number with its name and formula; in training nobody
    /// listens, and the compiler takes it out.
    fn step<T: Real>(
        w: T,
        slots: &mut [T; N],
        g: T,
        constants: &Self::Constants<T>,
        tell: impl FnMut(&'static str, &'static str, T),
    ) -> T;
}

/// One update of one tensor (a layer's weights or its biases), as flat slices of one
/// length n.
pub struct TensorUpdate<'a, T> {
    /// g: ∂loss/∂parameter (n).
    pub gradient: &'a [T],
    /// The parameters (n), to be changed.
    pub parameters: &'a mut [T],
    /// The slots one after another (n_slots · n), to be changed; all 0 at first.
    pub state: &'a mut [T],
    /// One value per entry of the rule's `hyperparameters`.
    pub hyperparameters: &'a [f64],
    /// η.
    pub learning_rate: T,
    /// t: this update's number, counted from 1.
    pub t: u64,
}

/// An intermediate number of one parameter's update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substep<T> {
    /// What it is called, e.g. "m̂".
    pub name: &'static str,
    /// How it came about, as a line of text, e.g. "m / (1 − β₁ᵗ)".
    pub formula: &'static str,
    /// The number.
    pub value: T,
}

/// A rule, compiled for both precisions.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// For training.
    pub single: Functions<f32>,
    /// For checking.
    pub double: Functions<f64>,
}

/// What can be asked of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Functions<T> {
    /// Carries out one update of one tensor.
    pub update: fn(TensorUpdate<'_, T>),
    /// Carries out the update of the first parameter, and tells its sub-steps in order,
    /// the new parameter last.
    pub explain: fn(TensorUpdate<'_, T>) -> Vec<Substep<T>>,
}

impl Rules {
    /// Both precisions of a rule.
    pub const fn of<R: Rule<N>, const N: usize>() -> Self {
        Self {
            single: Functions { update: update::<R, f32, N>, explain: explain::<R, f32, N> },
            double: Functions { update: update::<R, f64, N>, explain: explain::<R, f64, N> },
        }
    }
}

fn update<R: Rule<N>, T: Real, const N: usize>(tensor: TensorUpdate<'_, T>) {
    let TensorUpdate { gradient, parameters, state, hyperparameters, learning_rate, t } = tensor;
    let constants = R::prepare(hyperparameters, learning_rate, t);
    let n = parameters.len();
    // Slices of one known length: the loop below then needs no bounds checks.
    let gradient = &gradient[..n];
    let mut rest = state;
    let slots: [&mut [T]; N] = array::from_fn(|_| {
        let (slot, others) = std::mem::take(&mut rest).split_at_mut(n);
        rest = others;
        slot
    });
    for i in 0..n {
        let mut remembered = array::from_fn(|slot_idx| slots[slot_idx][i]);
        parameters[i] =
            R::step(parameters[i], &mut remembered, gradient[i], &constants, |_, _, _| {});
        for slot_idx in 0..N {
            slots[slot_idx][i] = remembered[slot_idx];
        }
    }
}

fn explain<R: Rule<N>, T: Real, const N: usize>(tensor: TensorUpdate<'_, T>) -> Vec<Substep<T>> {
    let TensorUpdate { gradient, parameters, state, hyperparameters, learning_rate, t } = tensor;
    let constants = R::prepare(hyperparameters, learning_rate, t);
    let n = parameters.len();
    let mut substeps = Vec::new();
    let mut remembered = array::from_fn(|slot_idx| state[slot_idx * n]);
    let new =
        R::step(parameters[0], &mut remembered, gradient[0], &constants, |name, formula, value| {
            substeps.push(Substep { name, formula, value })
        });
    for (slot_idx, &remembered) in remembered.iter().enumerate() {
        state[slot_idx * n] = remembered;
    }
    parameters[0] = new;
    substeps
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, Optimizer};
    use super::*;

    fn settings(rule: &Optimizer) -> Vec<f64> {
        rule.hyperparameters.iter().map(|setting| setting.default).collect()
    }

    /// A weight that moved once and never again: its memory fades, and must not linger
    /// below 1e-38, where processors are slow.
    #[test]
    fn optimizers_that_forget_do_so_without_subnormals() {
        for rule in ALL {
            let mut state = vec![0.0; rule.slots.len()];
            let mut parameter = [1.0];
            for t in 1..=200_000 {
                let gradient = if t == 1 { 1.0 } else { 0.0 };
                (rule.rules.single.update)(TensorUpdate {
                    gradient: &[gradient],
                    parameters: &mut parameter,
                    state: &mut state,
                    hyperparameters: &settings(rule),
                    learning_rate: 0.01,
                    t,
                });
                assert!(state.iter().all(|s: &f32| !s.is_subnormal()), "{} at step {t}", rule.key);
            }
            // AdaGrad's sum over all gradients is for good.
            let remembered = if rule.key == "adagrad" { 1.0 } else { 0.0 };
            assert!(state.iter().all(|&s| s == remembered), "{}: {state:?}", rule.key);
        }
    }

    #[test]
    fn a_rule_without_memory_rests_without_gradient() {
        for rule in ALL.iter().filter(|rule| rule.rests_without_gradient()) {
            let mut parameters = [1.5_f32, -0.0, 1e-40];
            (rule.rules.single.update)(TensorUpdate {
                gradient: &[0.0; 3],
                parameters: &mut parameters,
                state: &mut [],
                hyperparameters: &settings(rule),
                learning_rate: 0.5,
                t: 3,
            });
            assert_eq!(parameters, [1.5, -0.0, 1e-40], "{}", rule.key);
        }
    }

    /// A tensor's parameters don't mix, and the slots of a tensor lie one after another.
    #[test]
    fn a_tensor_is_updated_as_each_of_its_parameters_alone() {
        const N: usize = 37;
        let number = |seed: usize, i: usize| ((seed * 131 + i * 71) % 97) as f64 / 48.5 - 1.0;
        for rule in ALL {
            let settings = settings(rule);
            let n_slots = rule.slots.len();
            let mut parameters: Vec<f64> = (0..N).map(|i| number(1, i)).collect();
            let mut state = vec![0.0; n_slots * N];
            let mut alone: Vec<(f64, Vec<f64>)> =
                parameters.iter().map(|&w| (w, vec![0.0; n_slots])).collect();
            for t in 1..=5 {
                let gradient: Vec<f64> = (0..N).map(|i| number(1 + t as usize, i)).collect();
                let update = TensorUpdate {
                    gradient: &gradient,
                    parameters: &mut parameters,
                    state: &mut state,
                    hyperparameters: &settings,
                    learning_rate: 0.1,
                    t,
                };
                (rule.rules.double.update)(update);
                for (i, (w, slots)) in alone.iter_mut().enumerate() {
                    let mut parameter = [*w];
                    let substeps = (rule.rules.double.explain)(TensorUpdate {
                        gradient: &gradient[i..=i],
                        parameters: &mut parameter,
                        state: slots,
                        hyperparameters: &settings,
                        learning_rate: 0.1,
                        t,
                    });
                    *w = parameter[0];
                    assert_eq!(parameters[i], *w, "{} of {}", i, rule.key);
                    assert_eq!(substeps[substeps.len() - 1].value, *w);
                    for (slot_idx, &slot) in slots.iter().enumerate() {
                        assert_eq!(state[slot_idx * N + i], slot, "{}", rule.key);
                    }
                }
            }
        }
    }
}
