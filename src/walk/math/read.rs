//! Reads the one-line notation:
//!
//! - letters and words are names: one letter is a variable, more are upright (`ln`);
//! - raised and lowered characters (`²`, `ⱼ`), `^x`, a prime and a hat belong to what
//!   stands before them;
//! - `a / b` is a fraction of what stands next to it; parentheses around a side go away;
//! - `√` is the root of what follows; `∂` belongs to what follows.

use super::{Fence, Math};

impl Math {
    /// Reads a formula. There is none that can't be read: what is not known is a sign.
    pub fn read(formula: &str) -> Self {
        Reader { rest: formula.chars().collect::<Vec<_>>().into_iter().peekable() }.row(None)
    }
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
            '(' => self.fenced(Fence::Round, ')'),
            '[' => self.fenced(Fence::Square, ']'),
            '|' => self.fenced(Fence::Bars, '|'),
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

    fn fenced(&mut self, fence: Fence, close: char) -> Math {
        Math::Fenced(fence, Box::new(self.row(Some(close))))
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
        Math::Fenced(Fence::Round, inner) => *inner,
        other => other,
    }
}

/// Letters of names; Σ is an operator.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !"ΣΠ".contains(c) && lowered(c).is_none() && raised(c).is_none()
}

fn lowered(c: char) -> Option<char> {
    let at = "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₘₙₚₜ₋".chars().position(|low| low == c)?;
    "0123456789ijkmnpt−".chars().nth(at)
}

fn raised(c: char) -> Option<char> {
    let at = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀᵗᶻ′".chars().position(|high| high == c)?;
    "0123456789−+Ttz′".chars().nth(at)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::{Shown, name};
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
            Math::Fenced(fence, inner) => {
                let [open, close] = fence.signs();
                format!("{open}{}{close}", tree(inner))
            }
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
            ("|aⱼ − yⱼ| · [1 − (z)]", "|a_[j] − y_[j]| · [1 − (z)]"),
            ("mₜ₋₁ + m̂", "m_[t − 1] + hat(m)"),
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
        let number = |value| Shown::new(value, None);
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

    #[test]
    fn another_name_takes_the_place_of_one() {
        let renamed = Math::read("β₁·m + m̂ + mₜ").renamed("m", &Math::read("mₜ₋₁"));
        assert_eq!(tree(&renamed), "β_[1] · m_[t − 1] + hat(m) + m_[t]");
    }
}
