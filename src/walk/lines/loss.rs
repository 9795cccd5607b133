//! The loss: of an example, of the batch, and of the batch after the update.

use super::*;
use crate::walk::digits;

impl Writer<'_> {
    pub(super) fn example_loss(&self) -> Vec<Line> {
        let loss = self.trace.network.loss();
        let result = Quantity::ExampleLoss(self.row);
        let factor = self.factor();
        // "−Σⱼ term": the sign goes before the factor.
        let (sign, rest) = match loss.formula.strip_prefix('−') {
            Some(rest) => ("−", rest),
            None => ("", loss.formula),
        };
        let term = rest.strip_prefix("Σⱼ ").unwrap_or(rest);
        let symbols = format!("L = {sign}{}{rest}", factor.symbols);
        let n_outputs = self.trace.network.n_outputs();
        let outputs = match self.trace.labels.get(self.row) {
            // Of a one-hot target a single term is left.
            Some(&label) if loss.key == "cross_entropy" => label.into()..usize::from(label) + 1,
            _ => 0..n_outputs,
        };
        if outputs.len() > FEW {
            let numbers = Math::row([Math::read("L ="), self.number(result)]);
            let symbols = Math::read(&symbols);
            return vec![Line { symbols, numbers: Some(numbers), result: Some(result) }];
        }
        let last = self.places.n_layers() - 1;
        let is_single = outputs.len() == 1;
        let terms = outputs.map(|j| {
            let at = self.unit(last, j);
            let numbers = [
                ("aⱼ", self.shown(Quantity::Activation(at))),
                ("yⱼ", self.shown(Quantity::Target(at))),
                ("zⱼ", self.shown(Quantity::PreActivation(at))),
            ];
            filled(&Math::read(term), &numbers)
        });
        let sum = Math::Row(joined(terms, '+').into_iter().flat_map(opened).collect());
        let before = filled(&Math::read(&format!("{sign}{}", factor.symbols)), &factor.numbers);
        let mut parts = opened(before);
        if is_single || parts.is_empty() {
            parts.extend(opened(sum));
        } else {
            parts.push(sum.fenced());
        }
        vec![self.line_of_parts(&symbols, parts, result)]
    }

    pub(super) fn batch_loss(&self) -> Vec<Line> {
        let mut lines = vec![self.over_batch("loss", "L", Quantity::ExampleLoss, Quantity::Loss)];
        if self.trace.penalty != 0.0 {
            let [loss, penalty] = [Quantity::Loss, Quantity::Penalty].map(|q| self.number(q));
            let row = Math::row([Math::read("total ="), loss, Math::Sign('+'), penalty]);
            let symbols = Math::read("total = loss + penalty");
            lines.push(Line { symbols, numbers: Some(row), result: None });
        }
        lines
    }

    /// What the update has done.
    pub(super) fn after(&self) -> Vec<Line> {
        let losses = [Quantity::Loss, Quantity::LossAfter].map(|quantity| self.shown(quantity));
        let digits = digits::apart(losses[0].value, losses[1].value);
        let [before, after] = [(0, 1), (1, 0)].map(|(one, other)| {
            let beside = Some(losses[other].value);
            Math::Number(Shown { digits, beside, ..losses[one] })
        });
        vec![Line {
            symbols: Math::text("the loss before → the loss after"),
            numbers: Some(Math::row([before, Math::Sign('→'), after])),
            result: None,
        }]
    }
}
