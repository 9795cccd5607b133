//! Of phases, of layers, of losses.

use super::*;
use crate::nn::Reduction;
use crate::nn::activation::Kind;
use crate::walk::is_against_gradient;
use crate::walk::name::{activation_name, count_of, label_name};

impl<S: Fn(f32, Option<f32>) -> String> Speaker<'_, S> {
    /// "output 4", and what it stands for if that is a word.
    fn output(&self, label: u8) -> String {
        if self.class == label.to_string() {
            format!("output {label}")
        } else {
            format!("output {label} ({})", self.class)
        }
    }

    /// "a 7", or the numbers that are wanted.
    fn target(&self) -> String {
        match self.trace.labels.get(self.row) {
            Some(_) => label_name(self.places.n_in(0), &self.class),
            None => {
                let wanted = self.trace.targets.row(self.row);
                let wanted: Vec<String> = wanted.iter().map(|&y| self.number(y)).collect();
                let outputs = if wanted.len() == 1 { "output" } else { "outputs" };
                format!("one whose {outputs} should be {}", wanted.join(", "))
            }
        }
    }

    pub(super) fn phase(&self, phase: Phase) -> String {
        let n = self.trace.batch_len;
        match phase {
            Phase::Batch if n == 1 => {
                format!(
                    "The next example is drawn: {}. It alone decides this update.",
                    self.target()
                )
            }
            Phase::Batch => format!(
                "The next {} are drawn. All of them will decide this update. Follow one of \
                 them: it is {}.",
                count_of(n, "example"),
                self.target()
            ),
            Phase::Forward => "Forward: each layer takes what the one before it sends, \
                               multiplies it by its weights, adds its biases, and sends on \
                               what its activation makes of that."
                .replace(
                    ", adds its biases,",
                    if self.has_biases() { ", adds its biases," } else { "" },
                ),
            Phase::Loss if n == 1 => format!(
                "How wrong was that? One number says it, the loss: {}.",
                self.show(Quantity::Loss)
            ),
            Phase::Loss => format!(
                "How wrong was that? One number says it, the loss: {} for this example, {} \
                 for the whole batch.",
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

    fn has_biases(&self) -> bool {
        (0..self.places.n_layers()).any(|layer_idx| self.places.has_bias(layer_idx))
    }

    pub(super) fn layer(&self, phase: Phase, layer_idx: usize) -> String {
        let name = self.layer_name(layer_idx);
        let n_units = self.places.n_in(layer_idx + 1);
        let n_in = self.places.n_in(layer_idx);
        let is_output = layer_idx + 1 == self.places.n_layers();
        match phase {
            Phase::Forward => self.layer_forward(layer_idx, n_units, n_in),
            Phase::Backward if is_output => match self.trace.labels.get(self.row) {
                Some(&label) if n_units > 1 => format!(
                    "What does this example want? More of {}, less of all others. δ says how \
                     much the loss changes with each z.",
                    self.output(label)
                ),
                _ if n_units == 1 => "What does this example want of the output? δ says how \
                                      much the loss changes with its z."
                    .to_owned(),
                _ => "What does this example want of the outputs? δ says how much the loss \
                      changes with each z."
                    .to_owned(),
            },
            Phase::Backward if n_units == 1 => format!(
                "The unit of {name} is blamed for what it sent on: the δ of each unit it \
                 feeds, times the weight on the way, times its own slope."
            ),
            Phase::Backward => format!(
                "Each unit of {name} is blamed for what it sent on: the δ of the units it \
                 feeds, times the weights on the way, times its own slope."
            ),
            _ => {
                let biases = self.places.has_bias(layer_idx).then(|| count_of(n_units, "bias"));
                let n_weights = n_units * n_in;
                let (verb, their) = match (&biases, n_weights) {
                    (None, 1) => ("moves against its gradient", ""),
                    (None, _) => ("move against their gradients", ""),
                    (Some(_), _) => ("move against their gradients", " and the "),
                };
                format!(
                    "The {}{their}{} of {name} {verb}.",
                    without_one(count_of(n_weights, "weight")),
                    without_one(biases.unwrap_or_default()),
                )
            }
        }
    }

    fn layer_forward(&self, layer_idx: usize, n_units: usize, n_in: usize) -> String {
        let name = self.layer_name(layer_idx);
        let activation = self.trace.network.layers()[layer_idx].activation;
        let then = match activation.kind {
            Kind::Softmax => "Softmax then turns all the z into shares that sum to 1.".to_owned(),
            Kind::Elementwise(_) if activation.key == "identity" => {
                "Its activation a is z itself.".to_owned()
            }
            Kind::Elementwise(_) => {
                format!("Its activation a is the {} of z.", activation_name(&activation))
            }
        };
        let who = if n_units == 1 {
            "the one unit".to_owned()
        } else {
            format!("each of the {}", count_of(n_units, "unit"))
        };
        let adds = match (self.places.has_bias(layer_idx), n_in) {
            (true, 1) => " and adds its bias",
            (true, _) => ", adds them up, and adds its bias",
            (false, 1) => "",
            (false, _) => " and adds them up",
        };
        let gets = match n_in {
            1 => "the one number it gets by a weight of its own".to_owned(),
            _ => format!("the {} it gets by weights of its own", count_of(n_in, "number")),
        };
        format!("In {name}, {who} multiplies {gets}{adds}: that is z. {then}")
    }

    pub(super) fn example_loss(&self) -> String {
        let loss = self.show(Quantity::ExampleLoss(self.row));
        let layer_idx = self.places.n_layers() - 1;
        let at = |unit_idx| UnitAt { row: self.row, layer_idx, unit_idx };
        let n_outputs = self.trace.network.n_outputs();
        let says = |at: UnitAt| self.pair(Quantity::Activation(at), Quantity::Target(at));
        match self.trace.labels.get(self.row) {
            // A single output stands for two classes: its number is no label.
            Some(&label) if n_outputs > usize::from(label).max(1) => {
                let [is, should_be] = says(at(label.into()));
                format!(
                    "This example is {}: {} says {is}, and should say {should_be}. That costs \
                     {loss}.",
                    label_name(self.places.n_in(0), &self.class),
                    self.output(label)
                )
            }
            _ if n_outputs == 1 => {
                let [is, should_be] = says(at(0));
                format!("The output says {is}; it should say {should_be}. That costs {loss}.")
            }
            _ => {
                format!("What the outputs should have been, and what they are: that costs {loss}.")
            }
        }
    }

    pub(super) fn batch_loss(&self) -> String {
        let loss = self.show(Quantity::Loss);
        if self.trace.batch_len == 1 {
            return format!(
                "The batch is this one example, so its loss is the example's: {loss}. That is \
                 the number that training lowers."
            );
        }
        let is = match self.trace.network.reduction() {
            Reduction::Sum => "the sum",
            _ => "the mean",
        };
        format!(
            "The loss of the batch is {is} of the losses of its {}: {loss}. That is the \
             number that training lowers.",
            count_of(self.trace.batch_len, "example"),
        )
    }

    pub(super) fn after(&self) -> String {
        let (before, after) = (self.trace.loss, self.trace.loss_after);
        let verdict = if after < before {
            "better"
        } else if after <= before {
            "the same"
        } else if is_against_gradient(self.trace) {
            "worse: the step was too long"
        } else {
            "worse: the step was too long, or more than this batch’s gradient led it"
        };
        let [before, after] = self.pair(Quantity::Loss, Quantity::LossAfter);
        let what = if self.trace.batch_len == 1 { "example" } else { "batch" };
        format!(
            "The same {what}, read again with the new weights: the loss went from {before} to \
             {after}. That is {verdict}."
        )
    }
}

/// "The 1 weight" is the weight.
fn without_one(count: String) -> String {
    count.strip_prefix("1 ").map(ToOwned::to_owned).unwrap_or(count)
}
