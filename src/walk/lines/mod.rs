//! The equations at a place: each once in symbols and once in numbers. The formulas of
//! activations, losses and optimizers are the engine's own; their numbers are the
//! trace's.
//!
//! One file a phase: `forward`, `loss`, `backward`, `update`; `fit` finds the digits with
//! which an equation's numbers are shown, `legend` what its letters stand for.

mod backward;
mod fit;
mod forward;
mod legend;
mod loss;
mod update;

pub use legend::legend;

use std::collections::HashMap;

use super::math::{Math, Shown, name};
use super::place::{Level, Place, Places};
use super::quantity::{Quantity, UnitAt, Weight};
use super::terms::{Term, terms};
use super::{Phase, activation_name};
use crate::nn::activation::Kind;
use crate::nn::{Activation, Reduction, StepTrace};

/// Rows and columns of the largest matrix whose numbers stand in an equation.
const SMALL: usize = 4;
/// The most units of a layer, or examples of a batch, whose numbers stand there one by one.
const FEW: usize = 10;

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
    let lines = Writer { trace, places, row }.at(place);
    lines.into_iter().map(|line| fit::fit(line, trace)).collect()
}

struct Writer<'a> {
    trace: &'a StepTrace,
    places: &'a Places,
    row: usize,
}

/// Numbers for names.
type Numbers<'a> = [(&'a str, Quantity)];

/// What a reduction, and an example's own weight, put before its loss and its δ.
struct Factor {
    /// In symbols, with a sign of multiplication after each factor.
    symbols: String,
    numbers: Vec<(&'static str, Shown)>,
}

impl Writer<'_> {
    fn at(&self, place: Place) -> Vec<Line> {
        let layer_idx = self.places.layer_idx(place);
        match (place.phase(), place.level()) {
            (Phase::Batch, _) => vec![self.shapes("X", self.trace.batch_len, self.places.n_in(0))],
            (Phase::Forward, Level::Phase) => vec![self.whole_network()],
            (Phase::Forward, Level::Layer) => self.layer_forward(layer_idx.unwrap_or(0)),
            (Phase::Loss, Level::Phase) => [self.example_loss(), self.batch_loss()].concat(),
            (Phase::Loss, _) if place.part(Level::Layer) == Some(0) => self.example_loss(),
            (Phase::Loss, _) => self.batch_loss(),
            (Phase::Backward, Level::Phase) => self.backward_everywhere(),
            (Phase::Backward, Level::Layer) => self.layer_backward(layer_idx.unwrap_or(0)),
            (Phase::Update, Level::Phase) => self.rule(),
            (Phase::Update, Level::Layer) => match layer_idx {
                Some(layer_idx) => self.layer_update(layer_idx),
                None => self.after(),
            },
            (_, Level::Neuron) => self.neuron(place),
            (_, Level::Term) => {
                let all = terms(self.trace, self.places, place, self.row);
                match place.part(Level::Term).and_then(|idx| all.get(idx)) {
                    Some(term) => self.term(place, term),
                    None => Vec::new(),
                }
            }
        }
    }

    fn neuron(&self, place: Place) -> Vec<Line> {
        let Some(at) = self.unit_of(place) else { return Vec::new() };
        match place.phase() {
            Phase::Forward => [vec![self.sum_forward(place, at)], self.activation(at)].concat(),
            Phase::Backward => self.blame(place, at),
            _ => self.unit_update(at),
        }
    }

    fn term(&self, place: Place, term: &Term) -> Vec<Line> {
        let Some(at) = self.unit_of(place) else { return Vec::new() };
        match *term {
            Term::Product(k) => vec![self.product(at, k)],
            Term::RestOfProducts(_) | Term::Bias => vec![self.sum_forward(place, at)],
            Term::Activation => self.activation(at),
            Term::Share(k) => vec![self.share(at, k)],
            Term::RestOfShares(_) | Term::Delta => self.blame(place, at),
            Term::Gradient(weight) => self.gradient(at, weight),
            Term::Update(weight) => {
                self.given(weight).into_iter().chain(self.substeps(weight)).collect()
            }
        }
    }

    fn unit_of(&self, place: Place) -> Option<UnitAt> {
        let layer_idx = self.places.layer_idx(place)?;
        Some(self.unit(layer_idx, place.part(Level::Neuron)?))
    }

    fn unit(&self, layer_idx: usize, unit_idx: usize) -> UnitAt {
        UnitAt { row: self.row, layer_idx, unit_idx }
    }

    fn has(&self, quantity: Quantity) -> bool {
        quantity.value(self.trace).is_some()
    }

    fn shown(&self, quantity: Quantity) -> Shown {
        Shown::new(quantity.value(self.trace).unwrap_or(f32::NAN).into(), Some(quantity))
    }

    fn number(&self, quantity: Quantity) -> Math {
        Math::Number(self.shown(quantity))
    }

    /// One below the other.
    fn column(&self, n: usize, quantity: impl Fn(usize) -> Quantity) -> Math {
        self.matrix(n, 1, |row, _| quantity(row))
    }

    /// Row by row; of a single number just that.
    fn matrix(
        &self,
        n_rows: usize,
        n_cols: usize,
        quantity: impl Fn(usize, usize) -> Quantity,
    ) -> Math {
        let cell = |row, col| self.number(quantity(row, col));
        if (n_rows, n_cols) == (1, 1) {
            return cell(0, 0);
        }
        let row = |row| (0..n_cols).map(|col| cell(row, col)).collect();
        Math::Matrix((0..n_rows).map(row).collect())
    }

    /// "`left` = formula", and the same with numbers for names, "= result".
    fn line(&self, left: &str, formula: &str, numbers: &Numbers<'_>, result: Quantity) -> Line {
        let shown: Vec<(&str, Shown)> =
            numbers.iter().map(|&(name, quantity)| (name, self.shown(quantity))).collect();
        self.line_of(Math::read(left), Math::read(formula), &shown, result)
    }

    fn line_of(
        &self,
        left: Math,
        formula: Math,
        numbers: &[(&str, Shown)],
        result: Quantity,
    ) -> Line {
        let filled = filled(&formula, numbers);
        Line {
            symbols: Math::row([left.clone(), equals(), formula]),
            numbers: Some(Math::row([left, equals(), filled, equals(), self.number(result)])),
            result: Some(result),
        }
    }

    /// An equation whose number line is made of parts.
    fn line_of_parts(&self, symbols: &str, parts: Vec<Math>, result: Quantity) -> Line {
        let symbols = Math::read(symbols);
        let mut row = vec![left_of(&symbols), equals()];
        row.extend(parts);
        row.extend([equals(), self.number(result)]);
        Line { symbols, numbers: Some(Math::Row(row)), result: Some(result) }
    }

    /// An equation between vectors or matrices: its number line ends in `result`.
    fn line_of_matrices(&self, symbols: &str, parts: Vec<Math>, result: Math) -> Line {
        let symbols = Math::read(symbols);
        let single = match &result {
            Math::Number(number) => number.quantity,
            _ => None,
        };
        let mut row = vec![left_of(&symbols), equals()];
        row.extend(parts);
        if row.len() > 2 {
            row.push(equals());
        }
        row.push(result);
        Line { symbols, numbers: Some(Math::Row(row)), result: single }
    }

    fn symbols(formula: &str) -> Line {
        Line { symbols: Math::read(formula), numbers: None, result: None }
    }

    /// Of a matrix.
    fn shapes(&self, name: &str, rows: usize, cols: usize) -> Line {
        Self::symbols(&format!("{name} : {rows} × {cols}"))
    }

    fn function(&self, layer_idx: usize) -> &Activation {
        &self.trace.network.layers()[layer_idx].activation
    }

    fn input_name(layer_idx: usize) -> &'static str {
        if layer_idx == 0 { "xₖ" } else { "aₖ" }
    }

    fn is_small(&self, layer_idx: usize) -> bool {
        self.width(layer_idx) <= SMALL && self.places.n_in(layer_idx) <= SMALL
    }

    /// Units of a layer.
    fn width(&self, layer_idx: usize) -> usize {
        self.places.n_in(layer_idx + 1)
    }

    /// 1/2, 1/k, and the weight of the example's class.
    fn factor(&self) -> Factor {
        let mut factor = Factor { symbols: String::new(), numbers: Vec::new() };
        match self.trace.network.reduction() {
            Reduction::Mean | Reduction::Sum => {}
            Reduction::HalfMean => factor.symbols.push_str("1/2 · "),
            Reduction::MeanOfAll => {
                factor.symbols.push_str("1/k · ");
                factor.numbers.push(("k", Shown::new(self.trace.network.n_outputs() as f64, None)));
            }
        }
        let weight = self.trace.example_weights.get(self.row).copied().unwrap_or(1.0);
        if weight != 1.0 {
            factor.symbols.push_str("c · ");
            factor.numbers.push(("c", Shown::new(weight.into(), None)));
        }
        factor
    }

    /// What the examples of the batch come to together: their mean, or their sum.
    fn over_batch(
        &self,
        left: &str,
        what: &str,
        of_example: impl Fn(usize) -> Quantity,
        result: Quantity,
    ) -> Line {
        let n = self.trace.batch_len;
        let factor = match self.trace.network.reduction() {
            Reduction::Sum => "",
            _ => "1/m · ",
        };
        let symbols = Math::read(&format!("{left} = {factor}Σᵢ {what}ᵢ"));
        let m = [("m", Shown::new(n as f64, None))];
        let parts = if n > FEW || n > self.trace.inputs.nrows() {
            vec![filled(&Math::read(&format!("{factor}Σᵢ {what}ᵢ")), &m)]
        } else {
            let each = (0..n).map(|row| self.number(of_example(row)));
            let sum = Math::Row(joined(each, '+'));
            match (factor, n) {
                ("", _) | (_, 1) => vec![sum],
                _ => {
                    vec![filled(&Math::read("1/m"), &m), Math::Sign('·'), sum.fenced()]
                }
            }
        };
        let mut row = vec![left_of(&symbols), equals()];
        row.extend(parts.into_iter().flat_map(opened));
        row.extend([equals(), self.number(result)]);
        Line { symbols, numbers: Some(Math::Row(row)), result: Some(result) }
    }
}

fn equals() -> Math {
    Math::Sign('=')
}

/// What stands before the first "=".
fn left_of(symbols: &Math) -> Math {
    match symbols {
        Math::Row(parts) => {
            let mut left: Vec<Math> =
                parts.iter().take_while(|part| **part != equals()).cloned().collect();
            if left.len() == 1 { left.remove(0) } else { Math::Row(left) }
        }
        other => other.clone(),
    }
}

/// A formula with numbers for names.
fn filled(formula: &Math, numbers: &[(&str, Shown)]) -> Math {
    let names: Vec<(String, Shown)> = numbers.iter().map(|&(n, shown)| (name(n), shown)).collect();
    formula.with(&names.iter().map(|(n, shown)| (n.as_str(), *shown)).collect::<HashMap<_, _>>())
}

/// The parts of a row, or a part by itself.
fn opened(part: Math) -> Vec<Math> {
    match part {
        Math::Row(parts) => parts,
        other => vec![other],
    }
}

/// Parts with a sign between them, and negative numbers after it in parentheses.
fn joined(parts: impl IntoIterator<Item = Math>, sign: char) -> Vec<Math> {
    let mut row = Vec::new();
    for part in parts {
        if row.is_empty() {
            row.push(part);
        } else {
            row.extend([Math::Sign(sign), part.fenced_if_negative()]);
        }
    }
    row
}

/// A number as a lowered one.
fn low(number: usize) -> String {
    let digits = "₀₁₂₃₄₅₆₇₈₉";
    let lowered = |digit: u8| digits.chars().nth(usize::from(digit - b'0')).unwrap_or('?');
    number.to_string().bytes().map(lowered).collect()
}

/// The right side of a formula that may say its name first: "σ(z) = …".
fn right_side(formula: &'static str) -> &'static str {
    formula.split_once('=').map_or(formula, |(_, right)| right.trim())
}

/// Whether a formula decides between cases: "1 if z > 0, else 0". In numbers there is
/// nothing to work out then.
fn has_cases(formula: &str) -> bool {
    formula.contains(" if ")
}
