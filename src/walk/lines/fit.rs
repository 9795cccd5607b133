//! With how many digits an equation's numbers are shown: with so many that whoever works
//! out what is written gets the result that is written.

use super::{Line, equals};
use crate::nn::StepTrace;
use crate::walk::digits::{FEW, MANY, apart, rounded};
use crate::walk::math::{Math, Shown, sum};
use crate::walk::quantity::Quantity;

/// The line with the digits that it takes.
pub fn fit(line: Line, trace: &StepTrace) -> Line {
    let Line { numbers: Some(Math::Row(parts)), .. } = &line else { return line };
    let is_from_to = parts.contains(&Math::Sign('→'));
    let sides: Vec<&[Math]> = parts.split(|part| *part == equals()).collect();
    let numbers = match sides[..] {
        _ if is_from_to => told_apart(parts, trace),
        // A number that is another one as it stands is written once.
        [.., left, right] if left == right => sides[..sides.len() - 1].join(&equals()),
        [.., left, right] => fitted(&sides[..sides.len() - 2], left, right, trace),
        _ => return line,
    };
    Line { numbers: Some(Math::Row(numbers)), ..line }
}

/// Old and new values, all with the digits that tell each new one from its old one.
fn told_apart(parts: &[Math], trace: &StepTrace) -> Vec<Math> {
    let digits = digits_of_change(parts, &[], trace);
    let numbers: Vec<f64> = parts.iter().flat_map(Math::numbers).map(|n| n.value).collect();
    with_digits(parts, |shown| {
        let beside = match numbers[..] {
            [old, new] => Some(if shown.value == old { new } else { old }),
            _ => None,
        };
        Shown { digits: digits.max(shown.digits), beside, ..shown }
    })
}

fn fitted(before: &[&[Math]], left: &[Math], right: &[Math], trace: &StepTrace) -> Vec<Math> {
    let of_result = digits_of_change(right, left, trace);
    let at = |digits| move |shown: &Shown| rounded(shown.value, digits);
    let written = |numbers: &[f64]| -> Vec<f64> {
        numbers.iter().map(|&number| rounded(number, of_result)).collect()
    };
    let result = sum(right, &at(of_result));
    let mut best = None;
    for digits in of_result..=MANY.max(of_result) {
        let (Some(result), Some(found)) = (&result, sum(left, &at(digits))) else { break };
        let found = written(found.numbers());
        let off = (found.iter().zip(result.numbers()))
            .map(|(found, result)| (found - result).abs() / result.abs().max(f64::MIN_POSITIVE))
            .fold(0.0, f64::max);
        // Two decimal numbers that are written alike are the same number, but for how they
        // were read.
        let off = if off < 1e-12 { 0.0 } else { off };
        if best.is_none_or(|(_, least)| off < least) {
            best = Some((digits, off));
        }
        if off == 0.0 {
            break;
        }
    }
    let (digits, off) = best.unwrap_or((FEW, 0.0));
    let mut parts = Vec::new();
    for side in before {
        parts.extend(with_digits(side, |shown| shown));
        parts.push(equals());
    }
    parts.extend(with_digits(left, |shown| Shown { digits, ..shown }));
    // Where single precision itself has lost digits, none that are shown bring them back.
    parts.push(if off == 0.0 { equals() } else { Math::Sign('≈') });
    parts.extend(with_digits(right, |shown| Shown { digits: of_result, ..shown }));
    parts
}

fn with_digits(parts: &[Math], change: impl Fn(Shown) -> Shown) -> Vec<Math> {
    parts.iter().map(|part| part.shown(&change)).collect()
}

/// As many as tell what a parameter becomes from what it was.
fn digits_of_change(parts: &[Math], left: &[Math], trace: &StepTrace) -> usize {
    let was = |weight| {
        let old = Quantity::Old(weight);
        let mut all = left.iter().flat_map(Math::numbers);
        all.any(|shown| shown.quantity == Some(old)).then_some(old)
    };
    let changed = parts.iter().flat_map(Math::numbers).filter_map(|shown| {
        let old = match shown.quantity? {
            Quantity::New(weight) => Quantity::Old(weight),
            Quantity::Substep(weight, _) => was(weight)?,
            _ => return None,
        };
        Some(apart(old.value(trace)?.into(), shown.value))
    });
    changed.max().unwrap_or(FEW).min(MANY + 1)
}
