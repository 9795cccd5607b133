//! Of a unit, and of the terms of its sums.

use super::*;
use crate::walk::name::{count_of, source_name};
use crate::walk::terms::{Term, terms};

impl<S: Fn(f32, Option<f32>) -> String> Speaker<'_, S> {
    pub(super) fn neuron(&self, phase: Phase, at: UnitAt) -> String {
        let name = capital(&self.unit_name(at));
        let n_in = self.places.n_in(at.layer_idx);
        match phase {
            Phase::Forward => format!(
                "{name} {}{}: z = {}. Its activation makes a = {} of it.",
                if n_in == 1 {
                    "multiplies its input by its weight"
                } else {
                    "adds up its inputs times its weights"
                },
                match (self.places.has_bias(at.layer_idx), n_in) {
                    (true, 1) => " and adds its bias",
                    (true, _) => ", and its bias",
                    (false, _) => "",
                },
                self.show(Quantity::PreActivation(at)),
                self.show(Quantity::Activation(at))
            ),
            Phase::Backward => self.blame(&name, at),
            _ => {
                let (weights, gradient, are) = match (n_in, self.places.has_bias(at.layer_idx)) {
                    (1, false) => ("weight", "its gradient", "it is"),
                    (1, true) => ("weight and bias", "their gradients", "they are"),
                    (_, true) => ("weights and bias", "their gradients", "they are"),
                    (_, false) => ("weights", "their gradients", "they are"),
                };
                let over = match self.trace.batch_len {
                    1 => "",
                    _ => " over the whole batch",
                };
                format!(
                    "{name}: its {weights} before, {gradient}{over}, and what {are} after the step."
                )
            }
        }
    }

    fn blame(&self, name: &str, at: UnitAt) -> String {
        let delta = self.value(Quantity::Delta(at));
        let wish = if delta < 0.0 {
            "the loss would fall if its z rose"
        } else if delta > 0.0 {
            "the loss would fall if its z fell"
        } else {
            "a small change of its z changes nothing"
        };
        let slope = Quantity::Slope(at).value(self.trace);
        let dropped = Quantity::Mask(at).value(self.trace) == Some(0.0);
        let locked = if dropped {
            " Dropout has silenced it in this pass: it takes no blame, and its weights learn \
             nothing from this example."
        } else if slope == Some(0.0) {
            " Its slope is 0: no blame gets through, and its weights learn nothing from this \
             example."
        } else if slope.is_some_and(|slope| slope.abs() < 0.01) {
            " Its slope is nearly 0 (it is saturated): hardly any blame gets through."
        } else {
            ""
        };
        format!("{name}: δ = {}, so {wish}.{locked}", self.number(delta))
    }

    pub(super) fn term(&self, place: Place, at: UnitAt) -> String {
        let all = terms(self.trace, self.places, place, self.row);
        let Some(term) = place.part(Level::Term).and_then(|idx| all.get(idx)) else {
            return String::new();
        };
        match term {
            &Term::Product(k) => format!(
                "From {}: its value times the weight on the way adds {} to z.",
                source_name(self.places, at.layer_idx, k),
                self.show(Quantity::Product(at, k))
            ),
            Term::RestOfProducts(rest) => {
                let smaller = match rest.n_rest {
                    0 => "No other product is left".to_owned(),
                    1 => format!("The one smaller product adds {}", self.number(rest.rest)),
                    n => format!(
                        "The {} add {} together",
                        count_of(n, "smaller product"),
                        self.number(rest.rest)
                    ),
                };
                let zeros = match rest.n_zero {
                    0 => String::new(),
                    1 => "; 1 input is 0 and adds nothing".to_owned(),
                    n => format!("; {} are 0 and add nothing", count_of(n, "input")),
                };
                format!("{smaller}{zeros}.")
            }
            Term::Bias => format!(
                "The bias adds {}, whatever the inputs are. That makes z = {}.",
                self.show(Quantity::Old(at.weight(None))),
                self.show(Quantity::PreActivation(at))
            ),
            Term::Activation => self.activation(at),
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
            Term::RestOfShares(rest) => match rest.n_rest {
                0 => "No other share of the blame is left.".to_owned(),
                1 => format!("The one smaller share of the blame is {}.", self.number(rest.rest)),
                n => format!(
                    "The {} of the blame come to {}.",
                    count_of(n, "smaller share"),
                    self.number(rest.rest)
                ),
            },
            Term::Delta if Quantity::Slope(at).value(self.trace).is_some() => format!(
                "The blame, times the slope of its activation here, {}: δ = {}.",
                self.show(Quantity::Slope(at)),
                self.show(Quantity::Delta(at))
            ),
            Term::Delta => format!("That makes δ = {}.", self.show(Quantity::Delta(at))),
            Term::Gradient(weight) => self.gradient(*weight),
            Term::Update(weight) => self.update(*weight),
        }
    }

    fn activation(&self, at: UnitAt) -> String {
        let (z, a) = (self.show(Quantity::PreActivation(at)), self.show(Quantity::Activation(at)));
        let turns = format!("The activation turns z = {z} into a = {a}");
        match Quantity::Mask(at).value(self.trace) {
            None => format!("{turns}: that is what the unit sends on."),
            Some(0.0) => format!("{turns}; dropout silences the unit, which sends on 0."),
            Some(mask) => format!(
                "{turns}; dropout has left the unit on, which sends on {} times that: {}.",
                self.number(mask),
                self.show(Quantity::Sent(at))
            ),
        }
    }

    /// "the weight from pixel row 4, column 16 (input 128)".
    fn weight_name(&self, weight: Weight) -> String {
        match weight.input_idx {
            Some(k) => format!("the weight from {}", source_name(self.places, weight.layer_idx, k)),
            None => "the bias".to_owned(),
        }
    }

    fn gradient(&self, weight: Weight) -> String {
        let nudge = self.value(Quantity::Nudge(weight, self.row));
        let name = capital(&self.weight_name(weight));
        let n = self.trace.batch_len;
        let alone = match (nudge == 0.0, n) {
            (true, _) => "this example asks nothing of it".to_owned(),
            (false, n) => format!(
                "this example{} asks it to {} ({})",
                if n == 1 { "" } else { " alone" },
                if nudge < 0.0 { "rise" } else { "fall" },
                self.number(nudge)
            ),
        };
        let gradient = self.show(Quantity::Gradient(weight));
        match n {
            1 => format!("{name}: {alone}. Its gradient is {gradient}."),
            _ => format!("{name}: {alone}. Over all {n} examples its gradient is {gradient}."),
        }
    }

    fn update(&self, weight: Weight) -> String {
        let (old, new) = (Quantity::Old(weight), Quantity::New(weight));
        let (before, after) = (self.value(old), self.value(new));
        let name = capital(&self.weight_name(weight));
        if before == after {
            return format!("{name} stays at {}.", self.number(before));
        }
        let moved = if after > before { "rises" } else { "falls" };
        let [before, after] = self.pair(old, new);
        format!("{name} {moved} from {before} to {after}.")
    }
}
