//! The equations at a place: each once in symbols and once in numbers. The formulas of
//! activations, losses and optimizers are the engine's own; their numbers are the
//! trace's.

use std::collections::HashMap;

use super::Phase;
use super::math::{Math, Shown, name};
use super::place::{Level, Place, Places};
use super::quantity::{Quantity, UnitAt, Weight};
use super::terms::{Term, terms};
use crate::nn::activation::Kind;
use crate::nn::{Reduction, StepTrace};

/// One equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// In symbols.
    pub symbols: Math,
    /// In numbers, if there is a number for each symbol here.
    pub numbers: Option<Math>,
    /// What it works out, if that is a single number.
    pub result: Option<Quantity>,
}

/// The equations at a place, for one example of the trace.
pub fn lines(trace: &StepTrace, places: &Places, place: Place, row: usize) -> Vec<Line> {
    let writer = Writer { trace, places, row };
    let layer_idx = places.layer_idx(place);
    match (place.phase(), place.level()) {
        (Phase::Batch, _) => vec![writer.shapes("X", trace.batch_len, places.n_in(0))],
        (Phase::Forward, Level::Phase) => writer.whole_network(),
        (Phase::Forward, Level::Layer) => writer.layer_forward(layer_idx.unwrap_or(0)),
        (Phase::Loss, Level::Phase) => [writer.example_loss(), writer.batch_loss()].concat(),
        (Phase::Loss, _) if place.part(Level::Layer) == Some(0) => writer.example_loss(),
        (Phase::Loss, _) => writer.batch_loss(),
        (Phase::Backward, Level::Phase) => writer.backward_everywhere(),
        (Phase::Backward, Level::Layer) => writer.layer_backward(layer_idx.unwrap_or(0)),
        (Phase::Update, Level::Phase) => vec![writer.rule()],
        (Phase::Update, Level::Layer) => match layer_idx {
            Some(_) => vec![writer.rule()],
            None => writer.after(),
        },
        (_, Level::Neuron) => writer.neuron(place),
        (_, Level::Term) => {
            let all = terms(trace, places, place, row);
            match place.part(Level::Term).and_then(|idx| all.get(idx)) {
                Some(term) => writer.term(place, term),
                None => Vec::new(),
            }
        }
    }
}

struct Writer<'a> {
    trace: &'a StepTrace,
    places: &'a Places,
    row: usize,
}

/// Numbers for names.
type Numbers<'a> = [(&'a str, Quantity)];

impl Writer<'_> {
    fn shown(&self, quantity: Quantity) -> Shown {
        let value = quantity.value(self.trace).unwrap_or(f32::NAN);
        Shown { value: value.into(), quantity: Some(quantity) }
    }

    fn number(&self, quantity: Quantity) -> Math {
        Math::Number(self.shown(quantity))
    }

    /// "`left` = formula", and the same with numbers for names, "= result".
    fn line(&self, left: &str, formula: &str, numbers: &Numbers<'_>, result: Quantity) -> Line {
        let shown: Vec<(&str, Shown)> =
            numbers.iter().map(|&(name, quantity)| (name, self.shown(quantity))).collect();
        self.line_of(left, formula, &shown, result)
    }

    fn line_of(
        &self,
        left: &str,
        formula: &str,
        numbers: &[(&str, Shown)],
        result: Quantity,
    ) -> Line {
        let names: Vec<(String, Shown)> =
            numbers.iter().map(|&(n, shown)| (name(n), shown)).collect();
        let numbers: HashMap<&str, Shown> =
            names.iter().map(|(n, shown)| (n.as_str(), *shown)).collect();
        let (left, formula) = (Math::read(left), Math::read(formula));
        let filled = formula.with(&numbers);
        let equals = || Math::Sign('=');
        Line {
            symbols: Math::row([left.clone(), equals(), formula]),
            numbers: Some(Math::row([left, equals(), filled, equals(), self.number(result)])),
            result: Some(result),
        }
    }

    fn symbols(formula: &str) -> Line {
        Line { symbols: Math::read(formula), numbers: None, result: None }
    }

    /// Of a matrix.
    fn shapes(&self, name: &str, rows: usize, cols: usize) -> Line {
        Self::symbols(&format!("{name} : {rows} × {cols}"))
    }

    fn unit(&self, layer_idx: usize, unit_idx: usize) -> UnitAt {
        UnitAt { row: self.row, layer_idx, unit_idx }
    }

    /// One long formula, from the inside out: f(W₂·f(W₁·x + b₁) + b₂).
    fn whole_network(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut inside = "x".to_owned();
        for layer_idx in 0..self.places.n_layers() {
            let low = low(layer_idx + 1);
            let bias =
                if self.places.has_bias(layer_idx) { format!(" + b{low}") } else { String::new() };
            inside = format!("{}(W{low}·{inside}{bias})", self.activation_name(layer_idx));
        }
        lines.push(Self::symbols(&format!("ŷ = {inside}")));
        lines
    }

    fn activation_name(&self, layer_idx: usize) -> String {
        self.trace.network.layers()[layer_idx].activation.name.to_lowercase()
    }

    fn layer_forward(&self, layer_idx: usize) -> Vec<Line> {
        let x = if layer_idx == 0 { "x".to_owned() } else { format!("a{}", low(layer_idx)) };
        let l = low(layer_idx + 1);
        let (n_out, n_in) = (self.trace.layers[layer_idx].bias.len(), self.places.n_in(layer_idx));
        let function = self.activation_name(layer_idx);
        let (bias, its_shape) = match self.places.has_bias(layer_idx) {
            true => (format!(" + b{l}"), format!(" + ({n_out})")),
            false => (String::new(), String::new()),
        };
        let shapes = format!("({n_out}) = ({n_out} × {n_in})·({n_in}){its_shape}");
        vec![
            Line {
                symbols: Math::read(&format!("z{l} = W{l}·{x}{bias}")),
                numbers: Some(Math::read(&shapes)),
                result: None,
            },
            Self::symbols(&format!("a{l} = {function}(z{l})")),
        ]
    }

    fn neuron(&self, place: Place) -> Vec<Line> {
        let (Some(layer_idx), Some(unit_idx)) =
            (self.places.layer_idx(place), place.part(Level::Neuron))
        else {
            return Vec::new();
        };
        let at = self.unit(layer_idx, unit_idx);
        match place.phase() {
            Phase::Forward => [vec![self.sum_forward(place, at)], self.activation(at)].concat(),
            Phase::Backward => self.blame(place, at),
            _ => vec![self.rule()],
        }
    }

    fn input_name(layer_idx: usize) -> &'static str {
        if layer_idx == 0 { "xₖ" } else { "aₖ" }
    }

    /// z = Σ w·x + b.
    fn sum_forward(&self, place: Place, at: UnitAt) -> Line {
        let mut parts = Vec::new();
        let mut add = |part: Math| {
            if !parts.is_empty() {
                parts.push(Math::Sign('+'));
            }
            parts.push(part);
        };
        for term in terms(self.trace, self.places, place.up_to(Level::Neuron), self.row) {
            match term {
                Term::Product(k) if self.places.n_in(at.layer_idx) <= 4 => {
                    let (w, x) = (
                        Quantity::Old(at.weight(Some(k))),
                        Quantity::into_layer(self.trace, at, k),
                    );
                    add(Math::row([
                        fenced(self.number(w)),
                        Math::Sign('·'),
                        fenced(self.number(x)),
                    ]));
                }
                Term::Product(k) => add(fenced(self.number(Quantity::Product(at, k)))),
                Term::RestOfProducts(rest) => add(Self::folded(rest.n_rest, rest.rest)),
                Term::Bias => add(fenced(self.number(Quantity::Old(at.weight(None))))),
                _ => {}
            }
        }
        let result = Quantity::PreActivation(at);
        let x = Self::input_name(at.layer_idx);
        let bias = if self.places.has_bias(at.layer_idx) { " + bⱼ" } else { "" };
        self.summed("zⱼ", &format!("zⱼ = Σₖ wⱼₖ·{x}{bias}"), parts, result)
    }

    fn folded(n: usize, sum: f32) -> Math {
        let value = Shown { value: sum.into(), quantity: None };
        Math::row([Math::text(format!("{n} more: ")), Math::Number(value)])
    }

    fn summed(&self, left: &str, symbols: &str, parts: Vec<Math>, result: Quantity) -> Line {
        let mut row = vec![Math::read(left), Math::Sign('=')];
        row.extend(parts);
        row.extend([Math::Sign('='), self.number(result)]);
        Line { symbols: Math::read(symbols), numbers: Some(Math::Row(row)), result: Some(result) }
    }

    /// a = f(z), and with dropout what is sent on.
    fn activation(&self, at: UnitAt) -> Vec<Line> {
        let activation = self.trace.network.layers()[at.layer_idx].activation;
        let z = match activation.kind {
            Kind::Elementwise(_) => "z",
            Kind::Softmax => "zⱼ",
        };
        // "σ(z) = …" says its name first.
        let formula = activation.formula;
        let formula = formula.split_once('=').map_or(formula, |(_, right)| right.trim());
        let given = Quantity::PreActivation(at);
        let mut lines = vec![self.line("aⱼ", formula, &[(z, given)], Quantity::Activation(at))];
        if Quantity::Sent(at).value(self.trace).is_some() {
            let numbers = [("aⱼ", Quantity::Activation(at)), ("maskⱼ", Quantity::Mask(at))];
            lines.push(self.line("sentⱼ", "aⱼ · maskⱼ", &numbers, Quantity::Sent(at)));
        }
        lines
    }

    fn example_loss(&self) -> Vec<Line> {
        let loss = self.trace.network.loss();
        let result = Quantity::ExampleLoss(self.row);
        let before = match self.trace.network.reduction() {
            Reduction::Mean | Reduction::Sum => "",
            Reduction::HalfMean => "1/2 · ",
            Reduction::MeanOfAll => "1/k · ",
        };
        let formula = format!("{before}{}", loss.formula);
        let n_outputs = self.places.n_in(self.places.n_layers());
        let output = match (n_outputs, self.trace.labels.get(self.row)) {
            (1, _) => 0,
            // Of a one-hot target a single term is left.
            (_, Some(&label)) if loss.key == "cross_entropy" => label.into(),
            _ => {
                let symbols = Math::row([Math::read("L ="), Math::read(&formula)]);
                let numbers = Math::row([Math::read("L ="), self.number(result)]);
                return vec![Line { symbols, numbers: Some(numbers), result: Some(result) }];
            }
        };
        let at = self.unit(self.places.n_layers() - 1, output);
        let numbers = [
            ("aⱼ", Quantity::Activation(at)),
            ("yⱼ", Quantity::Target(at)),
            ("zⱼ", Quantity::PreActivation(at)),
        ];
        // The only term of the sum.
        let mut line = self.line("L", &formula.replace("Σⱼ ", ""), &numbers, result);
        line.symbols = Math::row([Math::read("L ="), Math::read(&formula)]);
        vec![line]
    }

    fn batch_loss(&self) -> Vec<Line> {
        let of_batch = match self.trace.network.reduction() {
            Reduction::Sum => "Σᵢ Lᵢ",
            _ => "1/m · Σᵢ Lᵢ",
        };
        let m = Shown { value: self.trace.batch_len as f64, quantity: None };
        let mut lines = vec![self.line_of("loss", of_batch, &[("m", m)], Quantity::Loss)];
        if self.trace.penalty != 0.0 {
            let numbers = [("loss", Quantity::Loss), ("penalty", Quantity::Penalty)];
            let symbols = "total = loss + penalty";
            let filled = numbers.map(|(_, quantity)| self.number(quantity));
            let [loss, penalty] = filled;
            let row = Math::row([Math::read("total ="), loss, Math::Sign('+'), penalty]);
            lines.push(Line { symbols: Math::read(symbols), numbers: Some(row), result: None });
        }
        lines
    }

    fn backward_everywhere(&self) -> Vec<Line> {
        let n = self.places.n_layers();
        let mut lines = vec![self.layer_backward(n - 1).remove(0)];
        if n > 1 {
            lines.push(Self::symbols("δⱼ = (Σₖ wₖⱼ·δₖ) · f′(zⱼ)"));
        }
        lines.push(Self::symbols("∂L/∂wⱼₖ = δⱼ · aₖ"));
        lines
    }

    fn layer_backward(&self, layer_idx: usize) -> Vec<Line> {
        let layer = &self.trace.layers[layer_idx];
        let is_output = layer_idx + 1 == self.places.n_layers();
        let x = if layer_idx == 0 { "x" } else { "a" };
        let delta = if is_output && layer.output_gradients.is_empty() {
            format!("δⱼ = {}", self.trace.network.loss().gradient_formula)
        } else if is_output {
            "δⱼ = ∂L/∂aⱼ · f′(zⱼ)".to_owned()
        } else {
            "δⱼ = (Σₖ wₖⱼ·δₖ) · f′(zⱼ)".to_owned()
        };
        vec![Self::symbols(&delta), Self::symbols(&format!("∂L/∂wⱼₖ = δⱼ · {x}ₖ"))]
    }

    /// δ of a unit, from what is told of it.
    fn blame(&self, place: Place, at: UnitAt) -> Vec<Line> {
        let mut lines = Vec::new();
        if at.layer_idx + 1 < self.places.n_layers() {
            let mut parts = Vec::new();
            for term in terms(self.trace, self.places, place.up_to(Level::Neuron), self.row) {
                let part = match term {
                    Term::Share(k) => fenced(self.number(Quantity::Share(at, k))),
                    Term::RestOfShares(rest) => Self::folded(rest.n_rest, rest.rest),
                    _ => continue,
                };
                if !parts.is_empty() {
                    parts.push(Math::Sign('+'));
                }
                parts.push(part);
            }
            let result = Quantity::OutputGradient(at);
            let mut symbols = "∂L/∂aⱼ = Σₖ wₖⱼ·δₖ".to_owned();
            if Quantity::Mask(at).value(self.trace).is_some() {
                symbols = "∂L/∂aⱼ = maskⱼ · Σₖ wₖⱼ·δₖ".to_owned();
                let sum = Math::Fenced(Box::new(Math::Row(parts)));
                parts = vec![self.number(Quantity::Mask(at)), Math::Sign('·'), sum];
            }
            if result.value(self.trace).is_some() {
                lines.push(self.summed("∂L/∂aⱼ", &symbols, parts, result));
            }
        }
        lines.extend(self.delta(at));
        lines
    }

    fn delta(&self, at: UnitAt) -> Vec<Line> {
        let activation = self.trace.network.layers()[at.layer_idx].activation;
        let loss = self.trace.network.loss();
        let result = Quantity::Delta(at);
        if Quantity::OutputGradient(at).value(self.trace).is_none() {
            let numbers = [("aⱼ", Quantity::Activation(at)), ("yⱼ", Quantity::Target(at))];
            let scale = self.per_example();
            let formula = match scale {
                None => loss.gradient_formula.to_owned(),
                Some(scale) => format!("{scale} · ({})", loss.gradient_formula),
            };
            return vec![self.line("δⱼ", &formula, &numbers, result)];
        }
        let gradient = Quantity::OutputGradient(at);
        let mut lines = Vec::new();
        if at.layer_idx + 1 == self.places.n_layers() {
            let numbers = [("aⱼ", Quantity::Activation(at)), ("yⱼ", Quantity::Target(at))];
            let formula = match self.per_example() {
                None => loss.gradient_formula.to_owned(),
                Some(scale) => format!("{scale} · {}", loss.gradient_formula),
            };
            lines.push(self.line("∂L/∂aⱼ", &formula, &numbers, gradient));
        }
        match activation.kind {
            Kind::Elementwise(_) => {
                let slope = Quantity::Slope(at);
                let formula = activation.slope_formula;
                let formula = formula.split_once('=').map_or(formula, |(_, right)| right.trim());
                let numbers = [("a", Quantity::Activation(at)), ("z", Quantity::PreActivation(at))];
                lines.push(self.line("f′(zⱼ)", formula, &numbers, slope));
                let numbers = [("∂L/∂aⱼ", gradient), ("f′(zⱼ)", slope)];
                let product = Math::row([
                    Math::read("δⱼ ="),
                    fenced(self.number(numbers[0].1)),
                    Math::Sign('·'),
                    fenced(self.number(numbers[1].1)),
                    Math::Sign('='),
                    self.number(result),
                ]);
                lines.push(Line {
                    symbols: Math::read("δⱼ = ∂L/∂aⱼ · f′(zⱼ)"),
                    numbers: Some(product),
                    result: Some(result),
                });
            }
            Kind::Softmax => lines.push(Line {
                symbols: Math::read("δⱼ = aⱼ · (∂L/∂aⱼ − Σₖ aₖ·∂L/∂aₖ)"),
                numbers: Some(Math::row([Math::read("δⱼ ="), self.number(result)])),
                result: Some(result),
            }),
        }
        lines
    }

    /// What the reduction, and the example's weight, put before its loss and its δ; none
    /// if that is 1.
    fn per_example(&self) -> Option<String> {
        let n_outputs = self.trace.network.n_outputs();
        let of_example = self.trace.network.reduction().of_example(n_outputs);
        let weight = self.trace.example_weights.get(self.row).copied().unwrap_or(1.0);
        let factor = of_example as f32 * weight;
        (factor != 1.0).then(|| factor.to_string())
    }

    fn term(&self, place: Place, term: &Term) -> Vec<Line> {
        let (Some(layer_idx), Some(unit_idx)) =
            (self.places.layer_idx(place), place.part(Level::Neuron))
        else {
            return Vec::new();
        };
        let at = self.unit(layer_idx, unit_idx);
        match *term {
            Term::Product(k) => {
                let (w, x) =
                    (Quantity::Old(at.weight(Some(k))), Quantity::into_layer(self.trace, at, k));
                let x_name = Self::input_name(layer_idx);
                let formula = format!("wⱼₖ · {x_name}");
                let numbers = [("wⱼₖ", w), (x_name, x)];
                vec![self.line("term", &formula, &numbers, Quantity::Product(at, k))]
            }
            Term::RestOfProducts(_) | Term::Bias => vec![self.sum_forward(place, at)],
            Term::Activation => self.activation(at),
            Term::Share(k) => {
                let next = at.other(layer_idx + 1, k);
                let (w, delta) =
                    (Quantity::Old(next.weight(Some(unit_idx))), Quantity::Delta(next));
                let numbers = [("wₖⱼ", w), ("δₖ", delta)];
                vec![self.line("share", "wₖⱼ · δₖ", &numbers, Quantity::Share(at, k))]
            }
            Term::RestOfShares(_) | Term::Delta => self.blame(place, at),
            Term::Gradient(weight) => self.gradient(at, weight),
            Term::Update(weight) => self.substeps(weight),
        }
    }

    /// What this example asks of a weight, and what all of them do.
    fn gradient(&self, at: UnitAt, weight: Weight) -> Vec<Line> {
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
        let formula = match self.trace.network.reduction() {
            Reduction::Sum => "Σᵢ nudgeᵢ",
            _ => "1/m · Σᵢ nudgeᵢ",
        };
        let m = Shown { value: self.trace.batch_len as f64, quantity: None };
        let mut mean = self.line_of("g", formula, &[("m", m)], Quantity::Gradient(weight));
        mean.symbols = Math::row([Math::read(of), Math::Sign('='), Math::read(formula)]);
        lines.push(mean);
        lines
    }

    /// The same with δ taken apart (CURRICULUM A9): the slope of the loss at the node it
    /// feeds, times the slope of that node's activation, times the value that feeds it.
    fn three_factors(&self, at: UnitAt, input_idx: usize, nudge: Quantity) -> Option<Line> {
        let (gradient, slope) = (Quantity::OutputGradient(at), Quantity::Slope(at));
        gradient.value(self.trace)?;
        slope.value(self.trace)?;
        let x = Quantity::into_layer(self.trace, at, input_idx);
        let factor = |quantity| fenced(self.number(quantity));
        let dot = || Math::Sign('·');
        Some(Line {
            symbols: Math::read(&format!(
                "nudge = ∂L/∂aⱼ · f′(zⱼ) · {}",
                Self::input_name(at.layer_idx)
            )),
            numbers: Some(Math::row([
                Math::read("nudge ="),
                factor(gradient),
                dot(),
                factor(slope),
                dot(),
                factor(x),
                Math::Sign('='),
                self.number(nudge),
            ])),
            result: Some(nudge),
        })
    }

    /// w ← … as the optimizer has it.
    fn rule(&self) -> Line {
        let rate = Line {
            symbols: Math::read(self.trace.rules.optimizer.rule.formula),
            numbers: None,
            result: None,
        };
        let eta = Math::row([Math::read("η ="), self.number(Quantity::LearningRate)]);
        Line { numbers: Some(eta), ..rate }
    }

    /// The optimizer's own account of one parameter's update.
    fn substeps(&self, weight: Weight) -> Vec<Line> {
        let optimizer = &self.trace.rules.optimizer;
        let steps = self.trace.substeps(weight.parameter()).unwrap_or_default();
        let mut numbers: Vec<(&str, Shown)> = optimizer
            .rule
            .hyperparameters
            .iter()
            .zip(&optimizer.hyperparameters)
            .map(|(setting, &value)| (setting.name, Shown { value, quantity: None }))
            .collect();
        numbers.push(("w", self.shown(Quantity::Old(weight))));
        numbers.push(("g", self.shown(Quantity::Given(weight))));
        numbers.push(("η", self.shown(Quantity::LearningRate)));
        numbers.push(("t", Shown { value: self.trace.t as f64, quantity: None }));
        for (slot, &slot_name) in optimizer.rule.slots.iter().enumerate() {
            numbers.push((slot_name, self.shown(Quantity::Remembered(weight, slot))));
        }
        let mut lines = Vec::new();
        let last = steps.len().saturating_sub(1);
        for (idx, step) in steps.iter().enumerate() {
            let result =
                if idx == last { Quantity::New(weight) } else { Quantity::Substep(weight, idx) };
            let left = if idx == last { "new w" } else { step.name };
            lines.push(self.line_of(left, step.formula, &numbers, result));
            numbers.retain(|(name, _)| *name != step.name);
            numbers.push((step.name, self.shown(result)));
        }
        lines
    }

    fn after(&self) -> Vec<Line> {
        let numbers = Math::row([
            self.number(Quantity::Loss),
            Math::Sign('→'),
            self.number(Quantity::LossAfter),
        ]);
        vec![Line {
            symbols: Math::text("the loss before → the loss after"),
            numbers: Some(numbers),
            result: None,
        }]
    }
}

fn fenced(number: Math) -> Math {
    match number {
        Math::Number(shown) if shown.value < 0.0 => Math::Fenced(Box::new(number)),
        other => other,
    }
}

/// A number as a lowered one.
fn low(number: usize) -> String {
    let digits = "₀₁₂₃₄₅₆₇₈₉";
    let lowered = |digit: u8| digits.chars().nth(usize::from(digit - b'0')).unwrap_or('?');
    number.to_string().bytes().map(lowered).collect()
}
