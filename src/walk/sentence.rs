//! What happens at a place, in one or two sentences.

use super::Phase;
use super::place::{Level, Place, Places};
use super::quantity::{Quantity, UnitAt, Weight};
use super::terms::{Term, terms};
use crate::nn::StepTrace;
use crate::nn::activation::Kind;

/// "hidden layer 2", or "the output layer".
pub fn layer_name(layer_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers {
        "the output layer".to_owned()
    } else {
        format!("hidden layer {}", layer_idx + 1)
    }
}

/// "unit 3 of hidden layer 2", or "output 3".
pub fn unit_name(layer_idx: usize, unit_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers {
        format!("output {unit_idx}")
    } else {
        format!("unit {unit_idx} of {}", layer_name(layer_idx, n_layers))
    }
}

/// What happens at a place, for one example of the trace, with its numbers written by
/// `show`.
pub fn sentence(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    show: impl Fn(f32) -> String,
) -> String {
    Speaker { trace, places, row, show }.at(place)
}

struct Speaker<'a, S> {
    trace: &'a StepTrace,
    places: &'a Places,
    row: usize,
    show: S,
}

impl<S: Fn(f32) -> String> Speaker<'_, S> {
    fn at(&self, place: Place) -> String {
        let layer_idx = self.places.layer_idx(place);
        match (place.level(), layer_idx, place.part(Level::Neuron)) {
            (Level::Phase, ..) => self.phase(place.phase()),
            (Level::Layer, None, _) if place.phase() == Phase::Update => self.after(),
            (Level::Layer, None, _) => match place.part(Level::Layer) {
                Some(0) => self.example_loss(),
                _ => self.batch_loss(),
            },
            (Level::Layer, Some(layer_idx), _) => self.layer(place.phase(), layer_idx),
            (Level::Neuron, Some(layer_idx), Some(unit_idx)) => {
                self.neuron(place.phase(), UnitAt { row: self.row, layer_idx, unit_idx })
            }
            (_, Some(layer_idx), Some(unit_idx)) => {
                self.term(place, UnitAt { row: self.row, layer_idx, unit_idx })
            }
            _ => String::new(),
        }
    }

    fn value(&self, quantity: Quantity) -> f32 {
        quantity.value(self.trace).unwrap_or(f32::NAN)
    }

    fn show(&self, quantity: Quantity) -> String {
        (self.show)(self.value(quantity))
    }

    fn layer_name(&self, layer_idx: usize) -> String {
        layer_name(layer_idx, self.places.n_layers())
    }

    fn unit_name(&self, at: UnitAt) -> String {
        unit_name(at.layer_idx, at.unit_idx, self.places.n_layers())
    }

    /// "a 7", or the numbers that are wanted.
    fn target(&self) -> String {
        match self.trace.labels.get(self.row) {
            Some(label) => format!("a {label}"),
            None => {
                let wanted = self.trace.targets.row(self.row);
                let wanted: Vec<String> = wanted.iter().map(|&y| (self.show)(y)).collect();
                format!("one whose output should be {}", wanted.join(", "))
            }
        }
    }

    fn phase(&self, phase: Phase) -> String {
        let n = self.trace.batch_len;
        match phase {
            Phase::Batch if n == 1 => {
                format!(
                    "The next example is drawn: {}. It alone decides this update.",
                    self.target()
                )
            }
            Phase::Batch => format!(
                "The next {n} examples are drawn. All of them will decide this update. \
                 Follow one of them: it is {}.",
                self.target()
            ),
            Phase::Forward => "Forward: each layer takes what the one before it sends, \
                               multiplies it by its weights, adds its biases, and sends on \
                               what its activation makes of that."
                .to_owned(),
            Phase::Loss => format!(
                "How wrong was that? One number says it: {} for this example, {} for the \
                 whole batch.",
                self.show(Quantity::ExampleLoss(self.row)),
                self.show(Quantity::Loss)
            ),
            Phase::Backward => "Backward: who is to blame? The error at the outputs goes back \
                                through the same weights, and each weight learns which way it \
                                should have been."
                .to_owned(),
            Phase::Update => format!(
                "Update: each weight takes a step against its gradient. {} decides how long \
                 the step is, with the learning rate η = {}.{}",
                self.trace.rules.optimizer.rule.name,
                self.show(Quantity::LearningRate),
                if self.trace.learning_rate == 0.0 {
                    " At a rate of 0 nothing will change."
                } else {
                    ""
                }
            ),
        }
    }

    fn layer(&self, phase: Phase, layer_idx: usize) -> String {
        let name = self.layer_name(layer_idx);
        let n_units = self.trace.layers[layer_idx].bias.len();
        let n_in = self.places.n_in(layer_idx);
        let is_output = layer_idx + 1 == self.places.n_layers();
        let has_bias = self.places.has_bias(layer_idx);
        match phase {
            Phase::Forward => {
                let activation = self.trace.network.layers()[layer_idx].activation;
                let then = match activation.kind {
                    Kind::Softmax => {
                        "Softmax then turns all the z into shares that sum to 1.".to_owned()
                    }
                    Kind::Elementwise(_) => {
                        format!("Its activation a is the {} of z.", activation.name)
                    }
                };
                format!(
                    "In {name}, each of the {n_units} units multiplies the {n_in} numbers it \
                     gets by weights of its own and adds {}: that is z. {then}",
                    if has_bias { "its bias" } else { "them up" }
                )
            }
            Phase::Backward if is_output => match self.trace.labels.get(self.row) {
                Some(label) if self.trace.network.n_outputs() > 1 => format!(
                    "What does this example want? More of output {label}, less of all others. \
                     δ says how much the loss changes with each z."
                ),
                _ => "What does this example want of the outputs? δ says how much the loss \
                      changes with each z."
                    .to_owned(),
            },
            Phase::Backward => format!(
                "Each unit of {name} is blamed for what it sent on: the δ of the units it \
                 feeds, times the weights on the way, times its own slope."
            ),
            _ => format!(
                "The {} weights{} of {name} move against their gradients.",
                n_units * n_in,
                if has_bias { format!(" and {n_units} biases") } else { String::new() }
            ),
        }
    }

    fn example_loss(&self) -> String {
        let loss = self.show(Quantity::ExampleLoss(self.row));
        let last = self.places.n_layers() - 1;
        match self.trace.labels.get(self.row) {
            // A single output stands for two classes: its number is no label.
            Some(&label) if self.trace.network.n_outputs() > usize::from(label).max(1) => {
                let at = UnitAt { row: self.row, layer_idx: last, unit_idx: label.into() };
                format!(
                    "This example is a {label}. Output {label} says {}; it should say 1. That \
                     costs {loss}.",
                    self.show(Quantity::Activation(at))
                )
            }
            _ => {
                format!("What the outputs should have been, and what they are: that costs {loss}.")
            }
        }
    }

    fn batch_loss(&self) -> String {
        format!(
            "The loss of the batch is made of the losses of its {} examples: {}. That is the \
             number that training lowers.",
            self.trace.batch_len,
            self.show(Quantity::Loss)
        )
    }

    fn after(&self) -> String {
        let (before, after) = (self.trace.loss, self.trace.loss_after);
        let verdict = if after < before {
            "better"
        } else if after > before {
            "worse: the step was too long, or it followed examples that pull elsewhere"
        } else {
            "the same"
        };
        format!(
            "The same batch, read again with the new weights: the loss went from {} to {}. \
             That is {verdict}.",
            self.show(Quantity::Loss),
            self.show(Quantity::LossAfter)
        )
    }

    fn neuron(&self, phase: Phase, at: UnitAt) -> String {
        let name = capital(&self.unit_name(at));
        match phase {
            Phase::Forward => format!(
                "{name} adds up its inputs times its weights{}: z = {}. Its activation makes \
                 a = {} of it.",
                if self.places.has_bias(at.layer_idx) { ", and its bias" } else { "" },
                self.show(Quantity::PreActivation(at)),
                self.show(Quantity::Activation(at))
            ),
            Phase::Backward => {
                let delta = self.value(Quantity::Delta(at));
                let wish = if delta < 0.0 {
                    "the loss would fall if its z rose"
                } else if delta > 0.0 {
                    "the loss would fall if its z fell"
                } else {
                    "a small change of its z changes nothing"
                };
                let slope = self.value(Quantity::Slope(at));
                let locked = if slope == 0.0 {
                    " Its slope is 0: no blame gets through, and its weights learn nothing \
                     from this example."
                } else if slope.abs() < 0.01 {
                    " Its slope is nearly 0 (it is saturated): hardly any blame gets through."
                } else {
                    ""
                };
                format!("{name}: δ = {}, so {wish}.{locked}", (self.show)(delta))
            }
            _ => format!(
                "{name}: its weights before, their gradient over the whole batch, and what \
                 they are after the step."
            ),
        }
    }

    fn term(&self, place: Place, at: UnitAt) -> String {
        let all = terms(self.trace, self.places, place, self.row);
        let Some(term) = place.part(Level::Term).and_then(|idx| all.get(idx)) else {
            return String::new();
        };
        let from = |k: usize| match at.layer_idx.checked_sub(1) {
            None => format!("input {k}"),
            Some(below) => self.unit_name(at.other(below, k)),
        };
        match term {
            &Term::Product(k) => format!(
                "From {}: its value times the weight on the way adds {} to z.",
                from(k),
                self.show(Quantity::Product(at, k))
            ),
            Term::RestOfProducts(rest) => format!(
                "The {} smaller products add {} together; {} inputs are 0 and add nothing.",
                rest.n_rest,
                (self.show)(rest.rest),
                rest.n_zero
            ),
            Term::Bias => format!(
                "The bias adds {}, whatever the inputs are. That makes z = {}.",
                self.show(Quantity::Old(at.weight(None))),
                self.show(Quantity::PreActivation(at))
            ),
            Term::Activation => format!(
                "The activation turns z = {} into a = {}: that is what the unit sends on.",
                self.show(Quantity::PreActivation(at)),
                self.show(Quantity::Activation(at))
            ),
            &Term::Share(k) => {
                let next = at.other(at.layer_idx + 1, k);
                format!(
                    "It feeds {}, whose δ is {}; over the weight between them comes a blame \
                     of {}.",
                    self.unit_name(next),
                    self.show(Quantity::Delta(next)),
                    self.show(Quantity::Share(at, k))
                )
            }
            Term::RestOfShares(rest) => format!(
                "The {} smaller shares of the blame come to {}.",
                rest.n_rest,
                (self.show)(rest.rest)
            ),
            Term::Delta if Quantity::Slope(at).value(self.trace).is_some() => format!(
                "The blame, times the slope of its activation here, {}: δ = {}.",
                self.show(Quantity::Slope(at)),
                self.show(Quantity::Delta(at))
            ),
            Term::Delta => format!("That makes δ = {}.", self.show(Quantity::Delta(at))),
            Term::Gradient(weight) => self.gradient(*weight, &from),
            Term::Update(weight) => self.update(*weight, &from),
        }
    }

    fn weight_name(weight: Weight, from: &impl Fn(usize) -> String) -> String {
        match weight.input_idx {
            Some(k) => format!("the weight from {}", from(k)),
            None => "the bias".to_owned(),
        }
    }

    fn gradient(&self, weight: Weight, from: &impl Fn(usize) -> String) -> String {
        let nudge = self.value(Quantity::Nudge(weight, self.row));
        let name = capital(&Self::weight_name(weight, from));
        let alone = if nudge == 0.0 {
            "this example asks nothing of it".to_owned()
        } else {
            format!(
                "this example alone asks it to {} ({})",
                if nudge < 0.0 { "rise" } else { "fall" },
                (self.show)(nudge)
            )
        };
        format!(
            "{name}: {alone}. Over all {} examples its gradient is {}.",
            self.trace.batch_len,
            self.show(Quantity::Gradient(weight))
        )
    }

    fn update(&self, weight: Weight, from: &impl Fn(usize) -> String) -> String {
        let (old, new) = (self.value(Quantity::Old(weight)), self.value(Quantity::New(weight)));
        let moved = if new > old {
            "rises"
        } else if new < old {
            "falls"
        } else {
            "stays"
        };
        format!(
            "{} {moved} from {} to {}.",
            capital(&Self::weight_name(weight, from)),
            (self.show)(old),
            (self.show)(new)
        )
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
