//! A card's example carried out by the engine, in either precision, and the numbers of it
//! that are printed.

use super::card::Card;
use crate::nn::optimizer::SGD;
use crate::nn::{
    Learner, Loss, Network, Optimizer, OptimizerSpec, Parameter, Part, Real, Reduction, Score,
    Workspace,
};
use crate::registry::Choice;

/// A number that is printed of an example.
#[derive(Clone, Copy, Debug)]
pub struct Printed {
    /// What it is called there.
    pub name: &'static str,
    /// Which number it is.
    pub number: Number,
    /// Its digits, as they are printed; with − for minus.
    pub printed: &'static str,
    /// Updates made before it is read.
    pub after_steps: u64,
    /// What is done in another way than in the card's own run.
    pub instead: Option<Instead>,
    /// What there is to say about it.
    pub note: Option<&'static str>,
}

/// One thing done in another way.
#[derive(Clone, Copy, Debug)]
pub enum Instead {
    /// Another loss.
    Loss(&'static Loss, Reduction),
    /// Another optimizer, with its usual settings.
    Optimizer(&'static Optimizer),
}

/// Which number of the pass that comes after so many updates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// z.
    PreActivation(UnitOf),
    /// a.
    Activation(UnitOf),
    /// δ = ∂(example's loss)/∂z.
    Delta(UnitOf),
    /// −δ: the notes write y − ŷ, which points downhill.
    Downhill(UnitOf),
    /// A parameter.
    Value(Parameter),
    /// How far all updates together have moved it.
    Change(Parameter),
    /// ∂loss/∂parameter.
    Gradient(Parameter),
    /// The loss of all examples, reduced.
    Loss,
}

/// A unit, as it answers to one of the examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitOf {
    /// First example 0.
    pub example_idx: usize,
    /// First layer 0.
    pub layer_idx: usize,
    /// First unit 0.
    pub unit_idx: usize,
}

/// A unit's answer to the first example.
pub(super) const fn unit(layer_idx: usize, unit_idx: usize) -> UnitOf {
    UnitOf { example_idx: 0, layer_idx, unit_idx }
}

/// A weight: of a layer, from an input to a unit.
pub(super) const fn weight(layer_idx: usize, unit_idx: usize, input_idx: usize) -> Parameter {
    Parameter::Weight { layer_idx, unit_idx, input_idx }
}

impl Printed {
    /// Read at the start, in the card's own run.
    pub(super) const fn new(name: &'static str, number: Number, printed: &'static str) -> Self {
        Self { name, number, printed, after_steps: 0, instead: None, note: None }
    }

    /// The same, read after so many updates.
    pub(super) const fn after(self, after_steps: u64) -> Self {
        Self { after_steps, ..self }
    }

    /// The same, where one thing is done in another way.
    pub(super) const fn with(self, instead: Instead) -> Self {
        Self { instead: Some(instead), ..self }
    }

    /// The same, with something to say about it.
    pub(super) const fn noted(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }
}

/// A card's example under way: so many updates are made, and the pass after them is read.
#[derive(Clone, Debug)]
pub struct Rehearsal<T> {
    learner: Learner<T>,
    start: Network<T>,
    workspace: Workspace<T>,
    learning_rate: T,
    score: Score,
    n_steps: u64,
}

impl<T: Real> Rehearsal<T> {
    /// At the start.
    pub fn new(card: &Card, instead: Option<Instead>) -> Self {
        let start: Network<T> = match instead {
            Some(Instead::Loss(loss, reduction)) => card.network_with(loss, reduction),
            _ => card.network(),
        };
        let rule = match instead {
            Some(Instead::Optimizer(rule)) => rule,
            _ => &SGD,
        };
        let inputs = (card.inputs)();
        let mut workspace = Workspace::new(start.spec(), inputs.nrows());
        for (example_idx, given) in inputs.rows().into_iter().enumerate() {
            workspace.push(card.target(example_idx), |x| {
                x.iter_mut().zip(given).for_each(|(x, &given)| *x = T::of(given));
            });
        }
        let mut rehearsal = Self {
            learner: Learner::new(start.clone(), OptimizerSpec::defaults(Choice::of(rule))),
            start,
            workspace,
            learning_rate: T::of(card.learning_rate),
            score: Score::default(),
            n_steps: 0,
        };
        rehearsal.pass();
        rehearsal
    }

    fn pass(&mut self) {
        let part = Part::whole(self.workspace.len());
        self.score = self.learner.learn_from(&mut self.workspace, part);
    }

    /// Goes on until so many updates are made; never back.
    pub fn go_to(&mut self, n_steps: u64) {
        while self.n_steps < n_steps {
            self.learner.update(self.learning_rate);
            self.pass();
            self.n_steps += 1;
        }
    }

    /// A number as it is now.
    ///
    /// # Panics
    /// If the network has no such unit or parameter, or there is no such example.
    pub fn read(&self, number: Number) -> T {
        const HAS_IT: &str = "a card's numbers are of its own network, as the tests check";
        let network = self.learner.network();
        let value = |parameter: Parameter| parameter.of(network).expect(HAS_IT);
        let delta = |UnitOf { example_idx, layer_idx, unit_idx }| {
            self.workspace.deltas(layer_idx)[[example_idx, unit_idx]]
        };
        let values = |unit: UnitOf| {
            let mut layers = self.workspace.layer_values(unit.example_idx);
            layers.swap_remove(unit.layer_idx)
        };
        match number {
            Number::PreActivation(unit) => values(unit).pre_activations[unit.unit_idx],
            Number::Activation(unit) => values(unit).activations[unit.unit_idx],
            Number::Delta(unit) => delta(unit),
            Number::Downhill(unit) => -delta(unit),
            Number::Value(parameter) => value(parameter),
            Number::Change(parameter) => {
                value(parameter) - parameter.of(&self.start).expect(HAS_IT)
            }
            Number::Gradient(parameter) => {
                parameter.gradient_of(self.learner.gradients()).expect(HAS_IT)
            }
            Number::Loss => T::of(self.score.reduced_loss(network.spec())),
        }
    }
}
