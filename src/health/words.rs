//! A finding in words: what is so, and what to do.

use super::{Finding, Growth, HeldOut, Units};
use crate::walk::digits::{grouped, significant};

/// What is so; a sentence.
pub fn what(finding: &Finding) -> String {
    match finding {
        Finding::Exploding { norm, growth } => {
            let length = if norm.is_finite() {
                format!("its length √Σg² is {}", significant(*norm, 2))
            } else {
                "it is no finite number any more".to_owned()
            };
            format!("The gradient explodes: {length}{}.", growth.map_or(String::new(), told))
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
        Finding::ByHeart { accuracy, loss, held_out } => by_heart(*accuracy, *loss, held_out),
        Finding::Stalled { now } => {
            let loss = significant(now.loss.into(), 3);
            match now.accuracy {
                Some(accuracy) => format!(
                    "It gets {} of the training examples right and no better: the loss stays at \
                     {loss}.",
                    percent(accuracy)
                ),
                None => format!("It gets no better: the loss stays at {loss}."),
            }
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
        Finding::Dead(_) => "Begin again with a smaller rate, or with another activation.",
        Finding::Alike(_) => "Begin again from random start weights.",
        Finding::Vanishing { .. } => "Take ReLU or tanh, or fewer layers.",
        Finding::Saturated(_) => {
            "Scale the inputs, begin from smaller weights, or take a smaller rate."
        }
        Finding::ByHeart { .. } => {
            "Give it more examples, stop where the held-out loss is least, or hold its weights \
             back (L2, dropout)."
        }
        Finding::Stalled { .. } => {
            "It may be too small for this: give it more units or another layer. Or try another \
             rate."
        }
        Finding::NotFalling { .. } => "Try another rate, other start weights, or another network.",
    }
}

/// ", after the loss has grown from 2.3 to 10²⁰ within 12 updates".
fn told(growth: Growth) -> String {
    let Growth { from, to, n_steps } = growth;
    let [from, to] = [from, to].map(|loss| significant(loss.into(), 2));
    let updates = match n_steps {
        1 => "one update".to_owned(),
        n => format!("{} updates", grouped(n as f64)),
    };
    format!(", after the loss has grown from {from} to {to} within {updates}")
}

fn by_heart(accuracy: Option<f32>, loss: f32, held_out: &HeldOut) -> String {
    let three = |loss: f32| significant(loss.into(), 3);
    let (least, now) = (three(held_out.least), three(held_out.now.loss));
    match accuracy.zip(held_out.now.accuracy) {
        Some((here, there)) => format!(
            "It learns by heart: of the training examples it gets {} right, of the held-out ones \
             {}, and their loss has risen from {least} to {now}.",
            percent(here),
            percent(there)
        ),
        None => format!(
            "It learns by heart: on the training examples the loss is {}, on the held-out ones it \
             has risen from {least} to {now}.",
            three(loss)
        ),
    }
}

/// All of them, or none, is said only where it is so.
fn percent(share: f32) -> String {
    match 100.0 * share {
        most if (99.5..100.0).contains(&most) => ">99 %".to_owned(),
        few if few > 0.0 && few < 0.5 => "<1 %".to_owned(),
        usual => format!("{usual:.0} %"),
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
