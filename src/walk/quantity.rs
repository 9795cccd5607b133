//! Every number of an update has a name: what it is, what it is worked out from, and
//! where in the walk that happens. All panes of the step view speak of numbers by these
//! names, so that what is pointed at in one lights up in the others.

use serde::{Deserialize, Serialize};

use super::Phase;
use super::place::{Place, Places};
use super::terms::{self, Term};
use crate::nn::{Parameter, StepTrace};

/// One unit, as one example sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnitAt {
    /// Which example of the trace.
    pub row: usize,
    /// First layer 0.
    pub layer_idx: usize,
    /// Unit of the layer.
    pub unit_idx: usize,
}

/// A number of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Quantity {
    /// x: one of the example's inputs.
    Input {
        /// Which example of the trace.
        row: usize,
        /// Which input.
        input_idx: usize,
    },
    /// y: what an output should have been.
    Target(UnitAt),
    /// w·x: one term of a unit's sum.
    Product(UnitAt, usize),
    /// z.
    PreActivation(UnitAt),
    /// a, as the activation gives it.
    Activation(UnitAt),
    /// 0 where dropout has silenced the unit, else what makes up for it.
    Mask(UnitAt),
    /// a ⊙ mask: what goes on to the next layer.
    Sent(UnitAt),
    /// The loss of one example.
    ExampleLoss(usize),
    /// The loss of the batch.
    Loss,
    /// What the penalty adds to it.
    Penalty,
    /// w·δ: what a unit of the next layer (its number stands second) blames this one for.
    Share(UnitAt, usize),
    /// ∂L/∂a.
    OutputGradient(UnitAt),
    /// f′(z).
    Slope(UnitAt),
    /// δ = ∂L/∂z.
    Delta(UnitAt),
    /// What one example (its row stands second) asks of a parameter: δ·x, or δ.
    Nudge(Weight, usize),
    /// ∂L/∂w: of all examples of the batch.
    Gradient(Weight),
    /// ∂penalty/∂w.
    PenaltyGradient(Weight),
    /// What the optimizer is given, after penalty and clipping.
    Given(Weight),
    /// A parameter before the update.
    Old(Weight),
    /// What the optimizer remembered of it in a slot (its number stands second).
    Remembered(Weight, usize),
    /// A number on the way to the new value, by its number.
    Substep(Weight, usize),
    /// What the optimizer remembers from now on.
    Remembers(Weight, usize),
    /// A parameter after the update.
    New(Weight),
    /// η.
    LearningRate,
    /// The loss of the same batch after the update.
    LossAfter,
    /// What the penalty adds to that.
    PenaltyAfter,
}

/// A weight or, without an input, a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weight {
    /// First layer 0.
    pub layer_idx: usize,
    /// The unit whose weight it is.
    pub unit_idx: usize,
    /// The input that it multiplies; none if it is the bias.
    pub input_idx: Option<usize>,
}

impl Weight {
    /// As the engine names it.
    pub fn parameter(self) -> Parameter {
        let Self { layer_idx, unit_idx, input_idx } = self;
        match input_idx {
            Some(input_idx) => Parameter::Weight { layer_idx, unit_idx, input_idx },
            None => Parameter::Bias { layer_idx, unit_idx },
        }
    }

    /// Of the numbers that a tensor of weights and one of biases have.
    fn of(self, weights: &ndarray::Array2<f32>, bias: &ndarray::Array1<f32>) -> Option<f32> {
        match self.input_idx {
            Some(input_idx) => weights.get([self.unit_idx, input_idx]).copied(),
            None => bias.get(self.unit_idx).copied(),
        }
    }
}

impl UnitAt {
    fn of(self, layer: &ndarray::Array2<f32>) -> Option<f32> {
        layer.get([self.row, self.unit_idx]).copied()
    }

    /// Its weight for an input, or its bias.
    pub fn weight(self, input_idx: Option<usize>) -> Weight {
        Weight { layer_idx: self.layer_idx, unit_idx: self.unit_idx, input_idx }
    }

    /// Another unit, of the layer above or below, as the same example sees it.
    pub fn other(self, layer_idx: usize, unit_idx: usize) -> Self {
        Self { row: self.row, layer_idx, unit_idx }
    }
}

impl Quantity {
    /// What unit `unit_idx` gets at input `input_idx`: of layer 0 an input of the network, else
    /// what the layer below sends.
    pub fn into_layer(trace: &StepTrace, at: UnitAt, input_idx: usize) -> Self {
        match at.layer_idx.checked_sub(1) {
            None => Self::Input { row: at.row, input_idx },
            Some(below) => Self::sent(trace, at.other(below, input_idx)),
        }
    }

    /// What a unit sends on: a, or with dropout a ⊙ mask.
    pub fn sent(trace: &StepTrace, at: UnitAt) -> Self {
        let has_dropout = trace.layers.get(at.layer_idx).is_some_and(|l| !l.sent.is_empty());
        if has_dropout { Self::Sent(at) } else { Self::Activation(at) }
    }

    /// Its value in a trace; `None` if the trace has no such number.
    pub fn value(self, trace: &StepTrace) -> Option<f32> {
        let layer = |layer_idx: usize| trace.layers.get(layer_idx);
        match self {
            Self::Input { row, input_idx } => trace.inputs.get([row, input_idx]).copied(),
            Self::Target(at) => at.of(&trace.targets),
            Self::Product(at, input_idx) => {
                let weight = Self::Old(at.weight(Some(input_idx))).value(trace)?;
                Some(weight * Self::into_layer(trace, at, input_idx).value(trace)?)
            }
            Self::PreActivation(at) => at.of(&layer(at.layer_idx)?.pre_activations),
            Self::Activation(at) => at.of(&layer(at.layer_idx)?.activations),
            Self::Mask(at) => at.of(&layer(at.layer_idx)?.masks),
            Self::Sent(at) => at.of(&layer(at.layer_idx)?.sent),
            Self::ExampleLoss(row) => trace.example_losses.get(row).copied(),
            Self::Loss => Some(trace.loss),
            Self::Penalty => Some(trace.penalty),
            Self::Share(at, next_idx) => {
                let next = at.other(at.layer_idx + 1, next_idx);
                let weight = Self::Old(next.weight(Some(at.unit_idx))).value(trace)?;
                Some(weight * Self::Delta(next).value(trace)?)
            }
            Self::OutputGradient(at) => at.of(&layer(at.layer_idx)?.output_gradients),
            Self::Slope(at) => at.of(&layer(at.layer_idx)?.slopes),
            Self::Delta(at) => at.of(&layer(at.layer_idx)?.deltas),
            Self::Nudge(weight, row) => {
                let at = UnitAt { row, layer_idx: weight.layer_idx, unit_idx: weight.unit_idx };
                let x = weight.input_idx.map(|k| Self::into_layer(trace, at, k).value(trace));
                Some(Self::Delta(at).value(trace)? * x.unwrap_or(Some(1.0))?)
            }
            Self::Gradient(weight) => {
                let layer = layer(weight.layer_idx)?;
                weight.of(&layer.weight_gradients, &layer.bias_gradients)
            }
            Self::PenaltyGradient(weight) => {
                let at = [weight.unit_idx, weight.input_idx?];
                layer(weight.layer_idx)?.penalty_gradients.get(at).copied()
            }
            Self::Given(weight) => {
                let layer = layer(weight.layer_idx)?;
                weight.of(layer.optimizer_weight_gradients(), layer.optimizer_bias_gradients())
            }
            Self::Old(weight) => {
                let layer = layer(weight.layer_idx)?;
                weight.of(&layer.weights, &layer.bias)
            }
            Self::Remembered(weight, slot) => {
                let slot = layer(weight.layer_idx)?.state_before.get(slot)?;
                weight.of(&slot.weights, &slot.bias)
            }
            Self::Remembers(weight, slot) => {
                let slot = layer(weight.layer_idx)?.state_after.get(slot)?;
                weight.of(&slot.weights, &slot.bias)
            }
            Self::Substep(weight, idx) => Some(trace.substeps(weight.parameter())?.get(idx)?.value),
            Self::New(weight) => {
                let layer = layer(weight.layer_idx)?;
                weight.of(&layer.new_weights, &layer.new_bias)
            }
            Self::LearningRate => Some(trace.learning_rate),
            Self::LossAfter => Some(trace.loss_after),
            Self::PenaltyAfter => Some(trace.penalty_after),
        }
    }

    /// Whether this number is worked out from `other` in a single step of arithmetic.
    pub fn uses(self, other: Self) -> bool {
        match (self, other) {
            (Self::Product(at, input_idx), Self::Old(weight)) => {
                weight == at.weight(Some(input_idx))
            }
            (Self::Product(at, input_idx), Self::Input { row, input_idx: other }) => {
                at.layer_idx == 0 && (row, other) == (at.row, input_idx)
            }
            (Self::Product(at, input_idx), Self::Activation(below) | Self::Sent(below)) => {
                at.layer_idx > 0 && below == at.other(at.layer_idx - 1, input_idx)
            }
            (Self::PreActivation(at), Self::Product(of, _)) => at == of,
            (Self::PreActivation(at), Self::Old(weight)) => {
                (at.layer_idx, at.unit_idx) == (weight.layer_idx, weight.unit_idx)
            }
            (Self::PreActivation(at), Self::Input { row, .. }) => {
                at.layer_idx == 0 && row == at.row
            }
            (Self::PreActivation(at), Self::Activation(below) | Self::Sent(below)) => {
                below.layer_idx + 1 == at.layer_idx && below.row == at.row
            }
            (Self::Activation(at), Self::PreActivation(of))
            | (Self::Slope(at), Self::PreActivation(of) | Self::Activation(of))
            | (Self::OutputGradient(at), Self::Mask(of))
            | (Self::Sent(at), Self::Activation(of) | Self::Mask(of))
            | (Self::Delta(at), Self::OutputGradient(of) | Self::Slope(of)) => at == of,
            // Softmax and cross-entropy: everything else has no targets at its δ.
            (
                Self::Delta(at) | Self::OutputGradient(at),
                Self::Activation(of) | Self::Target(of),
            ) => at == of,
            (
                Self::ExampleLoss(row),
                Self::PreActivation(of) | Self::Activation(of) | Self::Target(of),
            ) => row == of.row,
            (Self::Loss, Self::ExampleLoss(_)) => true,
            (Self::OutputGradient(at) | Self::Delta(at), Self::Share(of, _)) => at == of,
            (Self::Share(at, next_idx), Self::Delta(next)) => {
                next == at.other(at.layer_idx + 1, next_idx)
            }
            (Self::Share(at, next_idx), Self::Old(weight)) => {
                weight == at.other(at.layer_idx + 1, next_idx).weight(Some(at.unit_idx))
            }
            (Self::OutputGradient(at), Self::Delta(next)) => {
                next.layer_idx == at.layer_idx + 1 && next.row == at.row
            }
            (Self::OutputGradient(at), Self::Old(weight)) => {
                weight.layer_idx == at.layer_idx + 1 && weight.input_idx == Some(at.unit_idx)
            }
            (
                Self::Nudge(weight, row),
                Self::Delta(of) | Self::OutputGradient(of) | Self::Slope(of) | Self::Target(of),
            ) => (row, weight.layer_idx, weight.unit_idx) == (of.row, of.layer_idx, of.unit_idx),
            (Self::Nudge(weight, row), Self::Input { row: of, input_idx }) => {
                weight.layer_idx == 0 && (row, weight.input_idx) == (of, Some(input_idx))
            }
            (Self::Nudge(weight, row), Self::Activation(below) | Self::Sent(below)) => {
                let feeds = below.layer_idx + 1 == weight.layer_idx
                    && (row, weight.input_idx) == (below.row, Some(below.unit_idx));
                // At an output the loss's slope may be written with what the unit says.
                let is_fed = (row, weight.layer_idx, weight.unit_idx)
                    == (below.row, below.layer_idx, below.unit_idx);
                feeds || is_fed
            }
            (Self::Gradient(weight), Self::Nudge(of, _))
            | (Self::Given(weight), Self::Gradient(of) | Self::PenaltyGradient(of))
            | (Self::PenaltyGradient(weight), Self::Old(of))
            | (Self::Substep(weight, _), Self::Given(of) | Self::Remembered(of, _))
            | (Self::New(weight), Self::Old(of) | Self::Given(of) | Self::Substep(of, _)) => {
                weight == of
            }
            (Self::Substep(weight, _), Self::Old(of)) => weight == of,
            (Self::Substep(weight, idx), Self::Substep(of, earlier)) => {
                weight == of && earlier < idx
            }
            (Self::New(_) | Self::Substep(..), Self::LearningRate) => true,
            (Self::Remembers(weight, slot), Self::Remembered(of, other)) => {
                (weight, slot) == (of, other)
            }
            (Self::Remembers(weight, _), Self::Given(of)) => weight == of,
            (Self::LossAfter, Self::New(_)) => true,
            _ => false,
        }
    }

    /// Where in the walk it is worked out, as close by as there is a place.
    pub fn place(self, places: &Places) -> Place {
        let unit = |phase, at: UnitAt| places.of_unit(phase, at.layer_idx, at.unit_idx);
        let of_weight = |phase, w: Weight| places.of_unit(phase, w.layer_idx, w.unit_idx);
        match self {
            Self::Input { .. } => Place::of(Phase::Batch),
            Self::Target(_) | Self::ExampleLoss(_) => Place::of(Phase::Loss).child(0),
            Self::Loss | Self::Penalty => Place::of(Phase::Loss).child(1),
            Self::Product(at, _)
            | Self::PreActivation(at)
            | Self::Activation(at)
            | Self::Mask(at)
            | Self::Sent(at) => unit(Phase::Forward, at),
            Self::Share(at, _) | Self::OutputGradient(at) | Self::Slope(at) | Self::Delta(at) => {
                unit(Phase::Backward, at)
            }
            Self::Nudge(weight, _) | Self::Gradient(weight) => of_weight(Phase::Backward, weight),
            Self::PenaltyGradient(weight)
            | Self::Given(weight)
            | Self::Old(weight)
            | Self::Remembered(weight, _)
            | Self::Remembers(weight, _)
            | Self::Substep(weight, _)
            | Self::New(weight) => of_weight(Phase::Update, weight),
            Self::LearningRate => Place::of(Phase::Update),
            Self::LossAfter | Self::PenaltyAfter => places.after(),
        }
    }

    /// The same as close by as the trace has a place: a term of its own, if it is one that
    /// is shown.
    pub fn closest_place(self, trace: &StepTrace, places: &Places) -> Place {
        let place = self.place(places);
        let (row, term) = match self {
            Self::Product(at, k) => (at.row, Term::Product(k)),
            Self::PreActivation(at) => (at.row, Term::Bias),
            Self::Activation(at) => (at.row, Term::Activation),
            Self::Share(at, k) => (at.row, Term::Share(k)),
            Self::Delta(at) | Self::Slope(at) => (at.row, Term::Delta),
            Self::Nudge(weight, row) => (row, Term::Gradient(weight)),
            Self::Gradient(weight) => (0, Term::Gradient(weight)),
            Self::New(weight) | Self::Old(weight) | Self::Substep(weight, _) => {
                (0, Term::Update(weight))
            }
            _ => return place,
        };
        let all = terms::terms(trace, places, place, row);
        all.iter().position(|one| *one == term).map_or(place, |idx| place.child(idx))
    }
}
