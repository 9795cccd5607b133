//! Backward: δ of the outputs, of a layer, of a unit, and the gradients that come of it.

use super::forward::{folded, is_identity, of_unit};
use super::*;

impl Writer<'_> {
    /// Layer by layer if the network is small, else what holds in all of them.
    pub(super) fn backward_everywhere(&self) -> Vec<Line> {
        let n = self.places.n_layers();
        if (0..n).all(|layer_idx| self.is_small(layer_idx)) {
            return (0..n).rev().flat_map(|layer_idx| self.layer_backward(layer_idx)).collect();
        }
        let mut lines = self.layer_backward(n - 1);
        // Its gradient is like all others.
        lines.truncate(lines.len() - 2);
        if n > 1 {
            lines.push(Self::symbols("δⱼ = (Σₖ wₖⱼ·δₖ) · f′(zⱼ)"));
        }
        lines.push(Self::symbols("∂L/∂wⱼₖ = δⱼ · aₖ"));
        lines
    }

    pub(super) fn layer_backward(&self, layer_idx: usize) -> Vec<Line> {
        let (n_out, n_in) = (self.width(layer_idx), self.places.n_in(layer_idx));
        let l = low(layer_idx + 1);
        let of_unit = |j| self.unit(layer_idx, j);
        let is_output = layer_idx + 1 == self.places.n_layers();
        let column =
            |quantity: fn(UnitAt) -> Quantity| self.column(n_out, |j| quantity(of_unit(j)));
        let delta = || column(Quantity::Delta);
        let in_numbers = |symbols: &str, parts: Vec<Math>, result: Math| {
            if n_out > FEW {
                Self::symbols(symbols)
            } else {
                self.line_of_matrices(symbols, parts, result)
            }
        };
        let gradient = self.has(Quantity::OutputGradient(of_unit(0)));
        let slope = self.has(Quantity::Slope(of_unit(0)));
        let mut lines = Vec::new();
        if is_output {
            let left = if gradient { format!("∂L/∂a{l}") } else { format!("δ{l}") };
            let result = if gradient { column(Quantity::OutputGradient) } else { delta() };
            let (symbols, parts) = self.of_targets(&left, &l, column);
            lines.push(in_numbers(&symbols, parts, result));
        }
        if gradient && slope {
            let f_slope = column(Quantity::Slope);
            let (symbols, mut parts) = if is_output {
                let times = times(n_out);
                let symbols = format!("δ{l} = ∂L/∂a{l} {times} f′(z{l})");
                (symbols, vec![column(Quantity::OutputGradient)])
            } else {
                self.blame_of_layer(layer_idx, &l)
            };
            parts.push(Math::Sign(times(n_out)));
            parts.push(f_slope.fenced_if_negative());
            // Over many weights the blame is worked out unit by unit.
            let can_be_shown = is_output || self.is_next_small(layer_idx);
            let parts = if can_be_shown { parts } else { Vec::new() };
            lines.push(in_numbers(&symbols, parts, delta()));
        } else if gradient {
            let symbols = "δⱼ = aⱼ · (∂L/∂aⱼ − Σₖ aₖ·∂L/∂aₖ)";
            lines.push(in_numbers(symbols, Vec::new(), delta()));
        }
        lines.extend(self.gradients_of_layer(layer_idx, n_out, n_in));
        lines
    }

    fn is_next_small(&self, layer_idx: usize) -> bool {
        self.width(layer_idx) <= SMALL && self.width(layer_idx + 1) <= SMALL
    }

    /// What the loss says of the outputs: 2 · (a − y).
    fn of_targets(
        &self,
        left: &str,
        low: &str,
        column: impl Fn(fn(UnitAt) -> Quantity) -> Math,
    ) -> (String, Vec<Math>) {
        let formula = self.trace.network.loss().gradient_formula;
        if has_cases(formula) {
            return (format!("{left} = {}", self.scaled(formula)), Vec::new());
        }
        let formula = formula.replace("aⱼ", &format!("a{low}"));
        let formula = self.scaled(&formula.replace("yⱼ", "y"));
        let (a, y) = (name(&format!("a{low}")), name("y"));
        let factors = self.factor().numbers;
        let parts = Math::read(&formula).filled(&|letter| match letter {
            _ if letter == a => Some(column(Quantity::Activation)),
            _ if letter == y => Some(column(Quantity::Target)),
            _ => factors.iter().find(|(n, _)| *n == letter).map(|&(_, shown)| Math::Number(shown)),
        });
        (format!("{left} = {formula}"), opened(parts))
    }

    /// (W₂ᵀ·δ₂), with dropout ⊙ mask₁.
    fn blame_of_layer(&self, layer_idx: usize, l: &str) -> (String, Vec<Math>) {
        let next = low(layer_idx + 2);
        let (n, n_next) = (self.width(layer_idx), self.width(layer_idx + 1));
        let weights = self
            .matrix(n, n_next, |j, k| Quantity::Old(self.unit(layer_idx + 1, k).weight(Some(j))));
        let deltas = self.column(n_next, |k| Quantity::Delta(self.unit(layer_idx + 1, k)));
        let sum = Math::Row(joined([weights, deltas], '·')).fenced();
        let mut parts = vec![sum];
        let mut mask = String::new();
        if self.has(Quantity::Mask(self.unit(layer_idx, 0))) {
            mask = format!(" {} mask{l}", times(n));
            let column = self.column(n, |j| Quantity::Mask(self.unit(layer_idx, j)));
            parts.extend([Math::Sign(times(n)), column]);
        }
        (format!("δ{l} = (W{next}ᵀ·δ{next}){mask} {} f′(z{l})", times(n)), parts)
    }

    /// ∂L/∂W = δ·xᵀ of the example, and what it is over the batch.
    fn gradients_of_layer(&self, layer_idx: usize, n_out: usize, n_in: usize) -> Vec<Line> {
        let l = low(layer_idx + 1);
        let x = format!("{}ᵀ", self.name_of_inputs(layer_idx));
        let weight = |j, k| self.unit(layer_idx, j).weight(Some(k));
        let example = format!("∂L/∂W{l} = δ{l}·{x}");
        let factor = match self.trace.network.reduction() {
            Reduction::Sum => "",
            _ => "1/m · ",
        };
        let batch = format!("∂loss/∂W{l} = {factor}Σᵢ (∂Lᵢ/∂W{l})");
        if !self.is_small(layer_idx) {
            return vec![Self::symbols(&example), Self::symbols(&batch)];
        }
        let deltas = self.column(n_out, |j| Quantity::Delta(self.unit(layer_idx, j)));
        let at = self.unit(layer_idx, 0);
        let inputs = self.matrix(1, n_in, |_, k| Quantity::into_layer(self.trace, at, k));
        let nudges = self.matrix(n_out, n_in, |j, k| Quantity::Nudge(weight(j, k), self.row));
        let gradient = self.matrix(n_out, n_in, |j, k| Quantity::Gradient(weight(j, k)));
        vec![
            self.line_of_matrices(&example, joined([deltas, inputs], '·'), nudges),
            self.line_of_matrices(&batch, Vec::new(), gradient),
        ]
    }

    /// The same formula times the example's factor.
    fn scaled(&self, formula: &str) -> String {
        let factor = self.factor().symbols;
        let is_sum = has_cases(formula) || opened(Math::read(formula)).contains(&Math::Sign('−'));
        match (factor.is_empty(), is_sum) {
            (true, _) => formula.to_owned(),
            (false, true) => format!("{factor}({formula})"),
            (false, false) => format!("{factor}{formula}"),
        }
    }

    /// δ of a unit, from what is told of it.
    pub(super) fn blame(&self, place: Place, at: UnitAt) -> Vec<Line> {
        let mut lines = Vec::new();
        let result = Quantity::OutputGradient(at);
        if at.layer_idx + 1 < self.places.n_layers() && self.has(result) {
            let all = terms(self.trace, self.places, place.up_to(Level::Neuron), self.row);
            let parts = all.into_iter().filter_map(|term| match term {
                // Of a single one, what it is made of.
                Term::Share(k) if self.width(at.layer_idx + 1) == 1 => {
                    Some(Math::Row(joined(self.factors_of_share(at, k), '·')))
                }
                Term::Share(k) => Some(self.number(Quantity::Share(at, k))),
                Term::RestOfShares(rest) => folded(rest.n_rest, rest.rest),
                _ => None,
            });
            let mut parts: Vec<Math> = joined(parts, '+').into_iter().flat_map(opened).collect();
            let mut symbols = "∂L/∂aⱼ = Σₖ wₖⱼ·δₖ";
            if self.has(Quantity::Mask(at)) {
                symbols = "∂L/∂aⱼ = maskⱼ · Σₖ wₖⱼ·δₖ";
                let sum = Math::Row(parts).fenced();
                parts = vec![self.number(Quantity::Mask(at)), Math::Sign('·'), sum];
            }
            lines.push(self.line_of_parts(symbols, parts, result));
        }
        lines.extend(self.delta(at));
        lines
    }

    fn factors_of_share(&self, at: UnitAt, next_idx: usize) -> [Math; 2] {
        let next = at.other(at.layer_idx + 1, next_idx);
        [Quantity::Old(next.weight(Some(at.unit_idx))), Quantity::Delta(next)]
            .map(|q| self.number(q))
    }

    /// One share of a unit's blame.
    pub(super) fn share(&self, at: UnitAt, next_idx: usize) -> Line {
        let next = at.other(at.layer_idx + 1, next_idx);
        let w = Quantity::Old(next.weight(Some(at.unit_idx)));
        let numbers = [("wₖⱼ", w), ("δₖ", Quantity::Delta(next))];
        self.line("share", "wₖⱼ · δₖ", &numbers, Quantity::Share(at, next_idx))
    }

    fn delta(&self, at: UnitAt) -> Vec<Line> {
        let gradient = Quantity::OutputGradient(at);
        if !self.has(gradient) {
            return vec![self.of_target("δⱼ", at, Quantity::Delta(at))];
        }
        let mut lines = Vec::new();
        if at.layer_idx + 1 == self.places.n_layers() {
            lines.push(self.of_target("∂L/∂aⱼ", at, gradient));
        }
        lines.extend(self.through_activation(at));
        lines
    }

    /// What the loss says of one output.
    fn of_target(&self, left: &str, at: UnitAt, result: Quantity) -> Line {
        let formula = self.trace.network.loss().gradient_formula;
        let scaled = self.scaled(formula);
        if has_cases(formula) {
            return self.line_of_matrices(
                &format!("{left} = {scaled}"),
                Vec::new(),
                self.number(result),
            );
        }
        let mut numbers = vec![
            ("aⱼ", self.shown(Quantity::Activation(at))),
            ("yⱼ", self.shown(Quantity::Target(at))),
        ];
        numbers.extend(self.factor().numbers);
        self.line_of(Math::read(left), Math::read(&scaled), &numbers, result)
    }

    /// f′(z), and δ = ∂L/∂a · f′(z).
    fn through_activation(&self, at: UnitAt) -> Vec<Line> {
        let f = self.function(at.layer_idx);
        let result = Quantity::Delta(at);
        let gradient = Quantity::OutputGradient(at);
        let slope = Quantity::Slope(at);
        let Kind::Elementwise(_) = f.kind else {
            let symbols = "δⱼ = aⱼ · (∂L/∂aⱼ − Σₖ aₖ·∂L/∂aₖ)";
            return vec![self.line_of_matrices(symbols, Vec::new(), self.number(result))];
        };
        // "0: it has no gradient to follow" is a 0.
        let formula = right_side(f.slope_formula);
        let formula = formula.split_once(':').map_or(formula, |(formula, _)| formula);
        let slope_line = if has_cases(formula) || is_identity(f) {
            let of_z =
                filled(&Math::read("f′(zⱼ)"), &[("zⱼ", self.shown(Quantity::PreActivation(at)))]);
            Line {
                symbols: Math::read(&format!("f′(zⱼ) = {}", of_unit(formula))),
                numbers: Some(Math::row([of_z, equals(), self.number(slope)])),
                result: Some(slope),
            }
        } else {
            let numbers = [("aⱼ", Quantity::Activation(at)), ("zⱼ", Quantity::PreActivation(at))];
            self.line("f′(zⱼ)", &of_unit(formula), &numbers, slope)
        };
        let factors = joined([gradient, slope].map(|factor| self.number(factor)), '·');
        vec![slope_line, self.line_of_parts("δⱼ = ∂L/∂aⱼ · f′(zⱼ)", factors, result)]
    }

    /// What this example asks of a weight, and what all of them do.
    pub(super) fn gradient(&self, at: UnitAt, weight: Weight) -> Vec<Line> {
        let delta = Quantity::Delta(at);
        let nudge = Quantity::Nudge(weight, self.row);
        let mut lines = Vec::new();
        let of = match weight.input_idx {
            Some(k) => {
                let x_name = Self::input_name(at.layer_idx);
                let numbers = [("δⱼ", delta), (x_name, Quantity::into_layer(self.trace, at, k))];
                lines.push(self.line("nudge", &format!("δⱼ · {x_name}"), &numbers, nudge));
                lines.extend(self.three_factors(at, k, nudge));
                "∂loss/∂wⱼₖ"
            }
            None => {
                lines.push(self.line("nudge", "δⱼ", &[("δⱼ", delta)], nudge));
                "∂loss/∂bⱼ"
            }
        };
        let nudges = |row| Quantity::Nudge(weight, row);
        lines.push(self.over_batch(of, "nudge", nudges, Quantity::Gradient(weight)));
        lines
    }

    /// The same with δ taken apart (CURRICULUM A9): the slope of the loss at the node it
    /// feeds, times the slope of that node's activation, times the value that feeds it. Where
    /// the loss is one of logits, the first two are one, as the loss has it.
    fn three_factors(&self, at: UnitAt, input_idx: usize, nudge: Quantity) -> Option<Line> {
        let (gradient, slope) = (Quantity::OutputGradient(at), Quantity::Slope(at));
        let x = Quantity::into_layer(self.trace, at, input_idx);
        if !self.has(gradient) {
            let formula = self.trace.network.loss().gradient_formula;
            if has_cases(formula) {
                return None;
            }
            let x_name = Self::input_name(at.layer_idx);
            let symbols = format!("({}) · {x_name}", self.scaled(formula));
            let mut numbers = vec![
                ("aⱼ", self.shown(Quantity::Activation(at))),
                ("yⱼ", self.shown(Quantity::Target(at))),
                (x_name, self.shown(x)),
            ];
            numbers.extend(self.factor().numbers);
            return Some(self.line_of(Math::read("nudge"), Math::read(&symbols), &numbers, nudge));
        }
        if !self.has(slope) {
            return None;
        }
        let factors = joined([gradient, slope, x].map(|factor| self.number(factor)), '·');
        let symbols = format!("nudge = ∂L/∂aⱼ · f′(zⱼ) · {}", Self::input_name(at.layer_idx));
        Some(self.line_of_parts(&symbols, factors, nudge))
    }
}

/// How a vector of so many numbers is multiplied number by number.
fn times(n: usize) -> char {
    if n == 1 { '·' } else { '⊙' }
}
