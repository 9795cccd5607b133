//! A finding in words: what is so, and what to do.

use super::{Finding, Units};
use crate::walk::digits::{grouped, significant};

/// What is so; a sentence.
pub fn what(finding: &Finding) -> String {
    match finding {
        Finding::Exploding { norm } if !norm.is_finite() => {
            "The gradient explodes: it is no finite number any more.".to_owned()
        }
        Finding::Exploding { norm } => {
            format!("The gradient explodes: its length √Σg² is {}.", significant(*norm, 2))
        }
        Finding::Dead(units) => {
            let why = match (units.is_relu, units.n == 1) {
                (true, true) => "it answers 0 to every example and learns nothing",
                (true, false) => "they answer 0 to every example and learn nothing",
                (false, true) => "its slope is 0 for every example, and it learns nothing",
                (false, false) => "their slope is 0 for every example, and they learn nothing",
            };
            format!("{} dead: {why}.", subject(units))
        }
        Finding::Alike(units) => format!(
            "{} alike: the same weights, the same answers, the same updates.",
            subject(units)
        ),
        Finding::Vanishing { first, last } => {
            let times = if *first > 0.0 {
                format!("{} times shorter than", grouped(rounded(last / first)))
            } else {
                "nothing beside".to_owned()
            };
            format!(
                "The gradient vanishes on its way back: the first layer's is {times} the last's, \
                 so that it hardly learns."
            )
        }
        Finding::Saturated(units) => {
            format!("{} saturated: flat for every example, they hardly learn.", subject(units))
        }
        Finding::NotFalling { from, now } => format!(
            "The loss does not fall: {} at the start, {} now.",
            significant(f64::from(*from), 3),
            significant(f64::from(*now), 3)
        ),
    }
}

/// What to do about it; a sentence.
pub fn advice(finding: &Finding) -> &'static str {
    match finding {
        Finding::Exploding { .. } => {
            "Clip it by its norm, take a smaller rate, or scale the inputs."
        }
        Finding::Dead(units) if units.is_relu => {
            "Begin again with a smaller rate, or with another activation."
        }
        Finding::Alike(_) => "Begin again from random start weights.",
        Finding::Vanishing { .. } => "Take ReLU or tanh, or fewer layers.",
        // A curve that is flat to the last digit is as saturated as can be.
        Finding::Dead(_) | Finding::Saturated(_) => {
            "Scale the inputs, begin from smaller weights, or take a smaller rate."
        }
        Finding::NotFalling { .. } => "Try another rate, other start weights, or another network.",
    }
}

/// "14 of 16 units of hidden layer 1 are".
fn subject(units: &Units) -> String {
    let Units { layers, n, of, .. } = units;
    let numbers: Vec<String> = layers.iter().map(|idx| (idx + 1).to_string()).collect();
    let name = match numbers.as_slice() {
        [] => "the hidden layers".to_owned(),
        [one] => format!("hidden layer {one}"),
        [rest @ .., last] => format!("hidden layers {} and {last}", rest.join(", ")),
    };
    let who = if n == of { format!("All {n} units") } else { format!("{n} of {of} units") };
    let verb = if *n == 1 { "is" } else { "are" };
    format!("{who} of {name} {verb}")
}

/// To one digit: 43,210 is 40,000.
fn rounded(value: f64) -> f64 {
    let unit = 10_f64.powf(value.log10().floor());
    (value / unit).round() * unit
}
