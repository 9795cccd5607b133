//! A runner's path: the engine's own optimizers, in double precision, on one or two numbers.

use serde::{Deserialize, Serialize};

use super::land::Ground;
use crate::nn::optimizer::{OptimizerError, OptimizerSpec, TensorUpdate};
use crate::random::{Purpose, stream};

/// Most steps of a path.
pub const MOST_STEPS: usize = 1000;
/// A runner this many times the size of its start away is lost.
const LOST: f64 = 1e6;
/// At rest: steps and slopes are shorter than this.
const STILL: f64 = 1e-7;

/// Who descends, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Runner {
    /// The rule, with its settings.
    pub optimizer: OptimizerSpec,
    /// η.
    pub learning_rate: f64,
    /// Where it begins: x and y.
    pub start: [f64; 2],
    /// How many parts of the surface each step looks at, drawn without repetition until all
    /// have been seen; none: all of them, always.
    pub batch: Option<Batch>,
}

/// A random choice of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// How many.
    pub size: usize,
    /// Which ones.
    pub seed: u64,
}

/// A path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Descent {
    /// Names of what the optimizer remembers, as `Moment::slots` has them.
    pub slots: Vec<String>,
    /// Name and formula of the numbers that a step is worked out by, as `Moment::substeps` has
    /// them; the last one is the new place.
    pub substeps: Vec<(String, String)>,
    /// Before the first step, after it, and so on.
    pub moments: Vec<Moment>,
    /// How it ended.
    pub end: End,
}

/// A runner between two steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// x and y.
    pub at: [f64; 2],
    /// f there.
    pub value: f64,
    /// g: the gradient that the next step goes by, of x and of y.
    pub gradient: [f64; 2],
    /// What the optimizer remembers: one pair a slot.
    pub slots: Vec<[f64; 2]>,
    /// How the next step is worked out, for x and for y; empty after the last step.
    pub substeps: Vec<[f64; 2]>,
}

/// How a path ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It ran away, or to where there is no height or no slope.
    Diverged,
    /// There is no slope, and it no longer moves.
    AtRest,
    /// It still moves.
    Going,
}

/// A runner who can't set out; the text says why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DescentError {
    /// A learning rate out of range.
    #[error("a learning rate is a number above 0, up to 1,000,000; {0} is not")]
    Rate(f64),
    /// No place.
    #[error("a start is a finite number; {0} is not")]
    Start(f64),
    /// Too many steps.
    #[error("a path has at most {MOST_STEPS} steps; {0} are too many")]
    Steps(usize),
    /// No such batch.
    #[error("a batch has 1 to {n} examples here; {given} are not possible")]
    Batch {
        /// What there are.
        n: usize,
        /// What was asked for.
        given: usize,
    },
    /// Settings that don't fit the optimizer.
    #[error(transparent)]
    Optimizer(#[from] OptimizerError),
}

/// Descends by `n_steps` steps, or fewer if it runs away. The same runner takes the same path.
///
/// # Errors
///
/// What of the runner is not possible.
pub fn descend(ground: &Ground, runner: &Runner, n_steps: usize) -> Result<Descent, DescentError> {
    check(ground, runner, n_steps)?;
    let rule = &runner.optimizer.rule;
    let n_inputs = ground.n_inputs();
    let mut slope = Slope { ground, batch: runner.batch, order: Vec::new(), seen: 0, epoch: 0 };
    let mut at = runner.start;
    if n_inputs == 1 {
        at[1] = 0.0;
    }
    // One state for each number: slot after slot.
    let mut states = [(); 2].map(|()| vec![0.0; rule.slots.len()]);
    let mut names = Vec::new();
    let mut moments = Vec::with_capacity(n_steps + 1);
    let reach = LOST * (1.0 + at[0].abs().max(at[1].abs()));
    let mut t = 1;
    let end = loop {
        let value = ground.at(at).value;
        let gradient = slope.next(at);
        let slots = (0..rule.slots.len()).map(|slot| [states[0][slot], states[1][slot]]).collect();
        moments.push(Moment { at, value, gradient, slots, substeps: Vec::new() });
        let is_here = value.is_finite() && at.iter().all(|number| number.abs() < reach);
        let is_lost = !is_here || gradient.iter().any(|number| !number.is_finite());
        if is_lost {
            break End::Diverged;
        }
        if t > n_steps as u64 {
            break end(&moments);
        }
        let mut pairs = Vec::<[f64; 2]>::new();
        for which in 0..n_inputs {
            let substeps = (rule.rules.double.explain)(TensorUpdate {
                gradient: &gradient[which..=which],
                parameters: &mut at[which..=which],
                state: &mut states[which],
                hyperparameters: &runner.optimizer.hyperparameters,
                learning_rate: runner.learning_rate,
                t,
            });
            pairs.resize(substeps.len(), [0.0; 2]);
            for (pair, substep) in pairs.iter_mut().zip(&substeps) {
                pair[which] = substep.value;
            }
            if names.is_empty() {
                let name = |substep: &crate::nn::optimizer::Substep<f64>| {
                    (substep.name.to_owned(), substep.formula.to_owned())
                };
                names = substeps.iter().map(name).collect();
            }
        }
        if let Some(moment) = moments.last_mut() {
            moment.substeps = pairs;
        }
        t += 1;
    };
    let slots = rule.slots.iter().map(|&name| name.to_owned()).collect();
    Ok(Descent { slots, substeps: names, moments, end })
}

fn check(ground: &Ground, runner: &Runner, n_steps: usize) -> Result<(), DescentError> {
    runner.optimizer.check()?;
    if !(runner.learning_rate > 0.0 && runner.learning_rate <= 1e6) {
        return Err(DescentError::Rate(runner.learning_rate));
    }
    if let Some(&odd) = runner.start.iter().find(|number| !number.is_finite()) {
        return Err(DescentError::Start(odd));
    }
    if n_steps > MOST_STEPS {
        return Err(DescentError::Steps(n_steps));
    }
    if let Some(Batch { size: given, .. }) = runner.batch {
        let n = ground.parts().map_or(0, |parts| parts.n);
        if !(1..=n).contains(&given) {
            return Err(DescentError::Batch { n, given });
        }
    }
    Ok(())
}

/// The gradient that a step goes by: of all, or of a batch.
struct Slope<'a> {
    ground: &'a Ground,
    batch: Option<Batch>,
    /// The parts in the order of this epoch.
    order: Vec<usize>,
    /// How many of them have been looked at.
    seen: usize,
    epoch: u32,
}

impl Slope<'_> {
    fn next(&mut self, at: [f64; 2]) -> [f64; 2] {
        let whole = || self.ground.at(at).gradient;
        let Some((batch, parts)) = self.batch.zip(self.ground.parts()) else { return whole() };
        if self.seen >= self.order.len() {
            self.order = (0..parts.n).collect();
            stream(batch.seed, Purpose::Order { epoch: self.epoch }).shuffle(&mut self.order);
            self.epoch += 1;
            self.seen = 0;
        }
        // The last batch of an epoch may be smaller, as in training.
        let end = (self.seen + batch.size).min(self.order.len());
        let chosen = &self.order[self.seen..end];
        self.seen = end;
        let sum = chosen.iter().map(|&part| (parts.gradient)(at, part));
        let sum = sum.fold([0.0; 2], |sum, g| [sum[0] + g[0], sum[1] + g[1]]);
        sum.map(|sum| sum / chosen.len() as f64)
    }
}

/// How a path ended that did not run away.
fn end(moments: &[Moment]) -> End {
    let [.., before, last] = moments else { return End::Going };
    let step = (last.at[0] - before.at[0]).hypot(last.at[1] - before.at[1]);
    let slope = last.gradient[0].hypot(last.gradient[1]);
    if step < STILL && slope < STILL { End::AtRest } else { End::Going }
}

#[cfg(test)]
mod tests {
    use super::super::{Formula, surface};
    use super::*;
    use crate::nn::optimizer::{self, Optimizer};
    use crate::registry::Choice;

    fn runner(rule: &'static Optimizer, learning_rate: f64, start: [f64; 2]) -> Runner {
        let optimizer = OptimizerSpec::defaults(Choice::of(rule));
        Runner { optimizer, learning_rate, start, batch: None }
    }

    fn known(surface: &'static surface::Surface) -> Ground {
        Ground::Known(Choice::of(surface))
    }

    /// x ← (1 − 2η)·x on x²: the path is known.
    #[test]
    fn sgd_on_the_bowl_goes_as_worked_out_by_hand() {
        let ground = known(&surface::PARABOLA);
        let path = descend(&ground, &runner(&optimizer::SGD, 0.25, [2.0, 7.0]), 3).unwrap();
        let at: Vec<[f64; 2]> = path.moments.iter().map(|moment| moment.at).collect();
        assert_eq!(at, [[2.0, 0.0], [1.0, 0.0], [0.5, 0.0], [0.25, 0.0]]);
        assert_eq!(path.moments[0].gradient, [4.0, 0.0]);
        assert_eq!(path.moments[1].value, 1.0);
        assert_eq!(path.end, End::Going);
        // The last sub-step of each step is the next place.
        for pair in path.moments.windows(2) {
            assert_eq!(pair[0].substeps.last().unwrap(), &pair[1].at);
            assert_eq!(pair[0].substeps.len(), path.substeps.len());
        }
        assert!(path.moments[3].substeps.is_empty());
    }

    #[test]
    fn rates_decide_between_rest_and_flight() {
        let ground = known(&surface::PARABOLA);
        let end = |rate| {
            let path = descend(&ground, &runner(&optimizer::SGD, rate, [2.0, 0.0]), 300).unwrap();
            (path.end, path.moments.len())
        };
        assert_eq!(end(0.1), (End::AtRest, 301));
        assert_eq!(end(1.0), (End::Going, 301));
        let (lost, n) = end(1.5);
        assert!(lost == End::Diverged && n < 30, "{n}");
    }

    /// Each of two numbers goes its own way.
    #[test]
    fn every_optimizer_remembers_by_number() {
        for rule in optimizer::ALL {
            let two =
                descend(&known(&surface::BOWL), &runner(rule, 0.05, [2.0, -1.0]), 20).unwrap();
            let one = descend(&known(&surface::PARABOLA), &runner(rule, 0.05, [2.0, 0.0]), 20);
            let one = one.unwrap();
            assert_eq!(two.slots.len(), rule.slots.len());
            for (two, one) in two.moments.iter().zip(&one.moments) {
                assert_eq!(two.at[0], one.at[0], "{}", rule.key);
                assert_eq!(two.slots.len(), rule.slots.len());
                let xs = |moment: &Moment| moment.slots.iter().map(|s| s[0]).collect::<Vec<_>>();
                assert_eq!(xs(two), xs(one), "{}", rule.key);
            }
        }
    }

    #[test]
    fn a_batch_sees_every_part_once_an_epoch() {
        let ground = known(&surface::LINE);
        let n = ground.parts().unwrap().n;
        let path = |size, seed| {
            // A rate that does not move: the gradients of one place.
            let runner = Runner {
                batch: Some(Batch { size, seed }),
                ..runner(&optimizer::SGD, 1e-300, [1.0, -1.0])
            };
            descend(&ground, &runner, 2 * n).unwrap()
        };
        let whole = ground.at([1.0, -1.0]).gradient;
        let mean = |path: &Descent, epoch: usize| {
            let gradients = path.moments[epoch * n..][..n].iter().map(|moment| moment.gradient[0]);
            gradients.sum::<f64>() / n as f64
        };
        let single = path(1, 3);
        assert!((mean(&single, 0) - whole[0]).abs() < 1e-12);
        assert!((mean(&single, 1) - whole[0]).abs() < 1e-12);
        let epoch =
            |epoch: usize| single.moments[epoch * n..][..n].iter().map(|moment| moment.gradient);
        assert!(epoch(0).ne(epoch(1)), "a new order");
        assert_eq!(single, path(1, 3));
        assert_ne!(single, path(1, 4));
        let all = path(n, 3);
        assert!((all.moments[5].gradient[0] - whole[0]).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_possible_is_said() {
        let ground = known(&surface::BOWL);
        let error = |runner: &Runner, n| descend(&ground, runner, n).unwrap_err();
        let good = runner(&optimizer::ADAM, 0.1, [1.0, 1.0]);
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let error = error(&Runner { learning_rate: rate, ..good.clone() }, 5);
            assert!(matches!(error, DescentError::Rate(_)), "{error}");
        }
        let odd = Runner { start: [0.0, f64::NAN], ..good.clone() };
        assert!(matches!(error(&odd, 5), DescentError::Start(_)));
        assert_eq!(error(&good, 1001), DescentError::Steps(1001));
        let batch = Runner { batch: Some(Batch { size: 4, seed: 1 }), ..good.clone() };
        assert_eq!(error(&batch, 5), DescentError::Batch { n: 0, given: 4 });
        let mut settings = good.clone();
        settings.optimizer.hyperparameters[0] = 7.0;
        assert!(matches!(error(&settings, 5), DescentError::Optimizer(_)));
    }

    #[test]
    fn where_there_is_no_height_a_path_ends() {
        let ground = Ground::Own(Formula::parse("sqrt(x)", 1).unwrap(), 1);
        let path = descend(&ground, &runner(&optimizer::SGD, 1.0, [1.0, 0.0]), 50).unwrap();
        assert_eq!(path.end, End::Diverged);
        let path = descend(&ground, &runner(&optimizer::SGD, 1.0, [-1.0, 0.0]), 50).unwrap();
        assert_eq!((path.end, path.moments.len()), (End::Diverged, 1));
    }
}
