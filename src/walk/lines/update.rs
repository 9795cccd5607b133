//! The update: the optimizer's rule, for a layer, a unit, and step by step for a parameter.

use super::*;
use crate::nn::Clipping;
use crate::nn::optimizer::Substep;

impl Writer<'_> {
    /// w ← … as the optimizer has it, and what its letters come from.
    pub(super) fn rule(&self) -> Vec<Line> {
        let optimizer = &self.trace.rules.optimizer;
        let eta = Math::row([Math::read("η ="), self.number(Quantity::LearningRate)]);
        let mut lines = vec![Line {
            symbols: Math::read(optimizer.rule.formula),
            numbers: Some(eta),
            result: None,
        }];
        // A rule that says all of it has its memory in it: "s ← s + g²; w ← …".
        if !optimizer.rule.formula.contains(';') {
            let first = self.unit(0, 0).weight(Some(0));
            let steps = self.named_steps(first);
            let is_memory = |step: &&NamedStep| !["step", "new w", "shrunk"].contains(&step.name);
            lines.extend(steps.iter().filter(is_memory).map(|step| Line {
                symbols: Math::row([step.left.clone(), equals(), step.formula.clone()]),
                numbers: None,
                result: None,
            }));
        }
        lines
    }

    /// A small layer's weights before and after.
    pub(super) fn layer_update(&self, layer_idx: usize) -> Vec<Line> {
        let mut lines = self.rule();
        if self.is_small(layer_idx) {
            let (n_out, n_in) = (self.width(layer_idx), self.places.n_in(layer_idx));
            lines.push(self.move_of("W", layer_idx, |of: fn(Weight) -> Quantity| {
                self.matrix(n_out, n_in, |j, k| of(self.unit(layer_idx, j).weight(Some(k))))
            }));
            if self.places.has_bias(layer_idx) {
                lines.push(self.move_of("b", layer_idx, |of: fn(Weight) -> Quantity| {
                    self.column(n_out, |j| of(self.unit(layer_idx, j).weight(None)))
                }));
            }
        }
        lines
    }

    /// new W = W − η·∂loss/∂W; of other rules W → new W.
    fn move_of(
        &self,
        letter: &str,
        layer_idx: usize,
        numbers: impl Fn(fn(Weight) -> Quantity) -> Math,
    ) -> Line {
        let l = low(layer_idx + 1);
        let (old, new) = (numbers(Quantity::Old), numbers(Quantity::New));
        if self.trace.rules.optimizer.rule.slots.is_empty() {
            let g = numbers(Quantity::Given).fenced_if_negative();
            let eta = self.number(Quantity::LearningRate);
            let parts = vec![old, Math::Sign('−'), eta, Math::Sign('·'), g];
            let symbols = format!("new {letter}{l} = {letter}{l} − η·g{l}");
            return self.line_of_matrices(&symbols, parts, new);
        }
        Line {
            symbols: Math::read(&format!("{letter}{l} → new {letter}{l}")),
            numbers: Some(Math::row([old, Math::Sign('→'), new])),
            result: None,
        }
    }

    /// The rule, and of a unit with few inputs the last step for each of its parameters.
    pub(super) fn unit_update(&self, at: UnitAt) -> Vec<Line> {
        let mut lines = self.rule();
        let n_in = self.places.n_in(at.layer_idx);
        if n_in <= SMALL {
            let bias = self.places.has_bias(at.layer_idx).then_some(None);
            for input_idx in (0..n_in).map(Some).chain(bias) {
                let of_weight = self.substeps(at.weight(input_idx));
                lines.extend(of_weight.into_iter().last().map(|mut line| {
                    let left = match input_idx {
                        Some(k) => format!("new wⱼ{}", low(k)),
                        None => "new bⱼ".to_owned(),
                    };
                    let left = Math::read(&left);
                    for side in [Some(&mut line.symbols), line.numbers.as_mut()] {
                        if let Some(Math::Row(parts)) = side {
                            parts[0] = left.clone();
                        }
                    }
                    line
                }));
            }
        }
        lines
    }

    /// g: what penalty and clipping make of the loss's gradient.
    pub(super) fn given(&self, weight: Weight) -> Option<Line> {
        let has_penalty = self.has(Quantity::PenaltyGradient(weight));
        let clipping = self.trace.rules.clipping;
        if !has_penalty && clipping == Clipping::None {
            return None;
        }
        let letter = if weight.input_idx.is_some() { "wⱼₖ" } else { "bⱼ" };
        let mut symbols = format!("∂loss/∂{letter}");
        let mut parts = vec![self.number(Quantity::Gradient(weight))];
        if has_penalty {
            symbols = format!("{symbols} + ∂penalty/∂{letter}");
            parts.push(self.number(Quantity::PenaltyGradient(weight)));
        }
        let is_sum = parts.len() > 1;
        let parts = joined(parts, '+');
        let fenced = |parts: Vec<Math>| Math::Row(parts).fenced();
        let (symbols, parts) = match (clipping, self.trace.clipped) {
            (Clipping::Norm(_), Some(clipped)) => {
                let clip = Math::Number(Shown::new(clipped.factor, None));
                let of = if is_sum { fenced(parts) } else { parts[0].clone().fenced_if_negative() };
                let symbols = if is_sum { format!("({symbols})") } else { symbols };
                (format!("clip · {symbols}"), vec![clip, Math::Sign('·'), of])
            }
            (Clipping::Value(_), _) => {
                let clip = Math::Name("clip".to_owned());
                (format!("clip({symbols})"), vec![clip, fenced(parts)])
            }
            _ => (symbols, parts),
        };
        Some(self.line_of_parts(&format!("g = {symbols}"), parts, Quantity::Given(weight)))
    }

    /// The optimizer's own account of one parameter's update.
    pub(super) fn substeps(&self, weight: Weight) -> Vec<Line> {
        let optimizer = &self.trace.rules.optimizer;
        let settings = optimizer.rule.hyperparameters.iter().zip(&optimizer.hyperparameters);
        let mut numbers: Vec<(String, Shown)> = settings
            .map(|(setting, &value)| (name(setting.name), Shown::new(value, None)))
            .collect();
        let given = [
            ("w", self.shown(Quantity::Old(weight))),
            ("g", self.shown(Quantity::Given(weight))),
            ("η", self.shown(Quantity::LearningRate)),
            ("t", Shown::new(self.trace.t as f64, None)),
        ];
        numbers.extend(given.map(|(letter, shown)| (letter.to_owned(), shown)));
        let steps = self.named_steps(weight);
        let slots = steps.iter().filter_map(|step| step.before.as_ref()).enumerate();
        numbers.extend(slots.map(|(slot, before)| {
            (before.plain(), self.shown(Quantity::Remembered(weight, slot)))
        }));
        let last = steps.len().saturating_sub(1);
        let mut lines = Vec::new();
        for (idx, step) in steps.into_iter().enumerate() {
            let result =
                if idx == last { Quantity::New(weight) } else { Quantity::Substep(weight, idx) };
            let name = step.left.plain();
            let shown: Vec<(&str, Shown)> = numbers.iter().map(|(n, s)| (n.as_str(), *s)).collect();
            let filled = step.formula.with(&shown.into_iter().collect());
            lines.push(Line {
                symbols: Math::row([step.left.clone(), equals(), step.formula]),
                numbers: Some(Math::row([
                    step.left,
                    equals(),
                    filled,
                    equals(),
                    self.number(result),
                ])),
                result: Some(result),
            });
            numbers.push((name, self.shown(result)));
        }
        lines
    }

    /// The steps of the rule with old and new told apart: what is worked out from itself
    /// is what the optimizer remembers, m at t from m at t − 1.
    fn named_steps(&self, weight: Weight) -> Vec<NamedStep> {
        let steps = self.trace.substeps(weight.parameter()).unwrap_or_default();
        let last = steps.len().saturating_sub(1);
        let mut remembered: Vec<&'static str> = Vec::new();
        let mut named = Vec::new();
        for (idx, Substep { name, formula, .. }) in steps.into_iter().enumerate() {
            let mut formula = Math::read(formula);
            for slot in &remembered {
                formula = formula.renamed(slot, &Math::read(&format!("{slot}ₜ")));
            }
            let letter = Math::read(name);
            let before = Math::read(&format!("{name}ₜ₋₁"));
            let changed = formula.renamed(name, &before);
            let is_memory = idx != last && changed != formula;
            let (left, before) = if is_memory {
                remembered.push(name);
                formula = changed;
                (Math::read(&format!("{name}ₜ")), Some(before))
            } else if idx == last {
                (Math::read("new w"), None)
            } else {
                (letter, None)
            };
            named.push(NamedStep {
                name: if idx == last { "new w" } else { name },
                left,
                formula,
                before,
            });
        }
        named
    }
}

struct NamedStep {
    name: &'static str,
    left: Math,
    formula: Math,
    /// What the optimizer remembered, if this step is what it remembers from now on.
    before: Option<Math>,
}
