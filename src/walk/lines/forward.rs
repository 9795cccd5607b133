//! Forward: z = W·x + b and a = f(z), for the network, a layer, a unit, a term.

use super::*;

impl Writer<'_> {
    /// One long formula, from the inside out: f(W₂·f(W₁·x + b₁) + b₂); in numbers, if all
    /// its matrices are small.
    pub(super) fn whole_network(&self) -> Line {
        let n_layers = self.places.n_layers();
        let mut inside = "x".to_owned();
        let mut numbers = vec![self.inputs(0)];
        for layer_idx in 0..n_layers {
            let low = low(layer_idx + 1);
            let has_bias = self.places.has_bias(layer_idx);
            let bias = if has_bias { format!(" + b{low}") } else { String::new() };
            let sum = format!("W{low}·{inside}{bias}");
            numbers = self.weighted(layer_idx, numbers);
            let f = self.function(layer_idx);
            let is_last = layer_idx + 1 == n_layers;
            if is_identity(f) {
                let needs_fence = !is_last && has_bias;
                inside = if needs_fence { format!("({sum})") } else { sum };
                if needs_fence {
                    numbers = vec![Math::Row(numbers).fenced()];
                }
            } else {
                let name = activation_name(f);
                inside = format!("{name}({sum})");
                numbers = vec![Math::Row(vec![Math::Name(name), Math::Row(numbers).fenced()])];
            }
        }
        let symbols = format!("ŷ = {inside}");
        if !(0..n_layers).all(|layer_idx| self.is_small(layer_idx)) {
            return Self::symbols(&symbols);
        }
        let last = n_layers - 1;
        let outputs = self.column(self.width(last), |j| Quantity::Activation(self.unit(last, j)));
        let numbers = numbers.into_iter().flat_map(opened).collect();
        self.line_of_matrices(&symbols, numbers, outputs)
    }

    /// W·(what comes in) + b.
    fn weighted(&self, layer_idx: usize, inside: Vec<Math>) -> Vec<Math> {
        let mut row = vec![self.weights(layer_idx), Math::Sign('·')];
        row.extend(inside.into_iter().map(Math::fenced_if_negative));
        if self.places.has_bias(layer_idx) {
            row.extend([Math::Sign('+'), self.biases(layer_idx).fenced_if_negative()]);
        }
        row
    }

    pub(super) fn weights(&self, layer_idx: usize) -> Math {
        let (n_out, n_in) = (self.width(layer_idx), self.places.n_in(layer_idx));
        self.matrix(n_out, n_in, |j, k| Quantity::Old(self.unit(layer_idx, j).weight(Some(k))))
    }

    fn biases(&self, layer_idx: usize) -> Math {
        self.column(self.width(layer_idx), |j| Quantity::Old(self.unit(layer_idx, j).weight(None)))
    }

    /// What a layer gets.
    fn inputs(&self, layer_idx: usize) -> Math {
        let at = self.unit(layer_idx, 0);
        self.column(self.places.n_in(layer_idx), |k| Quantity::into_layer(self.trace, at, k))
    }

    /// What a layer gets, as a vector.
    pub(super) fn name_of_inputs(&self, layer_idx: usize) -> String {
        match layer_idx {
            0 => "x".to_owned(),
            _ if self.has(Quantity::Sent(self.unit(layer_idx - 1, 0))) => {
                format!("sent{}", low(layer_idx))
            }
            _ => format!("a{}", low(layer_idx)),
        }
    }

    pub(super) fn layer_forward(&self, layer_idx: usize) -> Vec<Line> {
        let x = self.name_of_inputs(layer_idx);
        let l = low(layer_idx + 1);
        let (n_out, n_in) = (self.width(layer_idx), self.places.n_in(layer_idx));
        let f = self.function(layer_idx);
        let (bias, its_shape) = match self.places.has_bias(layer_idx) {
            true => (format!(" + b{l}"), format!(" + ({n_out})")),
            false => (String::new(), String::new()),
        };
        let unit = |j| self.unit(layer_idx, j);
        let z = || self.column(n_out, |j| Quantity::PreActivation(unit(j)));
        let a = || self.column(n_out, |j| Quantity::Activation(unit(j)));
        let sum = format!("z{l} = W{l}·{x}{bias}");
        let sum = if self.is_small(layer_idx) {
            self.line_of_matrices(&sum, self.weighted(layer_idx, vec![self.inputs(layer_idx)]), z())
        } else {
            let shapes = format!("({n_out}) = ({n_out} × {n_in})·({n_in}){its_shape}");
            let numbers = Some(Math::read(&shapes));
            Line { symbols: Math::read(&sum), numbers, result: None }
        };
        let name = activation_name(f);
        let (symbols, of_z) = if is_identity(f) {
            (format!("a{l} = z{l}"), z())
        } else {
            (format!("a{l} = {name}(z{l})"), Math::row([Math::Name(name), z().fenced()]))
        };
        let mut lines = vec![sum];
        if n_out > FEW {
            lines.push(Self::symbols(&symbols));
        } else {
            lines.push(self.line_of_matrices(&symbols, opened(of_z), a()));
        }
        if self.has(Quantity::Sent(unit(0))) {
            let symbols = format!("sent{l} = a{l} ⊙ mask{l}");
            lines.push(if n_out > FEW {
                Self::symbols(&symbols)
            } else {
                let mask = self.column(n_out, |j| Quantity::Mask(unit(j)));
                let sent = self.column(n_out, |j| Quantity::Sent(unit(j)));
                self.line_of_matrices(&symbols, vec![a(), Math::Sign('⊙'), mask], sent)
            });
        }
        lines
    }

    /// z = Σ w·x + b.
    pub(super) fn sum_forward(&self, place: Place, at: UnitAt) -> Line {
        let mut parts = Vec::new();
        for term in terms(self.trace, self.places, place.up_to(Level::Neuron), self.row) {
            match term {
                Term::Product(k) if self.places.n_in(at.layer_idx) <= SMALL => {
                    let (w, x) = (
                        Quantity::Old(at.weight(Some(k))),
                        Quantity::into_layer(self.trace, at, k),
                    );
                    let w = self.number(w);
                    let w = if parts.is_empty() { w } else { w.fenced_if_negative() };
                    parts.push(Math::Row(joined([w, self.number(x)], '·')));
                }
                Term::Product(k) => parts.push(self.number(Quantity::Product(at, k))),
                Term::RestOfProducts(rest) => parts.extend(folded(rest.n_rest, rest.rest)),
                Term::Bias => parts.push(self.number(Quantity::Old(at.weight(None)))),
                _ => {}
            }
        }
        let x = Self::input_name(at.layer_idx);
        let bias = if self.places.has_bias(at.layer_idx) { " + bⱼ" } else { "" };
        let symbols = format!("zⱼ = Σₖ wⱼₖ·{x}{bias}");
        let parts = joined(parts, '+').into_iter().flat_map(opened).collect();
        self.line_of_parts(&symbols, parts, Quantity::PreActivation(at))
    }

    /// One term of that sum.
    pub(super) fn product(&self, at: UnitAt, input_idx: usize) -> Line {
        let w = Quantity::Old(at.weight(Some(input_idx)));
        let x = Quantity::into_layer(self.trace, at, input_idx);
        let x_name = Self::input_name(at.layer_idx);
        let numbers = [("wⱼₖ", w), (x_name, x)];
        self.line("term", &format!("wⱼₖ · {x_name}"), &numbers, Quantity::Product(at, input_idx))
    }

    /// a = f(z), and with dropout what is sent on.
    pub(super) fn activation(&self, at: UnitAt) -> Vec<Line> {
        let f = self.function(at.layer_idx);
        let (z, a) = (Quantity::PreActivation(at), Quantity::Activation(at));
        let formula = right_side(f.formula);
        let mut lines = vec![match f.kind {
            Kind::Softmax => self.share_of_all(at, formula),
            Kind::Elementwise(_) if has_cases(formula) => {
                let of_z = vec![Math::Name(activation_name(f)), self.number(z).fenced()];
                self.line_of_parts(&format!("aⱼ = {}", of_unit(formula)), of_z, a)
            }
            Kind::Elementwise(_) => self.line("aⱼ", &of_unit(formula), &[("zⱼ", z)], a),
        }];
        if self.has(Quantity::Sent(at)) {
            let numbers = [("aⱼ", a), ("maskⱼ", Quantity::Mask(at))];
            lines.push(self.line("sentⱼ", "aⱼ · maskⱼ", &numbers, Quantity::Sent(at)));
        }
        lines
    }

    /// Softmax: of few outputs with the whole sum below.
    fn share_of_all(&self, at: UnitAt, formula: &'static str) -> Line {
        let n = self.width(at.layer_idx);
        let numbers = [("zⱼ", Quantity::PreActivation(at))];
        let result = Quantity::Activation(at);
        let mut line = self.line("aⱼ", formula, &numbers, result);
        if n <= SMALL {
            let power = |j| {
                let z = self.shown(Quantity::PreActivation(self.unit(at.layer_idx, j)));
                // For the lights an activation comes of its own z alone.
                let quantity = z.quantity.filter(|_| j == at.unit_idx);
                let z = Math::Number(Shown { quantity, ..z });
                Math::Sup(Box::new(Math::Name("e".to_owned())), Box::new(z))
            };
            let below = Math::Row(joined((0..n).map(power), '+'));
            let share = Math::Fraction(Box::new(power(at.unit_idx)), Box::new(below));
            line.numbers =
                Some(Math::row([Math::read("aⱼ"), equals(), share, equals(), self.number(result)]));
        }
        line
    }
}

/// Many terms as one number.
pub(super) fn folded(n: usize, sum: f32) -> Option<Math> {
    (n > 0).then(|| Math::Told(format!("{n} more"), Shown::new(sum.into(), None)))
}

/// A formula in z and a, for unit j.
pub(super) fn of_unit(formula: &str) -> String {
    let mut text = String::new();
    let mut letters = formula.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        text.push(letter);
        let next = letters.peek().copied().unwrap_or(' ');
        // A word such as "tanh" has an a in it, too.
        if "az".contains(letter) && !before.is_alphabetic() && !next.is_alphabetic() && next != 'ⱼ'
        {
            text.push('ⱼ');
        } else if letter == 'ᶻ' {
            text.pop();
            let minus = text.ends_with('⁻');
            if minus {
                text.pop();
            }
            text.push_str(if minus { "^(−zⱼ)" } else { "^zⱼ" });
        }
        before = letter;
    }
    text
}

pub(super) fn is_identity(f: &Activation) -> bool {
    right_side(f.formula) == "z"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::activation;

    #[test]
    fn formulas_are_of_unit_j() {
        for (formula, expected) in [
            ("1 / (1 + e⁻ᶻ)", "1 / (1 + e^(−zⱼ))"),
            ("max(0, z)", "max(0, zⱼ)"),
            ("tanh(z)", "tanh(zⱼ)"),
            ("a · (1 − a)", "aⱼ · (1 − aⱼ)"),
            ("1 − a²", "1 − aⱼ²"),
            ("1 if z > 0, else 0", "1 if zⱼ > 0, else 0"),
        ] {
            assert_eq!(of_unit(formula), expected);
        }
        assert!(activation::ALL.iter().any(|f| is_identity(f)));
    }
}
