//! What a formula in numbers comes to, once its numbers are read as they are shown: for
//! telling whether what is shown is true.

use super::{Fence, Math, Shown};

/// A number, or a matrix row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    n_cols: usize,
    numbers: Vec<f64>,
}

impl Value {
    fn of(number: f64) -> Self {
        Self { n_cols: 1, numbers: vec![number] }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self.numbers[..] {
            [number] => Some(number),
            _ => None,
        }
    }

    /// All of them.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    fn map(mut self, change: impl Fn(f64) -> f64) -> Self {
        self.numbers.iter_mut().for_each(|number| *number = change(*number));
        self
    }

    /// With another of the same shape, or with a single number, number by number.
    fn each(self, other: &Self, join: impl Fn(f64, f64) -> f64) -> Option<Self> {
        match (self.number(), other.number()) {
            (_, Some(right)) => Some(self.map(|left| join(left, right))),
            (Some(left), None) => Some(other.clone().map(|right| join(left, right))),
            _ if (self.n_cols, self.numbers.len()) == (other.n_cols, other.numbers.len()) => {
                let pairs = self.numbers.iter().zip(&other.numbers);
                let numbers = pairs.map(|(&left, &right)| join(left, right)).collect();
                Some(Self { numbers, ..self })
            }
            _ => None,
        }
    }

    /// Times another: of matrices the matrix product.
    fn times(self, other: &Self) -> Option<Self> {
        let n_rows = other.numbers.len() / other.n_cols;
        let is_product = self.n_cols == n_rows && self.number().is_none();
        if !is_product || other.number().is_some() {
            return self.each(other, |left, right| left * right);
        }
        let cell = |row: &[f64], col: usize| -> f64 {
            row.iter()
                .zip(other.numbers.iter().skip(col).step_by(other.n_cols))
                .map(|(a, b)| a * b)
                .sum()
        };
        let rows = self.numbers.chunks(self.n_cols);
        let numbers =
            rows.flat_map(|row| (0..other.n_cols).map(move |col| cell(row, col))).collect();
        Some(Self { n_cols: other.n_cols, numbers })
    }
}

/// What a formula comes to, its numbers read by `read`; `None` if something in it is no
/// number.
pub fn value(math: &Math, read: &impl Fn(&Shown) -> f64) -> Option<Value> {
    match math {
        Math::Number(number) | Math::Told(_, number) => Some(Value::of(read(number))),
        Math::Constant(text) => text.parse().ok().map(Value::of),
        Math::Name(name) if name == "e" => Some(Value::of(std::f64::consts::E)),
        Math::Fenced(Fence::Bars, inner) => Some(value(inner, read)?.map(f64::abs)),
        Math::Fenced(_, inner) => value(inner, read),
        Math::Row(parts) => sum(parts, read),
        Math::Fraction(above, below) => {
            value(above, read)?.each(&value(below, read)?, |above, below| above / below)
        }
        Math::Root(of) => Some(value(of, read)?.map(f64::sqrt)),
        Math::Sup(base, high) => {
            let high = value(high, read)?.number()?;
            Some(value(base, read)?.map(|base| base.powf(high)))
        }
        Math::Matrix(rows) => {
            let cells = rows.iter().flatten();
            let numbers: Option<Vec<f64>> = cells.map(|cell| value(cell, read)?.number()).collect();
            let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
            Some(Value { n_cols: rows[0].len(), numbers })
        }
        Math::Name(_) | Math::Sign(_) | Math::Sub(..) | Math::Hat(_) | Math::Text(_) => None,
    }
}

/// Terms with their signs.
pub fn sum(parts: &[Math], read: &impl Fn(&Shown) -> f64) -> Option<Value> {
    let mut total: Option<Value> = None;
    let mut sign = 1.0;
    let mut start = 0;
    for (at, part) in parts.iter().chain([&Math::Sign('+')]).enumerate() {
        if matches!(part, Math::Sign('+' | '−')) {
            if at > start {
                let term = product(&parts[start..at], read)?.map(|term| sign * term);
                total = Some(match total {
                    None => term,
                    Some(total) => total.each(&term, |total, term| total + term)?,
                });
                sign = 1.0;
            }
            sign *= if *part == Math::Sign('−') { -1.0 } else { 1.0 };
            start = at + 1;
        }
    }
    total
}

fn product(parts: &[Math], read: &impl Fn(&Shown) -> f64) -> Option<Value> {
    let mut product: Option<Value> = None;
    for factors in parts.split(|part| *part == Math::Sign('·')) {
        // ⊙ binds number to number what · has multiplied before.
        for (at, of) in factors.split(|part| *part == Math::Sign('⊙')).enumerate() {
            let factor = factor(of, read)?;
            product = Some(match product {
                None => factor,
                Some(before) if at > 0 => before.each(&factor, |left, right| left * right)?,
                Some(before) => before.times(&factor)?,
            });
        }
    }
    product
}

fn factor(parts: &[Math], read: &impl Fn(&Shown) -> f64) -> Option<Value> {
    match parts {
        [one] => value(one, read),
        [Math::Name(function), of] => apply(function, of, read),
        _ => None,
    }
}

/// A function that is written by its name.
fn apply(function: &str, of: &Math, read: &impl Fn(&Shown) -> f64) -> Option<Value> {
    let elementwise: fn(f64) -> f64 = match function {
        "ln" => f64::ln,
        "tanh" => f64::tanh,
        "sigmoid" => |z| 1.0 / (1.0 + (-z).exp()),
        "relu" => |z| z.max(0.0),
        "softmax" => {
            let z = value(of, read)?;
            let max = z.numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let total: f64 = z.numbers.iter().map(|z| (z - max).exp()).sum();
            return Some(z.map(|z| (z - max).exp() / total));
        }
        "max" => {
            let Math::Fenced(_, of) = of else { return None };
            let Math::Row(parts) = &**of else { return None };
            let mut of =
                parts.split(|part| *part == Math::Sign(',')).map(|of| sum(of, read)?.number());
            return of.try_fold(f64::NEG_INFINITY, |max, of| Some(max.max(of?))).map(Value::of);
        }
        _ => return None,
    };
    Some(value(of, read)?.map(elementwise))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_come_to_what_they_say() {
        for (formula, expected) in [
            ("1 + 2 · 3", 7.0),
            ("−2 · (3 − 5)", 4.0),
            ("1 / (1 + e⁻²) ", 1.0 / (1.0 + (-2.0f64).exp())),
            ("√(9 + 16) / 2", 2.5),
            ("−ln 2 + max(0, 1 − 3)", -(2.0f64.ln())),
            ("|2 − 5| · [1 + 1]", 6.0),
            ("sigmoid(0)", 0.5),
        ] {
            let value = value(&Math::read(formula), &|shown| shown.value).and_then(|v| v.number());
            assert!(value.is_some_and(|v| (v - expected).abs() < 1e-12), "{formula}: {value:?}");
        }
        assert_eq!(value(&Math::read("2·x"), &|shown| shown.value), None);
    }

    #[test]
    fn matrices_are_multiplied_and_added() {
        let matrix = |rows: &[&[f64]]| {
            let cell = |&value: &f64| Math::Number(Shown::new(value, None));
            Math::Matrix(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
        };
        let of = |parts: Vec<Math>| value(&Math::Row(parts), &|shown| shown.value).unwrap();
        let (w, x) = (matrix(&[&[1.0, 2.0], &[3.0, 4.0], &[5.0, 6.0]]), matrix(&[&[1.0], &[-1.0]]));
        let b = matrix(&[&[0.5], &[0.5], &[1.0]]);
        let z = of(vec![w, Math::Sign('·'), x.clone(), Math::Sign('+'), b.clone()]);
        assert_eq!(z.numbers(), [-0.5, -0.5, 0.0]);
        let outer = of(vec![b.clone(), Math::Sign('·'), matrix(&[&[2.0, 4.0]])]);
        assert_eq!((outer.n_cols, outer.numbers()), (2, &[1.0, 2.0, 1.0, 2.0, 2.0, 4.0][..]));
        let scaled = of(vec![Math::read("2"), Math::Sign('·'), b.clone(), Math::Sign('⊙'), b]);
        assert_eq!(scaled.numbers(), [0.5, 0.5, 2.0]);
        let sizes_differ = Math::row([x, Math::Sign('+'), matrix(&[&[1.0, 2.0]])]);
        assert_eq!(value(&sizes_differ, &|shown| shown.value), None);
    }
}
