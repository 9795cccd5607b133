//! Formulas as a tree that can be drawn, read from the one-line notation in which the
//! engine's activations, losses and optimizers state theirs: `w ← w − η·m̂ / (√v̂ + ε)`.
//!
//! - `read`: the notation;
//! - `value`: what a formula in numbers comes to.

mod read;
mod value;

use std::collections::HashMap;

use super::{Quantity, digits};
pub use value::{Value, sum, value};

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
    /// In parentheses, brackets or bars.
    Fenced(Fence, Box<Math>),
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
    /// A matrix, or with one column a vector, row by row.
    Matrix(Vec<Vec<Math>>),
    /// Words between formulas.
    Text(String),
    /// A number with words that say what it stands for: "768 more: 0.31".
    Told(String, Shown),
}

/// What stands around a part of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// ( ).
    Round,
    /// [ ].
    Square,
    /// | |: the absolute value.
    Bars,
}

impl Fence {
    /// Its two signs.
    pub fn signs(self) -> [&'static str; 2] {
        match self {
            Self::Round => ["(", ")"],
            Self::Square => ["[", "]"],
            Self::Bars => ["|", "|"],
        }
    }
}

/// A number in a formula, and which number of the trace it is, if it is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Its value.
    pub value: f64,
    /// What it is.
    pub quantity: Option<Quantity>,
    /// Significant digits with which it is shown.
    pub digits: usize,
    /// The number that it is told apart from: see [`digits::beside`].
    pub beside: Option<f64>,
}

impl Shown {
    /// With few digits.
    pub fn new(value: f64, quantity: Option<Quantity>) -> Self {
        Self { value, quantity, digits: digits::FEW, beside: None }
    }

    /// As it is written.
    pub fn text(self) -> String {
        match self.beside {
            Some(other) => digits::beside(self.value, other, self.digits),
            None => digits::significant(self.value, self.digits),
        }
    }
}

impl Math {
    /// A row of parts.
    pub fn row(parts: impl IntoIterator<Item = Math>) -> Self {
        Self::Row(parts.into_iter().collect())
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// In parentheses.
    pub fn fenced(self) -> Self {
        Self::Fenced(Fence::Round, Box::new(self))
    }

    /// In parentheses, if it is a negative number: two signs don't stand side by side.
    pub fn fenced_if_negative(self) -> Self {
        match self {
            Self::Number(number) if number.value < 0.0 => self.fenced(),
            other => other,
        }
    }

    /// The same formula with numbers in place of names, as [`name`] has them. A negative
    /// one is put in parentheses after a sign that it would run into.
    pub fn with(&self, numbers: &HashMap<&str, Shown>) -> Self {
        self.filled(&|name| numbers.get(name).map(|&number| Self::Number(number)))
    }

    /// The same with whatever `find` has for names.
    pub fn filled(&self, find: &impl Fn(&str) -> Option<Self>) -> Self {
        match self {
            Self::Row(parts) => {
                let mut row = Vec::with_capacity(parts.len());
                for part in parts {
                    let filled = part.filled(find);
                    let after_sign =
                        matches!(row.last(), Some(Self::Sign(sign)) if !"=←≈,;".contains(*sign));
                    row.push(if after_sign { filled.fenced_if_negative() } else { filled });
                }
                Self::Row(row)
            }
            other => find(&other.plain()).unwrap_or_else(|| other.map(|part| part.filled(find))),
        }
    }

    /// The same formula with another name in place of one. What has something lowered
    /// after it, or a hat, is another name.
    pub fn renamed(&self, from: &str, to: &Self) -> Self {
        match self {
            Self::Name(name) if name == from => to.clone(),
            Self::Sub(..) | Self::Hat(_) => self.clone(),
            other => other.map(|part| part.renamed(from, to)),
        }
    }

    /// The same node over other parts.
    fn map(&self, mut change: impl FnMut(&Self) -> Self) -> Self {
        let mut boxed = |part: &Self| Box::new(change(part));
        match self {
            Self::Row(parts) => Self::Row(parts.iter().map(change).collect()),
            Self::Matrix(rows) => {
                let mut row = |row: &Vec<Self>| row.iter().map(&mut change).collect();
                Self::Matrix(rows.iter().map(&mut row).collect())
            }
            Self::Fenced(fence, inner) => Self::Fenced(*fence, boxed(inner)),
            Self::Fraction(above, below) => Self::Fraction(boxed(above), boxed(below)),
            Self::Root(inner) => Self::Root(boxed(inner)),
            Self::Sub(base, low) => Self::Sub(boxed(base), low.clone()),
            Self::Sup(base, high) => {
                Self::Sup(Box::new(boxed(base).fenced_if_negative()), boxed(high))
            }
            Self::Hat(base) => Self::Hat(boxed(base)),
            other => other.clone(),
        }
    }

    /// The same with every number shown as `change` has it.
    pub(super) fn shown(&self, change: &impl Fn(Shown) -> Shown) -> Self {
        match self {
            Self::Number(number) => Self::Number(change(*number)),
            Self::Told(words, number) => Self::Told(words.clone(), change(*number)),
            other => other.map(|part| part.shown(change)),
        }
    }

    /// On one line, as it was read: also what it is called where numbers are put in.
    pub fn plain(&self) -> String {
        match self {
            Self::Name(text) | Self::Constant(text) | Self::Text(text) => text.clone(),
            Self::Sign(sign) => sign.to_string(),
            Self::Number(number) => number.value.to_string(),
            Self::Told(words, number) => format!("({words}: {})", number.value),
            Self::Row(parts) => parts.iter().map(Self::plain).collect(),
            Self::Fenced(fence, inner) => {
                let [open, close] = fence.signs();
                format!("{open}{}{close}", inner.plain())
            }
            Self::Fraction(above, below) => format!("{}/{}", above.plain(), below.plain()),
            Self::Root(inner) => format!("√{}", inner.plain()),
            Self::Sub(base, low) => format!("{}_{}", base.plain(), low.plain()),
            Self::Sup(base, high) => format!("{}^{}", base.plain(), high.plain()),
            Self::Hat(base) => format!("{}\u{302}", base.plain()),
            Self::Matrix(rows) => {
                let row = |row: &Vec<Self>| row.iter().map(Self::plain).collect::<Vec<_>>();
                let rows: Vec<String> = rows.iter().map(|one| row(one).join(", ")).collect();
                format!("[{}]", rows.join("; "))
            }
        }
    }

    /// Every number in it, from left to right.
    pub fn numbers(&self) -> Vec<Shown> {
        match self {
            Self::Number(number) | Self::Told(_, number) => vec![*number],
            Self::Row(parts) => parts.iter().flat_map(Self::numbers).collect(),
            Self::Matrix(rows) => rows.iter().flatten().flat_map(Self::numbers).collect(),
            Self::Fraction(a, b) | Self::Sup(a, b) => [a.numbers(), b.numbers()].concat(),
            Self::Fenced(_, inner) | Self::Root(inner) | Self::Hat(inner) | Self::Sub(inner, _) => {
                inner.numbers()
            }
            Self::Name(_) | Self::Constant(_) | Self::Sign(_) | Self::Text(_) => Vec::new(),
        }
    }
}

/// A name as [`Math::plain`] has it: what [`Math::with`] is to find.
pub fn name(text: &str) -> String {
    Math::read(text).plain()
}
