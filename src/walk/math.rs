//! Formulas as a tree that can be drawn, read from the one-line notation in which the
//! engine's activations, losses and optimizers state theirs: `w ← w − η·m̂ / (√v̂ + ε)`.
//!
//! - letters and words are names: one letter is a variable, more are upright (`ln`);
//! - raised and lowered characters (`²`, `ⱼ`), `^x`, a prime and a hat belong to what
//!   stands before them;
//! - `a / b` is a fraction of what stands next to it; parentheses around a side go away;
//! - `√` is the root of what follows; `∂` belongs to what follows.

use std::collections::HashMap;

use super::Quantity;

/// A formula, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Math {
    /// A variable, or a word.
    Name(String),
    /// A number that is part of the formula.
    Constant(String),
    /// An operator or a sign.
    Sign(char),
    /// A number of the trace.
    Number(Shown),
    /// Side by side.
    Row(Vec<Math>),
    /// In parentheses.
    Fenced(Box<Math>),
    /// One above the other.
    Fraction(Box<Math>, Box<Math>),
    /// Square root.
    Root(Box<Math>),
    /// With something lowered after it.
    Sub(Box<Math>, Box<Math>),
    /// With something raised after it.
    Sup(Box<Math>, Box<Math>),
    /// With a hat.
    Hat(Box<Math>),
    /// Words between formulas.
    Text(String),
}

/// A number in a formula, and which number of the trace it is, if it is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Its value.
    pub value: f64,
    /// What it is.
    pub quantity: Option<Quantity>,
}

impl Math {
    /// Reads a formula. There is none that can't be read: what is not known is a sign.
    pub fn read(formula: &str) -> Self {
        Reader { rest: formula.chars().collect::<Vec<_>>().into_iter().peekable() }.row(None)
    }

    /// A row of parts.
    pub fn row(parts: impl IntoIterator<Item = Math>) -> Self {
        Self::Row(parts.into_iter().collect())
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The same formula with numbers in place of names. A negative one is put in
    /// parentheses after a sign that it would run into.
    pub fn with(&self, numbers: &HashMap<&str, Shown>) -> Self {
        match self {
            Self::Row(parts) => {
                let mut row = Vec::with_capacity(parts.len());
                for part in parts {
                    let filled = part.with(numbers);
                    let after_sign =
                        matches!(row.last(), Some(Self::Sign(sign)) if !"=←≈,;".contains(*sign));
                    row.push(if after_sign { fenced_if_negative(filled) } else { filled });
                }
                Self::Row(row)
            }
            other => match numbers.get(other.plain().as_str()) {
                Some(&number) => Self::Number(number),
                None => other.map(|part| part.with(numbers)),
            },
        }
    }

    /// The same node over other parts.
    fn map(&self, mut change: impl FnMut(&Self) -> Self) -> Self {
        let mut boxed = |part: &Self| Box::new(change(part));
        match self {
            Self::Fenced(inner) => Self::Fenced(boxed(inner)),
            Self::Fraction(above, below) => Self::Fraction(boxed(above), boxed(below)),
            Self::Root(inner) => Self::Root(boxed(inner)),
            Self::Sub(base, low) => Self::Sub(boxed(base), low.clone()),
            Self::Sup(base, high) => {
                Self::Sup(Box::new(fenced_if_negative(*boxed(base))), boxed(high))
            }
            Self::Hat(base) => Self::Hat(boxed(base)),
            other => other.clone(),
        }
    }

    /// On one line, as it was read: also what it is called where numbers are put in.
    pub fn plain(&self) -> String {
        match self {
            Self::Name(text) | Self::Constant(text) | Self::Text(text) => text.clone(),
            Self::Sign(sign) => sign.to_string(),
            Self::Number(number) => number.value.to_string(),
            Self::Row(parts) => parts.iter().map(Self::plain).collect(),
            Self::Fenced(inner) => format!("({})", inner.plain()),
            Self::Fraction(above, below) => format!("{}/{}", above.plain(), below.plain()),
            Self::Root(inner) => format!("√{}", inner.plain()),
            Self::Sub(base, low) => format!("{}_{}", base.plain(), low.plain()),
            Self::Sup(base, high) => format!("{}^{}", base.plain(), high.plain()),
            Self::Hat(base) => format!("{}\u{302}", base.plain()),
        }
    }

    /// Every number of the trace in it, from left to right.
    pub fn numbers(&self) -> Vec<Shown> {
        match self {
            Self::Number(number) => vec![*number],
            Self::Row(parts) => parts.iter().flat_map(Self::numbers).collect(),
            Self::Fraction(a, b) | Self::Sup(a, b) => [a.numbers(), b.numbers()].concat(),
            Self::Fenced(inner) | Self::Root(inner) | Self::Hat(inner) | Self::Sub(inner, _) => {
                inner.numbers()
            }
            Self::Name(_) | Self::Constant(_) | Self::Sign(_) | Self::Text(_) => Vec::new(),
        }
    }
}

fn fenced_if_negative(part: Math) -> Math {
    match part {
        Math::Number(number) if number.value < 0.0 => Math::Fenced(Box::new(part)),
        other => other,
    }
}

/// A name as [`Math::plain`] has it: what [`Math::with`] is to find.
pub fn name(text: &str) -> String {
    Math::read(text).plain()
}

struct Reader {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
}

impl Reader {
    /// Up to the end, or to `close`. A row of one part is that part.
    fn row(&mut self, close: Option<char>) -> Math {
        let mut parts: Vec<Math> = Vec::new();
        while let Some(next) = self.peek() {
            if Some(next) == close {
                self.rest.next();
                break;
            }
            if next == '/' {
                self.rest.next();
                let above = parts.pop().unwrap_or(Math::Row(Vec::new()));
                let below = self.factor();
                parts.push(Math::Fraction(Box::new(open(above)), Box::new(open(below))));
            } else {
                parts.push(self.factor());
            }
        }
        if parts.len() == 1 { parts.remove(0) } else { Math::Row(parts) }
    }

    fn peek(&mut self) -> Option<char> {
        while self.rest.next_if_eq(&' ').is_some() {}
        self.rest.peek().copied()
    }

    /// A part with all that is raised and lowered on it.
    fn factor(&mut self) -> Math {
        let mut part = self.atom();
        while let Some(&next) = self.rest.peek() {
            let (boxed, low, high) = (Box::new(part.clone()), lowered(next), raised(next));
            part = if let Some(first) = low {
                self.rest.next();
                Math::Sub(boxed, Box::new(self.script(first, lowered)))
            } else if let Some(first) = high {
                self.rest.next();
                Math::Sup(boxed, Box::new(self.script(first, raised)))
            } else if next == '\u{302}' {
                self.rest.next();
                Math::Hat(boxed)
            } else if next == '^' {
                self.rest.next();
                Math::Sup(boxed, Box::new(open(self.factor())))
            } else {
                break;
            }
        }
        // A sum is of what follows it.
        let base = if let Math::Sub(base, _) = &part { &**base } else { &part };
        if *base == Math::Sign('Σ') { Math::Row(vec![part, self.factor()]) } else { part }
    }

    fn atom(&mut self) -> Math {
        let Some(first) = self.peek() else { return Math::Row(Vec::new()) };
        self.rest.next();
        match first {
            '(' => Math::Fenced(Box::new(self.row(Some(')')))),
            '√' => Math::Root(Box::new(open(self.factor()))),
            '∂' => {
                let of = self.factor();
                Math::Row(vec![Math::Sign('∂'), of])
            }
            c if c.is_ascii_digit() => {
                Math::Constant(self.more(c, |c| c.is_ascii_digit() || c == '.'))
            }
            c if is_letter(c) => Math::Name(self.more(c, is_letter)),
            c => Math::Sign(c),
        }
    }

    fn more(&mut self, first: char, belongs: impl Fn(char) -> bool) -> String {
        let mut text = String::from(first);
        while let Some(next) = self.rest.next_if(|&c| belongs(c)) {
            text.push(next);
        }
        text
    }

    /// Raised or lowered characters that follow each other are one.
    fn script(&mut self, first: char, plain: impl Fn(char) -> Option<char>) -> Math {
        let mut text = String::from(first);
        while let Some(next) = self.rest.peek().and_then(|&c| plain(c)) {
            self.rest.next();
            text.push(next);
        }
        let mut parts: Vec<Math> = text
            .chars()
            .map(|c| match c {
                c if c.is_ascii_digit() => Math::Constant(c.into()),
                c if is_letter(c) => Math::Name(c.into()),
                c => Math::Sign(c),
            })
            .collect();
        if parts.len() == 1 { parts.remove(0) } else { Math::Row(parts) }
    }
}

/// Without the parentheses around it.
fn open(part: Math) -> Math {
    match part {
        Math::Fenced(inner) => *inner,
        other => other,
    }
}

/// Letters of names; Σ is an operator.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !"ΣΠ".contains(c) && lowered(c).is_none() && raised(c).is_none()
}

fn lowered(c: char) -> Option<char> {
    let at = "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₘₙₚₜ".chars().position(|low| low == c)?;
    "0123456789ijkmnpt".chars().nth(at)
}

fn raised(c: char) -> Option<char> {
    let at = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀᵗᶻ′".chars().position(|high| high == c)?;
    "0123456789−+Ttz′".chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{activation, loss, optimizer};

    /// A form that shows the tree: fractions as frac(a, b) and so on.
    fn tree(math: &Math) -> String {
        match math {
            Math::Row(parts) => parts.iter().map(tree).collect::<Vec<_>>().join(" "),
            Math::Fraction(above, below) => format!("frac({}, {})", tree(above), tree(below)),
            Math::Root(inner) => format!("root({})", tree(inner)),
            Math::Sub(base, low) => format!("{}_[{}]", tree(base), tree(low)),
            Math::Sup(base, high) => format!("{}^[{}]", tree(base), tree(high)),
            Math::Hat(base) => format!("hat({})", tree(base)),
            Math::Fenced(inner) => format!("({})", tree(inner)),
            Math::Number(number) => format!("{{{}}}", number.value),
            other => other.plain(),
        }
    }

    #[test]
    fn reads_the_notation() {
        for (formula, expected) in [
            ("σ(z) = 1 / (1 + e⁻ᶻ)", "σ (z) = frac(1, 1 + e^[− z])"),
            ("w ← w − η · m̂ / (√v̂ + ε)", "w ← w − η · frac(hat(m), root(hat(v)) + ε)"),
            ("e^zⱼ / Σₖ e^zₖ", "frac(e^[z_[j]], Σ_[k] e^[z_[k]])"),
            ("−Σⱼ yⱼ · ln aⱼ", "− Σ_[j] y_[j] · ln a_[j]"),
            ("∂aⱼ/∂zₖ = aⱼ", "frac(∂ a_[j], ∂ z_[k]) = a_[j]"),
            ("m / (1 − β₁ᵗ)", "frac(m, 1 − β_[1]^[t])"),
            ("σ′ = a · (1 − a)", "σ^[′] = a · (1 − a)"),
            ("", ""),
        ] {
            assert_eq!(tree(&Math::read(formula)), expected, "{formula}");
        }
    }

    #[test]
    fn every_formula_of_the_engine_is_read_without_loss() {
        let formulas = activation::ALL.iter().flat_map(|a| [a.formula, a.slope_formula]);
        let formulas = formulas
            .chain(optimizer::ALL.iter().map(|o| o.formula))
            .chain(loss::ALL.iter().flat_map(|l| [l.formula, l.gradient_formula]));
        for formula in formulas {
            let read = Math::read(formula);
            let letters = |text: &str| text.chars().filter(|&c| is_letter(c)).count();
            let n_scripts = formula
                .chars()
                .filter(|&c| lowered(c).or(raised(c)).is_some_and(is_letter))
                .count();
            assert_eq!(letters(&read.plain()), letters(formula) + n_scripts, "{formula}");
        }
    }

    #[test]
    fn numbers_take_the_place_of_names() {
        let number = |value| Shown { value, quantity: None };
        let numbers = HashMap::from([("w", number(-0.5)), ("η", number(0.1)), ("g", number(-2.0))]);
        let filled = Math::read("w − η·g = w").with(&numbers);
        assert_eq!(tree(&filled), "{-0.5} − {0.1} · ({-2}) = {-0.5}");
        let squared = Math::read("s + g²").with(&numbers);
        assert_eq!(tree(&squared), "s + ({-2})^[2]");
        let name = name("β₁");
        let numbers = HashMap::from([(name.as_str(), number(0.9))]);
        assert_eq!(
            tree(&Math::read("β₁·m / (1 − β₁ᵗ)").with(&numbers)),
            "{0.9} · frac(m, 1 − {0.9}^[t])"
        );
        assert_eq!(filled.numbers().len(), 4);
    }
}
